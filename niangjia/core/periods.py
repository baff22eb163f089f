"""Dated rows: ``valid_from`` until the day ``valid_to``, which is not included; null means still.

A row that ends on its first day is empty: it never held.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import CheckConstraint, F, Func, Q


def one_at_a_time(name: str, *columns: str) -> ExclusionConstraint:
    """No two rows with the same values in these columns may hold on the same day."""
    period = Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField())
    equal = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(name=name, expressions=[*equal, (period, RangeOperators.OVERLAPS)])


def in_order(name: str) -> CheckConstraint:
    """A period does not end before it began."""
    return CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


def holds_on(day: date, prefix: str = "") -> Q:
    """Rows that hold on a day; ``prefix`` leads to the dated row, as ``grants__``."""
    ends = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ends
