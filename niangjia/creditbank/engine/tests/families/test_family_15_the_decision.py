"""Family 15: the decision. Catalogue or panel, deadlines, public notice, appeal, and what a revocation undoes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.core.workdays import PeriodUnit
from niangjia.core.workdays.tests.calendars import published_calendar
from niangjia.creditbank.engine.books import DecidedBy, RuleBook
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
from niangjia.creditbank.engine.timetable import timetable_of

CLAIMED, DECIDED = date(2026, 3, 2), date(2026, 3, 12)


def test_a_row_decides_by_catalogue_or_asks_a_panel() -> None:
    """Course 1 is certain; course 2 only if the panel grants it."""
    rules = book(
        valuations=(worth("V", "7"),),
        rows=(frees("R1", "1"), frees("R2", "2", decided_by=DecidedBy.PANEL)),
    )
    conversion = convert(case(rules, programme(course("1", "4"), course("2", "3")), certificate("A", 4)))
    assert (conversion.certain.totals.recognised, conversion.possible.totals.recognised) == (4, 7)


def last_days(rules: RuleBook, claimed_on: date, decided_on: date | None = None) -> list[date | None]:
    """The last days to decide, of the public notice, and to appeal."""
    found = timetable_of(rules, published_calendar(), claimed_on=claimed_on, decided_on=decided_on)
    return [None if each is None else each.last_day for each in (found.decide, found.notice, found.appeal)]


def test_deadline_notice_and_appeal_follow_each_other() -> None:
    """15 days to decide, 7 days in public notice, then 10 days to appeal: 29 March is a Sunday and rolls to Monday."""
    rules = book(decide_days=15, notice_days=7, appeal_days=10, appeal_to="安庆市教育局")
    assert last_days(rules, CLAIMED) == [date(2026, 3, 17), None, None]
    assert last_days(rules, CLAIMED, DECIDED) == [date(2026, 3, 17), date(2026, 3, 19), date(2026, 3, 30)]
    assert timetable_of(rules, published_calendar(), claimed_on=CLAIMED).appeal_to == "安庆市教育局"


def test_another_book_counts_working_days() -> None:
    """5 working days from Thursday 12 March run to the 19th.

    From 13 February: Saturday the 14th is worked, 15 to 23 are the spring festival, and the fifth day is the 27th.
    """
    rules = book(notice_days=5, days_in=PeriodUnit.WORKING_DAYS)
    assert last_days(rules, CLAIMED, DECIDED) == [None, date(2026, 3, 19), None]
    assert last_days(rules, CLAIMED, date(2026, 2, 13)) == [None, date(2026, 2, 27), None]


def test_without_public_notice_the_appeal_begins_with_the_decision() -> None:
    rules = book(appeal_days=11, appeal_to="安庆市教育局")
    assert last_days(rules, CLAIMED, DECIDED) == [None, None, date(2026, 3, 23)]
    assert last_days(book(), CLAIMED, DECIDED) == [None, None, None]


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
