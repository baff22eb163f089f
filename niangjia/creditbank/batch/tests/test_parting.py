"""What has nothing to do with each other is answered apart, and together it is the answer of the whole."""

from dataclasses import replace

from niangjia.creditbank.batch.answering import Portion, answer_of, answers_of, together
from niangjia.creditbank.batch.composing import Composer
from niangjia.creditbank.batch.parting import Parting
from niangjia.creditbank.batch.tests.rows import row_of
from niangjia.creditbank.batch.tests.test_composing import ON, drawn_cases
from niangjia.creditbank.engine.books import LimitKind, RoundingPlace
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Aim
from niangjia.creditbank.workbooks.tests.test_pilot import basis, record

__all__ = ["basis", "record"]


def taken_apart(case):
    composer = Composer(case.book, ON)
    composed = composer.compose(case.learner, case.programme, [row_of(each) for each in case.outcomes])
    return composer, composed, Parting(case.book, composer).parts(composed)


def answered_apart(case):
    composer, composed, parts = taken_apart(case)
    problems = [composer.problem(part) for part in parts]
    pairs = [(composer.without_panel(problem), problem) for problem in problems]
    return together(answers_of(pairs, case.book), composed.grain)


def with_room(book, kind, room):
    """The book with one figure for all limits of a kind."""
    limits = tuple(replace(row, count=room, part=None, whole=None) if row.kind is kind else row for row in book.limits)
    return replace(book, limits=limits)


def test_parts_together_have_the_answer_of_the_whole(basis):
    cases = [case for case in drawn_cases(basis, 400) if len(taken_apart(case)[2]) > 1]
    found = [(answered_apart(case), answer_of(convert(case))) for case in cases]
    told = [(answer, whole) for answer, whole in found if answer is not None]
    assert len(told) > 10
    assert all(answer == whole for answer, whole in told)


def test_parts_that_pass_a_limit_together_are_answered_as_a_whole(basis):
    book = with_room(basis.book, LimitKind.COURSE_COUNT, 1)
    cases = [replace(case, book=book) for case in drawn_cases(basis, 400) if len(taken_apart(case)[2]) > 1]
    found = [(answered_apart(case), answer_of(convert(case))) for case in cases]
    assert any(answer is None for answer, _ in found)
    assert all(answer in {None, whole} for answer, whole in found)


def test_a_course_passed_matters_only_where_an_outcome_could_give_to_it(basis):
    case = next(case for case in drawn_cases(basis, 50) if len(taken_apart(case)[2]) == 1)
    reached = {pour.sink for each in taken_apart(case)[2][0].held for pour in each.appraisal.pours}
    other = next(course.code for course in case.programme.courses if course.code not in reached)
    passing = [frozenset({other}), frozenset({min(reached)})]
    keys = [
        taken_apart(replace(case, learner=replace(case.learner, passed_courses=passed)))[2][0].key
        for passed in (frozenset(), *passing)
    ]
    assert keys[0] == keys[1] != keys[2]


def test_how_long_one_outcome_alone_lives_does_not_matter(basis):
    case = next(case for case in drawn_cases(basis, 50) if len(case.outcomes) == 1 and taken_apart(case)[2])
    older = replace(case.outcomes[0], awarded_on=case.outcomes[0].awarded_on.replace(year=ON.year - 1))
    assert taken_apart(replace(case, outcomes=(older,)))[2][0].key == taken_apart(case)[2][0].key


def test_what_looks_at_the_total_is_not_taken_apart(basis):
    case = next(case for case in drawn_cases(basis, 400) if len(taken_apart(case)[2]) > 1)
    rounded = replace(case, book=replace(case.book, rounding_place=RoundingPlace.TOTAL))
    aiming = replace(case, programme=replace(case.programme, aim=Aim.REQUIREMENTS))
    for each in (rounded, aiming):
        _, composed, parts = taken_apart(each)
        assert parts == [composed]


def test_who_has_nothing_gets_nothing_and_that_is_proven():
    answer = together([], 100)
    assert answer == Portion(100).answer
    assert (answer.certain, answer.possible, answer.greedy, answer.is_optimal) == (0, 0, 0, True)


def test_a_part_not_proven_leaves_the_whole_open():
    assert together([Portion(100, certain=100), Portion(100, certain=200, is_optimal=False)], 100) is None
