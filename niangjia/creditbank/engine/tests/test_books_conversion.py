"""The whole path: rule book, programme and record go in; courses freed, what is left and what is spent come out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import (
    Case,
    CategoryFloor,
    DecidedBy,
    GateRow,
    KindSetting,
    Learner,
    LimitKind,
    LimitRow,
    NeverRow,
    OutcomeKind,
    PackageRow,
    PackageTake,
    PostedCourse,
    PostedLine,
    Prize,
    Recognition,
    RelationKind,
    RelationRow,
    RoundingPlace,
)
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.conversion import Conversion, SolversDisagreeError, ask_twice, convert
from niangjia.creditbank.engine.lines import ClaimedLine, allocation_of
from niangjia.creditbank.engine.plan import CourseVerdict, OutcomeUse, Plan
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import Cover, Remainder, Rounding, Side
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    IS_TRAINING,
    LATHE,
    book,
    by_hours,
    case,
    certificate,
    competition,
    course,
    frees,
    pool,
    programme,
    training,
    worked_example,
    worth,
)


def given(plan: Plan) -> dict[tuple[str, str], Fraction]:
    """Who gave how much to what."""
    return {(line.outcome, line.course): line.amount for line in plan.lines}


def credited(plan: Plan) -> dict[str, Decimal]:
    return {code: each.credited for code, each in plan.courses.items() if each.credited}


def verdicts(plan: Plan) -> dict[str, str]:
    return {code: each.verdict.value for code, each in plan.courses.items()}


def test_the_worked_example_of_the_model() -> None:
    """11.0 credits; C frees 1, A frees 2 and gives 2.0 to the electives, D frees 3; 684 credit-months, four lines."""
    found = convert(worked_example())
    plan = found.certain
    assert found.optimal
    assert given(plan) == {("C", "1"): 4, ("A", "2"): 3, ("A", "P"): 2, ("D", "3"): 2}
    assert credited(plan) == {"1": Decimal(4), "2": Decimal(3), "3": Decimal(2), "P": Decimal(2)}
    assert [(tier.name, Fraction(tier.value, 900)) for tier in plan.allocation.tiers][:2] == [
        ("credited", 11),
        ("credit_months", 684),
    ]
    assert (plan.outcomes["A"].left, plan.outcomes["E"].left, plan.outcomes["C"].left) == (3, 2, 0)
    assert plan.outcomes["B"].use is OutcomeUse.EXCLUDED
    assert plan.outcomes["B"].other == "A"
    assert verdicts(plan) == {"1": "freed", "2": "freed", "3": "freed", "P": "partly"}
    totals = plan.totals
    assert (totals.recognised, totals.to_study, totals.residency, totals.recognisable) == (11, 9, 9, 11)
    assert totals.by_kind == {Recognition.EXEMPTION: 11}


def test_the_order_of_the_input_does_not_matter() -> None:
    asked = worked_example()
    shuffled = Random(7)
    rows, outcomes, courses = list(asked.book.rows), list(asked.outcomes), list(asked.programme.courses)
    for each in (rows, outcomes, courses):
        shuffled.shuffle(each)
    other = replace(
        asked,
        book=replace(asked.book, rows=tuple(rows)),
        programme=replace(asked.programme, courses=tuple(courses)),
        outcomes=tuple(outcomes),
    )
    assert convert(other).certain.lines == convert(asked).certain.lines


def posted(found: Conversion, decision: str) -> Case:
    """The case once its certain plan is posted."""
    plan = found.certain
    first = {key: each.lines[0] for key, each in plan.outcomes.items() if each.lines}
    lost = {id(line): plan.outcomes[key].lost for key, line in first.items()}
    lines = tuple(
        PostedLine(decision, line.outcome, line.course, line.amount, line.amount + lost.get(id(line), 0), line.row, "h")
        for line in plan.lines
    )
    courses = tuple(PostedCourse(decision, code, each) for code, each in credited(plan).items())
    return replace(found.case, history=found.case.history + lines, credited=found.case.credited + courses)


def test_what_is_posted_leaves_nothing_more() -> None:
    again = convert(posted(convert(worked_example()), "d1")).certain
    assert again.lines == ()
    assert verdicts(again) == {"1": "recorded", "2": "recorded", "3": "recorded", "P": "left"}
    assert (again.totals.recorded, again.totals.to_study) == (11, 9)


def test_three_trainings_of_six_hours_are_one_credit() -> None:
    """Family 1: exact thirds; cut to hundredths first they would be 0.99, and 0.5 in halves."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    major = programme(course("1", "1"))
    trainings = [training(key, 6) for key in "TUV"]
    plan = convert(case(rules, major, *trainings)).certain
    assert credited(plan) == {"1": Decimal(1)}
    assert given(plan) == {(key, "1"): Fraction(1, 3) for key in "TUV"}
    assert credited(convert(case(rules, major, *trainings[:2])).certain) == {}


