"""Working days, and periods counted as the Civil Code counts them. The values and functions here are pure."""

from niangjia.core.workdays.periods import add_working_days, months_later, period_end
from niangjia.core.workdays.types import Calendar, Period, PeriodUnit, Step

__all__ = ["Calendar", "Period", "PeriodUnit", "Step", "add_working_days", "months_later", "period_end"]
