"""From a rule book, a programme and a record to the allocation problem."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from niangjia.core.conditions import all_of, fact
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import (
    CertificateClass,
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
    Recognition,
    RelationKind,
    RelationRow,
    RoundingPlace,
)
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Cover,
    Exclusion,
    Outcome,
    Overlap,
    Package,
    Pour,
    Remainder,
    Rounding,
    Side,
    Sink,
    SinkKind,
)
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    LATHE,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    pool,
    programme,
    training,
    worked_example,
    worth,
)
from niangjia.creditbank.engine.validation import validate


def test_the_worked_example_becomes_the_problem_of_the_model() -> None:
    problem = prepare(worked_example()).certain
    validate(problem)
    assert problem.grain == 900  # 1/100 and 18 hours a credit
    assert problem.outcomes == (
        Outcome("A", 7200, 7200, 3),
        Outcome("B", 4500, 4500, 3),
        Outcome("C", 3600, 3600, 1, Remainder.LOST, 18),
        Outcome("D", 1800, 1800, None, Remainder.KEPT, 6),
        Outcome("E", 1800, 1800, None, Remainder.KEPT, 30),
    )
    assert problem.sinks == (
        Sink("1", 3600, 3600, contributors=1, category="专业课"),
        Sink("2", 2700, 2700, category="专业课"),
        Sink("3", 1800, 1800, category="专业课"),
        Sink("P", 2700, 2700, SinkKind.POOL, Cover.PART, 450, step=450, category="选修课"),
    )
    assert {(pour.outcome, pour.sink, pour.spill) for pour in problem.pours} == {
        *((outcome, sink, False) for outcome in "ABC" for sink in "12"),
        ("D", "3", False),
        ("E", "3", False),
        ("A", "P", True),
        ("C", "P", True),
    }
    assert set(problem.limits) == {
        AmountCap("residency", Side.SINK, frozenset("123P"), 9900),
        AmountCap("L1", Side.SOURCE, frozenset("AB"), 5400),
        Exclusion("X1:6-18-01-01", Side.SOURCE, frozenset("AB")),
    }


def test_a_posted_decision_narrows_what_is_left() -> None:
    """Four of the lathe certificate's eight credits went to course 1."""
    full = worked_example()
    posted = replace(full, history=(PostedLine("d1", "A", "1", Decimal(4), Decimal(4), "R1", "hash"),))
    prepared = prepare(posted)
    problem = prepared.certain
    assert next(each for each in problem.outcomes if each.id == "A") == Outcome(
        "A", 3600, 7200, 2, life_months=120, used_before=True
    )
    assert [sink.id for sink in problem.sinks] == ["2", "3", "P"]
    assert {limit.name: limit.room for limit in problem.limits if isinstance(limit, AmountCap)} == {
        "residency": 6300,
        "L1": 1800,
    }
    assert prepared.standings.courses["1"].obstacle is Obstacle.COURSE_RECORDED
    assert prepared.standings.outcomes["B"].obstacle is Obstacle.COUNTED_ALREADY
    assert prepared.standings.outcomes["B"].other == "A"


def test_the_lot_says_what_is_left_of_an_outcome() -> None:
    """The bank gave 6.00 standard credits, 2.50 are left; the book's value is 8.0: 8.0 × 2.50 / 6.00 = 3.3333."""
    full = worked_example()
    lot = certificate("A", 4, standard_value=600, balance=250)
    prepared = prepare(replace(full, outcomes=(lot,)))
    assert prepared.standings.outcomes["A"].spendable == Fraction(10, 3)
    assert prepared.certain.outcomes[0].amount == 3000


def test_only_kinds_that_give_credit_are_candidates() -> None:
    rules = book(
        valuations=(by_hours("V"),),
        rows=(frees("R1", "1"), frees("R2", "1", recognition=Recognition.NO_ATTENDANCE)),
    )
    prepared = prepare(case(rules, programme(course("1", "2")), training("T", 36)))
    assert [pour.row for pour in prepared.certain.pours] == ["R1"]
    assert [(each.row.id, each.outcome, each.course) for each in prepared.beside] == [("R2", "T", "1")]


def test_a_panel_row_is_possible_but_not_certain() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R1", "1", decided_by=DecidedBy.PANEL),))
    prepared = prepare(case(rules, programme(course("1", "2")), training("T", 36)))
    assert prepared.certain.pours == ()
    assert prepared.possible.pours == (Pour("T", "1", "R1"),)


def test_a_certificate_below_the_level_of_the_course_frees_nothing() -> None:
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R1", "1", "2"),))
    major = programme(course("1", "2", level=Decimal("3.5")), course("2", "2", level=Decimal(3)))
    prepared = prepare(case(rules, major, certificate("A", 3), training("T", 36)))
    assert {(pour.outcome, pour.sink) for pour in prepared.certain.pours} == {("A", "2"), ("T", "1"), ("T", "2")}


def test_an_outcome_may_be_asked_to_be_worth_as_much_as_the_course() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R1", "1", "2", "P", not_above_own_value=True),))
    major = programme(course("1", "2"), course("2", "2.5"), pool("P", "9"))
    prepared = prepare(case(rules, major, training("T", 36)))
    assert [pour.sink for pour in prepared.certain.pours] == ["1", "P"]