def test_rounding_in_the_learners_favour_fills_a_course() -> None:
    """50 hours are 2.78 credits: in halves, half up, that is 3.0; floored it is 2.5 and frees nothing."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    asked = case(rules, programme(course("1", "3")), training("T", 50))
    assert credited(convert(asked).certain) == {}
    half_up = replace(asked, book=replace(rules, rounding=Rounding.HALF_UP))
    assert credited(convert(half_up).certain) == {"1": Decimal(3)}


def test_a_total_in_whole_units() -> None:
    """Two pools get 1 1/9 and 0.5: together 1.6 in hundredths, cut to 1.5 where the book rounds the total."""
    rules = book(
        valuations=(by_hours("V"),), rows=(frees("R1", "P"), frees("R2", "Q")), rounding_place=RoundingPlace.TOTAL
    )
    major = programme(pool("P", "9", "0.1"), pool("Q", "0.5", "0.1"))
    plan = convert(case(rules, major, training("T", 29))).certain
    assert plan.totals.recognised == Decimal("1.5")


def test_the_remainder_is_kept_lost_or_spills() -> None:
    """Family 6: a prize of 4 credits, whole, frees a course of 3; the rest is lost unless electives may take it."""
    setting = KindSetting(OutcomeKind.COMPETITION, fan_out=1, remainder=Remainder.LOST)
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R1", "1"),), kinds=(setting,))
    major = programme(course("1", "3"), pool("P", "9"))
    whole = convert(case(rules, major, competition("C", 4, Prize.FIRST))).certain.outcomes["C"]
    assert (whole.given, whole.consumed, whole.lost, whole.left) == (3, 4, 1, 0)
    divisible = replace(rules, kinds=())
    kept = convert(case(divisible, major, competition("C", 4, Prize.FIRST))).certain.outcomes["C"]
    assert (kept.given, kept.consumed, kept.left) == (3, 3, 1)
    spills = replace(divisible, rows=(*rules.rows, frees("R2", "P", spill=True)))
    plan = convert(case(spills, major, competition("C", 4, Prize.FIRST))).certain
    assert credited(plan) == {"1": Decimal(3), "P": Decimal(1)}


def test_a_remainder_spills_only_beside_another_use() -> None:
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "P", spill=True),))
    assert convert(case(rules, programme(pool("P", "9")), competition("C", 4, Prize.FIRST))).certain.lines == ()


def test_one_frees_several_and_several_free_one() -> None:
    """Family 7."""
    rules = book(valuations=(worth("V", "6", IS_CERTIFICATE), by_hours("W")), rows=(frees("R", "1", "2", "3"),))
    major = programme(course("1", "2"), course("2", "4"), course("3", "3", contributors=1))
    assert credited(convert(case(rules, major, certificate("A", 4))).certain) == {"1": Decimal(2), "2": Decimal(4)}
    halves = [training(key, 27) for key in "TU"]
    only = replace(major, courses=major.courses[2:])
    assert credited(convert(case(rules, only, *halves)).certain) == {}
    together = replace(only, courses=(replace(only.courses[0], contributors=None),))
    assert credited(convert(case(rules, together, *halves)).certain) == {"3": Decimal(3)}


def test_a_course_may_be_topped_up_in_part() -> None:
    """45 hours are 2.5 of 3.0 credits; with part cover the course is credited in part, not freed."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    full = programme(course("1", "3"))
    part = programme(course("1", "3", cover=Cover.PART, least_part=Decimal(1)))
    assert verdicts(convert(case(rules, full, training("T", 45))).certain) == {"1": "left"}
    plan = convert(case(rules, part, training("T", 45))).certain
    assert (verdicts(plan), plan.courses["1"].left) == ({"1": "partly"}, Decimal("0.5"))


def test_a_package_of_two_for_two() -> None:
    """A certificate (4 credits of it) and a training together free 1 (4.0) and 2 (3.0), all or nothing."""
    takes = (PackageTake(IS_CERTIFICATE, Decimal(4)), PackageTake(IS_TRAINING))
    rules = book(
        valuations=(worth("V", "5", IS_CERTIFICATE), by_hours("W")),
        packages=(PackageRow("P1", "第六条", takes, ("1", "2"), mark="合格"),),
    )
    major = programme(course("1", "4"), course("2", "3"))
    asked = case(rules, major, certificate("A", 4, standard_value=500), training("T", 18, standard_value=100))
    plan = convert(asked).certain
    assert credited(plan) == {"1": Decimal(4), "2": Decimal(3)}
    assert plan.courses["1"].mark == "合格"
    assert {line.row for line in plan.lines} == {"P1"}
    assert sum(line.amount for line in plan.lines) == 7
    assert (plan.outcomes["A"].consumed, plan.outcomes["A"].standard) == (4, 400)
    assert (plan.outcomes["T"].consumed, plan.outcomes["T"].standard) == (1, 100)
    assert convert(replace(asked, outcomes=asked.outcomes[:1])).certain.lines == ()


