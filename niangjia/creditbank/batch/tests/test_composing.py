"""Problems put together from what is remembered are those that the engine prepares, learner by learner."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.batch.answering import answer_of, answers_of
from niangjia.creditbank.batch.composing import Composer
from niangjia.creditbank.batch.hashing import CaseHasher
from niangjia.creditbank.batch.populations.people import draw_learner
from niangjia.creditbank.batch.reading import held
from niangjia.creditbank.batch.tests.rows import row_of
from niangjia.creditbank.engine.books import Case, KindSetting, Learner, OutcomeKind, RoundingPlace
from niangjia.creditbank.engine.canonical import case_hash
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.workbooks.tests.test_pilot import ON, basis, record

__all__ = ["basis", "record"]


def drawn_cases(basis, count, seed=5):
    """Cases of a drawn population, their outcomes certified and untouched."""
    for number in range(count):
        made = draw_learner(seed, number, basis.programmes, ON)
        chance = Random(number)
        outcomes = tuple(
            replace(outcome, id=str(UUID(int=chance.getrandbits(128))), standard_value=300, balance=300)
            for outcome in made.outcomes
        )
        learner = Learner(str(UUID(int=number)), 20 + number % 40, True, made.enrolled_on, frozenset(made.passed))
        ordered = tuple(sorted(outcomes, key=lambda outcome: outcome.id))
        yield Case(learner, basis.programmes[made.programme], basis.book, ordered, on=ON)


def assert_composed_as_prepared(cases, book):
    composer = Composer(book, ON)
    for case in cases:
        composed = composer.compose(case.learner, case.programme, [row_of(each) for each in case.outcomes])
        problem, prepared = composer.problem(composed), prepare(case)
        assert in_order(problem) == in_order(prepared.possible)
        assert in_order(composer.without_panel(problem)) == in_order(prepared.certain)


def test_a_row_is_read_back_as_the_outcome(record):
    outcomes = [outcome for enrolment in record.enrolments() for outcome in enrolment.outcomes]
    assert [held(row_of(outcome)) for outcome in outcomes] == outcomes


def test_the_pilot_is_composed_as_prepared(basis, record):
    by_code = {programme.code: programme for programme in basis.programmes}
    cases = [
        Case(each.person.learner, by_code[each.person.programme], basis.book, each.outcomes, on=ON)
        for each in record.enrolments()
    ]
    assert len(cases) == 320
    assert_composed_as_prepared(cases, basis.book)


def test_a_drawn_population_is_composed_as_prepared(basis):
    assert_composed_as_prepared(drawn_cases(basis, 300), basis.book)


def changed_books(book):
    """The sample book changed in what the composer treats apart."""
    certificate = KindSetting(OutcomeKind.SKILL_CERTIFICATE, fan_out=2, swallow="held")
    kinds = (certificate, *(each for each in book.kinds if each.kind is not OutcomeKind.SKILL_CERTIFICATE))
    recent = fact("months_since_award").at_most(40)
    dated = tuple(replace(row, when=all_of(row.when, recent)) for row in book.rows[:10])
    yield "held swallows", replace(book, kinds=kinds)
    yield "asks for dates", replace(book, rows=(*dated, *book.rows[10:]))
    yield "rounds outcomes", replace(book, rounding_place=RoundingPlace.OUTCOME, step=Decimal("0.1"))
    yield (
        "odd hours",
        replace(
            book,
            valuations=tuple(
                replace(row, per=Decimal(7)) if row.measure == "hours" else row for row in book.valuations
            ),
        ),
    )
    yield (
        "no credit for training",
        replace(book, valuations=tuple(row for row in book.valuations if row.measure != "hours")),
    )


@pytest.mark.parametrize("change", range(5))
def test_under_changed_books_too(basis, change):
    _, book = list(changed_books(basis.book))[change]
    assert_composed_as_prepared((replace(case, book=book) for case in drawn_cases(basis, 60)), book)


def test_hashes_are_those_of_the_cases(basis):
    keyed = {programme.code: programme for programme in basis.programmes}
    hasher = CaseHasher(basis.book, keyed, ON)
    for case in drawn_cases(basis, 40):
        rows = [row_of(each) for each in case.outcomes]
        assert hasher.digest(case.learner, case.programme.code, rows) == case_hash(case)


def test_learners_of_one_key_have_one_answer(basis):
    composer, answers = Composer(basis.book, ON), {}
    for case in drawn_cases(basis, 200):
        composed = composer.compose(case.learner, case.programme, [row_of(each) for each in case.outcomes])
        if len(case.outcomes) < 3:
            answers.setdefault(composed.key, []).append(answer_of(convert(case)))
    shared = [each for each in answers.values() if len(each) > 1]
    assert sum(map(len, shared)) > 20
    assert all(len(set(each)) == 1 for each in shared)


def test_answers_are_those_of_single_conversions(basis):
    composer = Composer(basis.book, ON)
    cases = list(drawn_cases(basis, 60, seed=9))
    pairs = []
    for case in cases:
        rows = [row_of(each) for each in case.outcomes]
        problem = composer.problem(composer.compose(case.learner, case.programme, rows))
        pairs.append((composer.without_panel(problem), problem))
    assert [each.answer for each in answers_of(pairs, basis.book)] == [answer_of(convert(case)) for case in cases]


def test_the_total_is_cut_to_whole_units_as_in_single_conversions(basis):
    book = replace(basis.book, rounding_place=RoundingPlace.TOTAL, step=Decimal(1))
    composer = Composer(book, ON)
    cases = [replace(case, book=book) for case in drawn_cases(basis, 40, seed=11)]
    pairs = []
    for case in cases:
        rows = [row_of(each) for each in case.outcomes]
        problem = composer.problem(composer.compose(case.learner, case.programme, rows))
        pairs.append((composer.without_panel(problem), problem))
    assert [each.answer for each in answers_of(pairs, book)] == [answer_of(convert(case)) for case in cases]


def test_what_dies_today_counts_and_what_died_yesterday_does_not(basis):
    composer = Composer(basis.book, ON)
    case = next(case for case in drawn_cases(basis, 50) if convert(case).certain.lines)
    for days, counts in ((0, True), (-1, False)):
        ends = tuple(
            replace(each, expires_on=ON + timedelta(days=days), awarded_on=date(2026, 1, 1)) for each in case.outcomes
        )
        problem = composer.problem(composer.compose(case.learner, case.programme, [row_of(each) for each in ends]))
        assert in_order(problem) == in_order(prepare(replace(case, outcomes=ends)).possible)
        assert bool(problem.pours) is counts
