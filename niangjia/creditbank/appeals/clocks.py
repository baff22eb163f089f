"""The clocks of appeals: from the rule book that the decision stands on, each day with its derivation.

A certifier's verdict stands on the bank's table of standard values of its day, a decision on the college's book that it
pins. Only a posted decision stands in public notice first; a refusal counts from its own day.
"""

from dataclasses import replace
from datetime import date

from niangjia.core.clock import day_of
from niangjia.core.workdays.queries import calendar
from niangjia.creditbank.appeals.types import APPEALABLE, Against, Clock
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.engine.timetable import timetable_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book, standard_table
from niangjia.kernel.records.models import Record


def clock_of(about: Record, *, filed_on: date | None = None) -> Clock:
    """Until when the act at which a record stands may be appealed; filed on a day, by when it is to be decided."""
    row = _book_of(about)
    if row is None:
        return Clock(None, "", None)
    book, decided_on = engine_book(row), day_of(about.state_at)
    if APPEALABLE.get((about.kind, about.state)) is not Against.DECISION:
        book = replace(book, notice_days=None)
    days = timetable_of(book, calendar(), claimed_on=decided_on, decided_on=decided_on, appealed_on=filed_on)
    return Clock(days.appeal, row.title, days.appeal_to, days.hear)


def _book_of(about: Record) -> RuleBook | None:
    if about.kind == "decision":
        return Decision.objects.select_related("rule_book").get(record_id=about.id).rule_book
    return standard_table(day_of(about.state_at))