def test_caps_of_every_kind_hold() -> None:
    """Family 8: certificates ≤ 6, at most two courses, at most 40 % of the programme, the lower of two."""
    rules = book(valuations=(worth("V", "5", IS_CERTIFICATE), by_hours("W")), rows=(frees("R", *"1234"),))
    major = programme(*(course(code, "3") for code in "1234"), total="20")
    outcomes = [certificate(key, 4, occupation=f"6-18-01-0{number}") for number, key in enumerate("AB")]
    asked = case(rules, major, *outcomes, training("T", 108))
    source, sink = Side.SOURCE, Side.SINK

    def recognised(*limits: LimitRow) -> Decimal:
        return convert(replace(asked, book=replace(rules, limits=limits))).certain.totals.recognised

    certificates = LimitRow("L1", "十一", "证书", LimitKind.AMOUNT, source, IS_CERTIFICATE, credits=Decimal(4))
    share = LimitRow("L2", "十一", "总量", LimitKind.SHARE_OF_PROGRAMME, sink, part=2, whole=5)
    courses = LimitRow("L3", "十一", "门数", LimitKind.COURSE_COUNT, sink, count=3)
    number = LimitRow("L4", "十一", "证书数", LimitKind.OUTCOME_COUNT, source, IS_CERTIFICATE, count=1)
    half = LimitRow("L5", "十一", "证书占比", LimitKind.SHARE_OF_RECOGNISED, source, IS_CERTIFICATE, part=1, whole=4)
    assert recognised() == 12
    assert recognised(certificates) == 9
    assert recognised(share) == 6
    assert recognised(courses) == 9
    assert recognised(number) == 9
    assert recognised(half) == 6
    assert recognised(certificates, share) == 6


def test_a_category_minimum_is_reported_never_forced() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    major = programme(
        course("1", "2", "公共课"), course("2", "4", "公共课"), floors=(CategoryFloor("公共课", Decimal(5)),)
    )
    asked = case(rules, major, training("T", 36))
    assert convert(asked).certain.totals.shortfalls == (("公共课", Decimal(3)),)
    assert convert(replace(asked, learner=Learner("w", passed_courses=frozenset("2")))).certain.totals.shortfalls == ()


def test_never_and_gates_say_why_nothing_comes() -> None:
    """Families 10 and 13."""
    never = NeverRow("N", "第十二条", IS_COMPETITION)
    gate = GateRow("G", "第二条", fact("is_enrolled").is_true(), "在籍")
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "1"),), never=(never,), gates=(gate,))
    asked = case(rules, programme(course("1", "3"), course("PE", "2", never=True)), competition("C", 4, Prize.FIRST))
    plan = convert(asked).certain
    assert plan.outcomes["C"].standing.obstacle is Obstacle.NEVER
    assert plan.courses["PE"].verdict is CourseVerdict.NEVER
    allowed = replace(asked, outcomes=(certificate("A", 4),))
    assert credited(convert(allowed).certain) == {"1": Decimal(3)}
    assert convert(replace(allowed, learner=Learner("w", is_enrolled=False))).certain.lines == ()


def test_an_expired_certificate_frees_nothing() -> None:
    """Family 5: five years by the accepter; the training that dies first is spent first."""
    rules = book(
        valuations=(worth("V", "3"),),
        rows=(frees("R", "1"),),
        kinds=(KindSetting(OutcomeKind.SKILL_CERTIFICATE, shelf_life_months=60),),
    )
    major = programme(course("1", "3"))
    old = certificate("A", 4, awarded_on=date(2021, 5, 7))
    assert convert(case(rules, major, old)).certain.outcomes["A"].standing.obstacle is Obstacle.EXPIRED
    last_day = certificate("B", 4, awarded_on=date(2021, 5, 8))
    fresh = certificate("C", 4, awarded_on=date(2026, 1, 1), occupation="6-18-02-01")
    assert set(given(convert(case(rules, major, fresh, last_day)).certain)) == {("B", "1")}