def test_what_is_never_recognised_is_no_candidate() -> None:
    rules = book(
        valuations=(worth("V", "4"),),
        rows=(frees("R1", "1", categories=("政治课", "专业课")),),
        never=(NeverRow("N1", "第十二条", fact("certificate_class").equals("experience")),),
    )
    major = programme(course("1", "2"), course("2", "2"), course("PE", "2", "政治课", never=True))
    lived = certificate("A", 4, certificate_class=CertificateClass.EXPERIENCE)
    prepared = prepare(case(rules, major, lived, certificate("B", 4, occupation="6-18-02-01")))
    assert {(pour.outcome, pour.sink) for pour in prepared.certain.pours} == {("B", "1"), ("B", "2")}
    assert prepared.standings.outcomes["A"].obstacle is Obstacle.NEVER
    assert prepared.standings.outcomes["A"].because == rules.never[0]
    assert prepared.standings.courses["PE"].obstacle is Obstacle.COURSE_NEVER


def test_passed_courses_and_their_namesakes_leave() -> None:
    rules = book(
        valuations=(by_hours("V"),),
        rows=(frees("R1", "1", "2", "3"),),
        relations=(RelationRow("X", "第八条", RelationKind.SAME_COURSE_NAME),),
    )
    major = programme(
        course("1", "2", name="高等数学 I"),
        course("2", "2", name="高等数学（一）"),
        course("3", "2", name="高等数学二"),
    )
    learner = Learner("w", passed_courses=frozenset({"1"}))
    prepared = prepare(case(rules, major, training("T", 72), learner=learner))
    assert [pour.sink for pour in prepared.certain.pours] == ["3"]
    assert prepared.standings.courses["1"].obstacle is Obstacle.COURSE_PASSED
    assert prepared.standings.courses["2"].obstacle is Obstacle.SAME_COURSE


def test_an_outcome_does_not_pour_back_into_the_programme_that_it_was_made_from() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R1", "1"),))
    prepared = prepare(case(rules, programme(course("1", "2")), training("T", 36, made_from=("SK",))))
    assert prepared.certain.pours == ()
    assert prepared.standings.outcomes["T"].obstacle is Obstacle.MADE_FROM_HERE


def test_a_shut_gate_empties_the_problem() -> None:
    gate = GateRow("G1", "第二条", fact("is_enrolled").is_true(), "在籍")
    rules = book(valuations=(by_hours("V"),), rows=(frees("R1", "1"),), gates=(gate,))
    major = programme(course("1", "2"))
    assert prepare(case(rules, major, training("T", 36))).certain.pours == (Pour("T", "1", "R1"),)
    prepared = prepare(case(rules, major, training("T", 36), learner=Learner("w", is_enrolled=False)))
    assert prepared.certain.pours == ()
    assert prepared.standings.shut_gates == (gate,)


def test_several_outcomes_together_free_several_courses() -> None:
    """A certificate of 4 credits and any 36 hours of training free courses 1 and 2 together."""
    takes = (PackageTake(IS_CERTIFICATE, Decimal(4)), PackageTake(IS_TRAINING))
    rules = book(
        valuations=(worth("V1", "5", IS_CERTIFICATE), by_hours("V2")),
        packages=(PackageRow("P1", "第六条", takes, ("1", "2")),),
    )
    major = programme(course("1", "4"), course("2", "2"))
    problem = prepare(case(rules, major, certificate("A", 4), training("T", 36), training("U", 18))).certain
    gives = (("1", 3600), ("2", 1800))
    assert set(problem.packages) == {
        Package("P1", (("A", 3600), ("T", 1800)), gives),
        Package("P1", (("A", 3600), ("U", 900)), gives),
    }


def test_training_inside_a_certificate_counts_within_it() -> None:
    row = RelationRow("X", "第八条", RelationKind.TRAINING_INSIDE_CERTIFICATE, within_months=12)
    rules = book(
        valuations=(worth("V1", "5", IS_CERTIFICATE), by_hours("V2")), rows=(frees("R", "1"),), relations=(row,)
    )
    outcomes = (
        certificate("A", 4, awarded_on=date(2025, 5, 1)),
        training("T", 36, occupation=LATHE, awarded_on=date(2024, 6, 1)),
        training("OLD", 36, occupation=LATHE, awarded_on=date(2024, 4, 1)),
        training("LATER", 36, occupation=LATHE, awarded_on=date(2025, 6, 1)),
    )
    limits = prepare(case(rules, programme(course("1", "9")), *outcomes)).certain.limits
    assert [limit for limit in limits if isinstance(limit, Overlap)] == [Overlap("X:A+T", "A", "T", 4500)]


