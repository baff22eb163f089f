"""Days of leave. Leave counts its first day, weekends and holidays too, unless a rule says otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from niangjia.core.parameters.places import NATION
from niangjia.core.parameters.reading import Reading
from niangjia.core.workdays import Calendar


@dataclass(frozen=True, slots=True)
class MaternityLeave:
    """How many days, and the last of them."""

    days: int
    last_day: date


def annual_leave_days(reading: Reading, service_months: int) -> int:
    """Days of annual leave for so many months of service in all; a full year reaches the next step."""
    if service_months < reading.integer("annual_leave_entry_months"):
        return 0
    reached = [step for step in reading.steps("annual_leave_days") if service_months >= step["from_years"] * 12]
    return int(reached[-1]["days"]) if reached else 0


def prorated_leave_days(reading: Reading, *, joined_on: date, full_year_days: int) -> int:
    """Days of annual leave in the year of joining; a part of a day is dropped."""
    remaining = (date(joined_on.year, 12, 31) - joined_on).days + 1
    return floor(remaining * full_year_days / reading.fraction("annual_leave_proration_divisor"))


def maternity_leave_days(reading: Reading, *, children: int = 1, difficult: bool = False) -> int:
    """Days of maternity leave by national law, more for a difficult birth and for each further child."""
    days = reading.integer("maternity_leave_base")
    if difficult:
        days += reading.integer("maternity_dystocia_extra_days")
    if children > 1:
        days += (children - 1) * reading.integer("maternity_multiple_extra_days")
    return days


def maternity_leave(
    reading: Reading, calendar: Calendar, *, first_day: date, children: int = 1, difficult: bool = False
) -> MaternityLeave:
    """Maternity leave with the extension of the place. A place whose extension is not on record needs configuration."""
    days = maternity_leave_days(reading, children=children, difficult=difficult)
    last = first_day + timedelta(days=days - 1)
    if reading.place == NATION:
        return MaternityLeave(days, last)
    extension = reading.integer("maternity_leave_extension")
    skips = reading.boolean("maternity_extension_skips_statutory_holidays")
    for _ in range(extension):
        last += timedelta(days=1)
        while skips and calendar.is_statutory_holiday(last):
            last += timedelta(days=1)
    return MaternityLeave(days + extension, last)


def miscarriage_leave_days(reading: Reading, *, full_months: int) -> int:
    """Days of leave after a miscarriage, by the full months of pregnancy."""
    later = full_months >= reading.integer("miscarriage_threshold_months")
    return reading.integer("miscarriage_leave_from_4_months" if later else "miscarriage_leave_before_4_months")


def nursing_hours_a_day(reading: Reading, *, children: int, age_months: int) -> int:
    """Hours a day for nursing, until the children are a year old."""
    if age_months >= reading.integer("nursing_until_months"):
        return 0
    extra = reading.integer("nursing_break_extra_hours_per_child") if children > 1 else 0
    return reading.integer("nursing_break_hours_per_day") + (children - 1) * extra


def least_carers(reading: Reading, *, group: str, children: int) -> int | None:
    """The least carers for a nursery class (``infant``, ``toddler``, ``older``); None if the class is too large."""
    if children > reading.integer(f"nursery_class_max_{group}"):
        return None
    return -(-children // reading.integer(f"nursery_children_per_carer_{group}"))
