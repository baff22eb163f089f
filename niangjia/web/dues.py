"""What a claim costs and by when things are done, each with the row of the book that says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.core.clock import day_of
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.core.workdays.queries import calendar
from niangjia.core.workdays.types import Period, PeriodUnit
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.atoms import names_asked
from niangjia.creditbank.engine.books import FeePer, Learner, RuleBook
from niangjia.creditbank.engine.fees import Counted, Fee, fees_for
from niangjia.creditbank.engine.timetable import timetable_of
from niangjia.creditbank.engine.windows import Window, windows_at
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.records.types import TimelineEntry
from niangjia.web.condition_words import condition_words

DECIDE: Final = Term("最晚审定", "Decided by")
NOTICE: Final = Term("公示到", "In public notice until")
APPEAL: Final = Term("申诉到", "Appeals until")
SAYS: Final = Term("规则书设置：{name} {length}{unit}", "Settings of the rule book: {name}, {length} {unit}")
SETTINGS: Final = {
    "decide": (DECIDE, Term("审定期限", "days to decide")),
    "notice": (NOTICE, Term("公示天数", "days of notice")),
    "appeal": (APPEAL, Term("申诉期限", "days to appeal")),
}
PER: Final = {
    FeePer.DECISION: Term("次认定", "decision(s)"),
    FeePer.OUTCOME: Term("项成果", "outcome(s)"),
    FeePer.COURSE: Term("门课程", "course(s)"),
    FeePer.CREDIT: Term("学分", "credit(s)"),
}


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One fee: what for, by which row and article, how much for how many of what."""

    fee: Fee
    per: Term


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day with its derivation and the setting that it follows from, and how many days are left."""

    label: Term
    period: Period
    says: Term
    left: int


@dataclass(frozen=True, slots=True)
class WindowLine:
    """When one may claim at all, by which row; its days around that of the claim, where it shuts at all."""

    row: str
    article: str
    words: Term
    window: Window | None


@dataclass(frozen=True, slots=True)
class Dues:
    """All of it."""

    fees: tuple[FeeLine, ...]
    days: tuple[DayLine, ...]
    windows: tuple[WindowLine, ...]
    appeal_to: str | None

    @property
    def total(self) -> Decimal:
        """Yuan in all; those that hang on a fact that is not known too."""
        return sum((line.fee.yuan for line in self.fees), Decimal(0))


def dues_of(
    book: RuleBook,
    learner: Learner,
    counted: Counted,
    *,
    claimed_on: date,
    decided_on: date | None = None,
    today: date,
) -> Dues:
    """Fees and days of a claim; once it is decided, the days of what follows."""
    fees = fees_for(book, learner, counted, on=claimed_on)
    days = timetable_of(book, calendar(), claimed_on=claimed_on, decided_on=decided_on)
    periods = {"decide": days.decide, "notice": days.notice, "appeal": days.appeal}
    if decided_on is not None:
        del periods["decide"]
    lines = [_day(book, name, period, today) for name, period in periods.items() if period]
    around = {window.gate: window for window in windows_at(book, claimed_on)}
    windows = tuple(
        WindowLine(gate.id, gate.article, condition_words(gate.when), around.get(gate))
        for gate in book.gates
        if "claimed_on" in names_asked(gate.when)
    )
    return Dues(tuple(FeeLine(fee, PER[fee.row.per]) for fee in fees), tuple(lines), windows, days.appeal_to)


def dues_of_decision(decision: Decision, entries: Iterable[TimelineEntry], *, today: date) -> Dues | None:
    """Those of a claim that waits or is posted, by the book that it pins; nothing where it came to nothing."""
    state = State(decision.record.state)
    if state not in {State.CLAIMED, State.POSTED}:
        return None
    book = engine_book(decision.rule_book)
    posted = [day_of(entry.at) for entry in entries if entry.kind == "move" and entry.words == "post"]
    return dues_of(
        book,
        _learner(decision, book),
        _counted(decision),
        claimed_on=decision.claimed_on,
        decided_on=posted[-1] if posted else None,
        today=today,
    )


def _learner(decision: Decision, book: RuleBook) -> Learner:
    """Read only where a fee asks about the person."""
    if all(row.when is None for row in book.fees):
        return Learner(str(decision.enrolment_id))
    cases = learner_cases([decision.enrolment_id], rule_book=decision.rule_book, on=decision.claimed_on)
    return cases[0].case.learner


def _counted(decision: Decision) -> Counted:
    credited = [row.credited for row in decision.courses.all()]
    return Counted(
        credits=from_units(sum(credited), Unit.COURSE_CREDIT),
        courses=len(credited),
        outcomes=len(decision.spends.all()),
    )


def _day(book: RuleBook, name: str, period: Period, today: date) -> DayLine:
    label, setting = SETTINGS[name]
    unit = (book.days_in or PeriodUnit.CALENDAR_DAYS).term
    says = SAYS.format(name=setting, length=getattr(book, f"{name}_days"), unit=unit)
    return DayLine(label, period, says, (period.last_day - today).days)
