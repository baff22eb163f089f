"""Until when more evidence may come: working days that the bank sets; a late answer counts until it is decided."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from niangjia.core.clock import SHANGHAI
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays.periods import period_end
from niangjia.core.workdays.queries import calendar
from niangjia.core.workdays.types import PeriodUnit
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State

STILL_RUNS: Final = Term(
    "《{title}》请职工补充材料，期限还没到（{due} 前）。到期以后才能不予认证。",
    "{title} waits for the worker's evidence until {due}. It can be refused only after that.",
)


def evidence_due(on: date, days: int) -> tuple[datetime, str]:
    """The end of so many working days after a day, and how it was computed."""
    period = period_end(calendar(), event_on=on, length=days, unit=PeriodUnit.WORKING_DAYS, allow_weekday_fallback=True)
    ends = datetime.combine(period.last_day + timedelta(days=1), time.min, SHANGHAI)
    return ends, "；".join(step.term.zh for step in period.steps)


def refuse_running_deadlines(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Refuse ``deadline_still_runs`` for the first outcome whose worker may still answer."""
    for outcome in outcomes:
        due = outcome.record.due_at
        if outcome.record.state == State.RETURNED and due is not None and due > at:
            last = (due - timedelta(seconds=1)).astimezone(SHANGHAI).date()
            raise Refusal("deadline_still_runs", STILL_RUNS.format(title=outcome.title, due=last))
