"""Family 15: the decision. Catalogue or panel, deadlines, public notice, appeal, and what a revocation undoes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.creditbank.engine.books import DecidedBy
from niangjia.creditbank.engine.cascade import cascade_of, left_after
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.engine.tests.families.reading import freed, posted
from niangjia.creditbank.engine.tests.samples import (
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    programme,
    training,
    worth,
)
from niangjia.creditbank.engine.timetable import Timetable, timetable_of

CLAIMED, DECIDED = date(2026, 3, 2), date(2026, 3, 12)


def test_a_row_decides_by_catalogue_or_asks_a_panel() -> None:
    """Course 1 is certain; course 2 only if the panel grants it."""
    rules = book(
        valuations=(worth("V", "7"),),
        rows=(frees("R1", "1"), frees("R2", "2", decided_by=DecidedBy.PANEL)),
    )
    conversion = convert(case(rules, programme(course("1", "4"), course("2", "3")), certificate("A", 4)))
    assert (conversion.certain.totals.recognised, conversion.possible.totals.recognised) == (4, 7)


def test_deadline_notice_and_appeal_follow_each_other() -> None:
    """15 days to decide, 7 days in public notice, then 10 days to appeal, to other people."""
    rules = book(decide_days=15, notice_days=7, appeal_days=10, appeal_to="安庆市教育局")
    assert timetable_of(rules, claimed_on=CLAIMED).decide_by == date(2026, 3, 17)
    assert timetable_of(rules, claimed_on=CLAIMED, decided_on=DECIDED) == Timetable(
        date(2026, 3, 17), date(2026, 3, 19), date(2026, 3, 29), "安庆市教育局"
    )


def test_without_public_notice_the_appeal_begins_with_the_decision() -> None:
    rules = book(appeal_days=10, appeal_to="安庆市教育局")
    assert timetable_of(rules, claimed_on=CLAIMED, decided_on=DECIDED).appeal_until == date(2026, 3, 22)
    assert timetable_of(book(), claimed_on=CLAIMED, decided_on=DECIDED) == Timetable()


def test_an_appeal_is_heard_by_other_people() -> None:
    codes = [each.code for each in proofread(book(appeal_days=10)).findings]
    assert codes == ["nobody_hears"]
    rules = book(appeal_days=10)
    same = proofread(replace(rules, appeal_to=rules.publisher))
    assert [each.is_error for each in same.findings if each.code == "same_hears"] == [False]


LINES = (
    posted("A", "1", "3", decision="D1"),
    posted("B", "1", "1", decision="D1"),
    posted("B", "2", "2", decision="D2"),
    posted("A", "3", "2", decision="D3"),
    posted("C", "4", "4", decision="D4"),
)


def test_a_revocation_undoes_whole_decisions_that_touched_the_outcome() -> None:
    """A is revoked: D1 and D3 go, with what B gave in D1; D2, where B stood alone, and D4 stay."""
    found = cascade_of(LINES, ("A",))
    assert found.decisions == ("D1", "D3")
    first, second = found.undone
    assert (first.returned, first.courses) == ((("B", Decimal(1)),), (("1", Decimal(4)),))
    assert (second.returned, second.courses) == ((), (("3", Decimal(2)),))
    assert [line.decision for line in left_after(LINES, found)] == ["D2", "D4"]


def test_a_revocation_of_something_never_spent_undoes_nothing() -> None:
    assert cascade_of(LINES, ("Z",)).undone == ()
    assert cascade_of(LINES, ("A", "C")).decisions == ("D1", "D3", "D4")


def test_what_is_left_after_a_revocation_still_holds() -> None:
    """B gets back what D1 took of it, and may be spent again; nothing is solved anew by the revocation itself."""
    rules = book(valuations=(worth("V1", "4"),), rows=(frees("R", "1", "2", "3", "4"),))
    major = programme(course("1", "4"), course("2", "2"), course("3", "2"), course("4", "4"))
    left = left_after(LINES, cascade_of(LINES, ("A",)))
    asked = case(rules, major, certificate("B", 4), history=left)
    assert freed(asked) == {"3": 2}


def test_a_panel_row_of_training_leaves_the_certain_plan_alone() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=IS_TRAINING, decided_by=DecidedBy.PANEL),))
    conversion = convert(case(rules, programme(course("1", "2")), training("T", 36)))
    assert (conversion.certain.lines, len(conversion.possible.lines)) == ((), 1)