def test_a_training_counts_inside_the_certificate_that_it_led_to() -> None:
    """Family 11: the certificate gives 3.0 and the training of 2.0 lies inside it: together 3.0, not 5.0."""
    row = RelationRow("X", "第八条", RelationKind.TRAINING_INSIDE_CERTIFICATE)
    rules = book(
        valuations=(worth("V", "3", IS_CERTIFICATE), by_hours("W")), rows=(frees("R", "1", "2"),), relations=(row,)
    )
    major = programme(course("1", "3"), course("2", "2"))
    outcomes = certificate("A", 4), training("T", 36, occupation=LATHE, awarded_on=date(2024, 6, 1))
    assert convert(case(rules, major, *outcomes)).certain.totals.recognised == 3
    assert convert(case(replace(rules, relations=()), major, *outcomes)).certain.totals.recognised == 5


def test_what_a_panel_could_add_stands_apart() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R1", "1"), frees("R2", "2", decided_by=DecidedBy.PANEL)))
    found = convert(case(rules, programme(course("1", "2"), course("2", "2")), training("T", 72)))
    assert (credited(found.certain), credited(found.possible)) == (
        {"1": Decimal(2)},
        {"1": Decimal(2), "2": Decimal(2)},
    )


def test_no_attendance_and_no_exam_stand_beside() -> None:
    """免听 for a course that is left to be studied; none for one that is freed."""
    rules = book(
        valuations=(by_hours("V"),),
        rows=(frees("R1", "1"), frees("R2", "1", "2", recognition=Recognition.NO_ATTENDANCE)),
    )
    found = convert(case(rules, programme(course("1", "2"), course("2", "2")), training("T", 36)))
    assert [(each.course, each.row.recognition) for each in found.beside] == [("2", Recognition.NO_ATTENDANCE)]
    assert found.certain.totals.recognised == 2


def test_the_lot_pays_its_share_rounded_up_or_the_whole() -> None:
    """The bank gave 7.00 standard credits for what the book values at 3.0: 1.0 of it costs 2.34, all of it 7.00."""
    rules = book(valuations=(worth("V", "3"),), rows=(frees("R", "1", "2"),))
    lot = certificate("A", 4, standard_value=700)
    one = convert(case(rules, programme(course("1", "1")), lot)).certain.outcomes["A"]
    assert (one.consumed, one.standard) == (1, 234)
    whole = convert(case(rules, programme(course("1", "3")), lot)).certain.outcomes["A"]
    assert (whole.consumed, whole.standard) == (3, 700)


def test_several_marks_on_one_course_become_the_least() -> None:
    rules = book(
        valuations=(by_hours("V"),),
        rows=(
            frees("R1", "1", when=all_of(fact("score").at_least(Decimal(80))), mark="90"),
            frees("R2", "1", when=all_of(fact("score").less_than(Decimal(80))), mark="70"),
        ),
    )
    trainings = training("T", 36, score=Decimal(85)), training("U", 18, score=Decimal(75))
    found = convert(case(rules, programme(course("1", "3")), *trainings)).certain.courses["1"]
    assert (found.mark, found.recognition) == ("70", Recognition.EXEMPTION)


def test_a_claim_kept_as_lines_is_the_same_allocation() -> None:
    for asked in (worked_example(), replace(worked_example(), outcomes=worked_example().outcomes[::2])):
        found = convert(asked)
        kept = [ClaimedLine(line.outcome, line.course, line.row, line.grain_amount) for line in found.certain.lines]
        prepared = prepare(asked, grain_multiple=found.prepared.grain)
        again = allocation_of(prepared.certain, kept)
        assert replace(found.certain.allocation, tiers=again.tiers) == again
        assert not again.optimal
        assert check(prepared.certain, again) == ()


def test_a_claim_that_no_longer_holds_is_found_out() -> None:
    asked = worked_example()
    kept = [
        ClaimedLine(line.outcome, line.course, line.row, line.grain_amount) for line in convert(asked).certain.lines
    ]
    spent = replace(asked, history=(PostedLine("d", "A", "2", Decimal(3), Decimal(3), "R1", "h"),))
    problem = prepare(spent).certain
    assert check(problem, allocation_of(problem, kept)) != ()


def test_what_two_solvers_prove_alike_may_be_claimed() -> None:
    ask_twice(convert(worked_example()))


def test_an_answer_that_the_other_solver_refutes_may_not_be_claimed() -> None:
    found = convert(worked_example())
    plan = found.certain
    worse = replace(plan.allocation, poured=plan.allocation.poured[:-1])  # still claims that all is proven
    with pytest.raises(SolversDisagreeError):
        ask_twice(replace(found, certain=replace(plan, allocation=worse)))
