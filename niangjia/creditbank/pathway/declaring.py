"""A worker declares how her shifts rotate, so that groups can be found that fit."""

from datetime import date, datetime
from typing import Final

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.pathway.models import ShiftPattern
from niangjia.creditbank.pathway.planning.shifts import DAY_MINUTES, Shift
from niangjia.creditbank.pathway.types import DeclaredShifts
from niangjia.kernel.access.queries import not_allowed, require

MOST_DAYS: Final = 56
NO_DAYS: Final = Term(
    "一轮倒班最少 1 天、最多 {most} 天。请重新选。", "A rotation has from 1 to {most} days. Choose again."
)
NO_HOURS: Final = Term("没有写明{shift}从几点到几点。请补上。", "From when to when is the {shift}? Fill in both.")


def declare_shifts(shifts: DeclaredShifts, *, since: date, actor: Actor, at: datetime) -> None:
    """From a day on her shifts rotate so; what she declared before ends there, or is replaced on the same day.

    Refuses ``act_not_allowed``, ``shifts_have_days``, ``shift_has_no_hours`` and ``shifts_one_pattern_at_a_time``.
    """
    if actor.person_id is None:
        raise not_allowed("shifts.declare")
    require(actor, "shifts.declare", on=actor.person_id, at=day_of(at))
    if not 1 <= len(shifts.days) <= MOST_DAYS:
        raise Refusal("shifts_have_days", NO_DAYS.format(most=MOST_DAYS))
    hours = {shift: (starts, ends) for shift, starts, ends in shifts.hours}
    for shift in set(shifts.days) - {Shift.OFF}:
        if shift not in hours:
            raise Refusal("shift_has_no_hours", NO_HOURS.format(shift=shift.term))
    row = ShiftPattern(
        person_id=actor.person_id,
        valid_from=since,
        anchor_on=shifts.anchor_on,
        days=[shift.value for shift in shifts.days],
        margin=shifts.margin,
        declared_at=at,
    )
    for shift, (starts, ends) in hours.items():
        setattr(row, f"{shift.value}_from", starts)
        setattr(row, f"{shift.value}_to", ends if ends > starts else ends + DAY_MINUTES)
    standing = ShiftPattern.objects.select_for_update().filter(holds_on(since), person_id=actor.person_id)
    standing.update(valid_to=since)
    with constraints_as_refusals():
        row.save(force_insert=True)
    log(actor=actor, act="shifts.declare", about=actor.person_id, at=at)
