"""What is owed beyond the monthly wage, in fen."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from niangjia.core.parameters.arithmetic.shares import rounded
from niangjia.core.parameters.reading import Reading
from niangjia.core.workdays import Calendar, months_later


class DayKind(StrEnum):
    """What a day is for pay: only the statutory holidays proper are paid threefold."""

    WORKING_DAY = "working_day"
    REST_DAY = "rest_day"
    STATUTORY_HOLIDAY = "statutory_holiday"


@dataclass(frozen=True, slots=True)
class DoublePay:
    """The time without a written contract for which the wage is due again; ``days_beyond`` full months carry no sum."""

    first_day: date
    last_day: date
    whole_months: int
    days_beyond: int
    extra_fen: int


_RATES = {
    DayKind.WORKING_DAY: "overtime_rate_workday",
    DayKind.REST_DAY: "overtime_rate_rest_day",
    DayKind.STATUTORY_HOLIDAY: "overtime_rate_statutory_holiday",
}


def day_kind(calendar: Calendar, on: date) -> DayKind:
    """Working day, rest day or statutory holiday. Refuses a year that is not in the holiday table."""
    if calendar.is_statutory_holiday(on):
        return DayKind.STATUTORY_HOLIDAY
    return DayKind.WORKING_DAY if calendar.is_working_day(on) else DayKind.REST_DAY


def overtime_pay(
    reading: Reading, kind: DayKind, *, monthly_wage_fen: int, hours: int | Decimal, time_off_given: bool
) -> int:
    """What overtime on one day is worth. Time off settles work on a rest day, never on a statutory holiday."""
    if kind is DayKind.REST_DAY and time_off_given:
        return 0
    daily = monthly_wage_fen / reading.fraction("pay_days_per_month")
    hourly = daily / reading.integer("work_hours_per_day")
    return rounded(hourly * Fraction(hours) * reading.fraction(_RATES[kind]))


def unused_leave_pay(reading: Reading, *, mean_monthly_wage_fen: int, days: int, normal_wage_paid: bool) -> int:
    """What unused annual leave is worth, or what of it is still due where the normal wage was paid for those days."""
    daily = mean_monthly_wage_fen / reading.fraction("pay_days_per_month")
    rate = "annual_leave_unused_top_up_rate" if normal_wage_paid else "annual_leave_unused_pay_rate"
    return rounded(daily * days * reading.fraction(rate))


def double_pay(
    reading: Reading, *, employed_on: date, signed_on: date, monthly_wage_fen: int, day_count: str | None = None
) -> DoublePay | None:
    """The second wage for working without a written contract; None if it was signed within the first month.

    ``day_count`` says whether the day of hiring counts; where it is not given it must be configured.
    """
    reading_of_day = day_count or reading.code("no_contract_double_pay_day_count")
    first = months_later(employed_on, 1) + timedelta(days=reading_of_day == "employment_day_excluded")
    longest = reading.integer("no_contract_double_pay_max_months")
    last = min(signed_on, months_later(first, longest)) - timedelta(days=1)
    if last < first:
        return None
    whole = max(count for count in range(longest + 1) if months_later(first, count) <= last + timedelta(days=1))
    beyond = (last + timedelta(days=1) - months_later(first, whole)).days
    extra = (reading.fraction("no_contract_pay_multiplier") - 1) * monthly_wage_fen * whole
    return DoublePay(first, last, whole, beyond, rounded(extra))


def severance_months(reading: Reading, service_months: int) -> Decimal:
    """How many monthly wages severance comes to, before any cap on the wage."""
    years, rest = divmod(service_months, 12)
    whole = years * reading.decimal("severance_months_per_year")
    steps = reading.steps("severance_remainder") if rest else ()
    return whole + sum(Decimal(step["adds"]) for step in steps if step["from_months"] <= rest < step["below_months"])