def test_a_used_up_certificate_goes_on_holding_its_training() -> None:
    row = RelationRow("X", "第八条", RelationKind.TRAINING_INSIDE_CERTIFICATE)
    rules = book(
        valuations=(worth("V1", "5", IS_CERTIFICATE), by_hours("V2")), rows=(frees("R", "1"),), relations=(row,)
    )
    outcomes = certificate("A", 4), training("T", 36, occupation=LATHE, awarded_on=date(2024, 6, 1))
    history = (PostedLine("d", "A", "2", Decimal(4), Decimal(5), "R", "hash"),)
    limits = prepare(case(rules, programme(course("1", "9")), *outcomes, history=history)).certain.limits
    assert AmountCap("X:A+T", Side.SOURCE, frozenset("T"), 0) in limits


def test_shares_and_counts_become_caps() -> None:
    """A third of 80 credits; a quarter of five courses; two certificates, one of them used already."""
    source, sink = Side.SOURCE, Side.SINK
    rules = book(
        valuations=(worth("V1", "5"),),
        rows=(frees("R", "1", "2", "3", "4", "5"),),
        limits=(
            LimitRow("L1", "第十一条", "总量", LimitKind.SHARE_OF_PROGRAMME, sink, part=1, whole=3),
            LimitRow("L2", "第十一条", "门数", LimitKind.COURSE_COUNT, sink, part=1, whole=4),
            LimitRow("L3", "第十一条", "证书数", LimitKind.OUTCOME_COUNT, source, IS_CERTIFICATE, count=2),
        ),
    )
    outcomes = [certificate(key, 4, occupation=f"6-18-01-0{position}") for position, key in enumerate("ABC")]
    history = (PostedLine("d", "A", "5", Decimal(2), Decimal(2), "R", "hash"),)
    major = programme(*(course(code, "2") for code in "12345"))
    limits = {limit.name: limit for limit in prepare(case(rules, major, *outcomes, history=history)).certain.limits}
    assert limits["L1"] == AmountCap("L1", sink, frozenset("1234"), 2466)  # 80/3 − 2 = 24.66 in 1/100
    assert limits["L2"] == CountCap("L2", sink, frozenset("1234"), 0)
    assert limits["L3"] == CountCap("L3", source, frozenset("BC"), 1)


def test_what_a_decision_credited_is_taken_from_it_where_it_says_so() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "P"),))
    line = PostedLine("d", "T", "P", Fraction(4, 3), Fraction(4, 3), "R", "hash")
    asked = case(rules, programme(pool("P", "3")), training("T", 36), history=(line,))
    assert prepare(asked).certain.sinks[0].need == 1800  # 4/3 credit floored to 1.0
    stated = replace(asked, credited=(PostedCourse("d", "P", Decimal("1.5")),))
    assert prepare(stated).certain.sinks[0].need == 1350


def test_rounding_stands_where_the_book_puts_it() -> None:
    """20 hours at 18 a credit in halves: 1.0 where outcomes are rounded; 1 1/9 where courses are."""
    major = programme(pool("P", "3"))
    asked = case(book(valuations=(by_hours("V"),), rows=(frees("R", "P"),)), major, training("T", 20))
    problem = prepare(asked).certain
    assert (problem.outcomes[0].amount, problem.sinks[0].step, problem.sinks[0].rounding) == (1000, 450, Rounding.FLOOR)
    by_outcome = replace(asked, book=replace(asked.book, rounding_place=RoundingPlace.OUTCOME))
    assert prepare(by_outcome).certain.outcomes[0].amount == 900
    by_total = replace(asked, book=replace(asked.book, rounding_place=RoundingPlace.TOTAL))
    assert prepare(by_total).certain.sinks[0].step == 9


def test_a_book_outside_its_time_or_programme_is_refused() -> None:
    rules = book(valuations=(by_hours("V"),), effective_to=date(2026, 5, 7))
    with pytest.raises(Refusal, match="rule_book_not_in_force"):
        prepare(case(rules, programme()))
    with pytest.raises(Refusal, match="rule_book_other_programme"):
        prepare(case(book(programmes=("JD",)), programme()))
    with pytest.raises(Refusal, match="id_twice"):
        prepare(case(book(), programme(), training("T", 36), training("T", 18)))


def test_fan_out_counts_what_history_used() -> None:
    rules = book(
        valuations=(by_hours("V"),),
        rows=(frees("R", "1", "2", "3"),),
        kinds=(KindSetting(OutcomeKind.TRAINING, fan_out=2),),
    )
    major = programme(*(course(code, "1") for code in "123"))
    history = tuple(PostedLine("d", "T", code, Decimal(1), Decimal(1), "R", "hash") for code in "12")
    asked = case(rules, major, training("T", 90))
    assert prepare(replace(asked, history=history[:1])).certain.outcomes[0].fan_out == 1
    used_up = prepare(replace(asked, history=history))
    assert used_up.certain.outcomes == ()
    assert used_up.standings.outcomes["T"].obstacle is Obstacle.FAN_OUT_USED


def test_a_condition_over_course_and_outcome_together() -> None:
    when = all_of(IS_TRAINING, fact("subject").equals(fact("course_name")))
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", categories=("专业课",), when=when),))
    major = programme(course("1", "2", name="安全生产"), course("2", "2", name="工程制图"))
    prepared = prepare(case(rules, major, training("T", 36, subject="安全生产")))
    assert [pour.sink for pour in prepared.certain.pours] == ["1"]
