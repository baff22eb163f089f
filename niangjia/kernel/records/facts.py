"""Which typed column holds the value of a fact."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from niangjia.core.facts import FactKind, FactType
from niangjia.kernel.records.types import Column, FactValue

_COLUMNS: Final[dict[FactKind, tuple[Column, type]]] = {
    FactKind.BOOLEAN: (Column.BOOLEAN, bool),
    FactKind.INTEGER: (Column.INTEGER, int),
    FactKind.DECIMAL: (Column.DECIMAL, Decimal),
    FactKind.TEXT: (Column.TEXT, str),
    FactKind.CODE: (Column.TEXT, str),
    FactKind.DATE: (Column.DATE, date),
    FactKind.KEY: (Column.KEY, UUID),
}


def column_of(fact: FactType, value: FactValue) -> Column:
    """The column for a value of this fact. Raises TypeError for another type, ValueError for a code without a word."""
    if fact.kind not in _COLUMNS:
        raise TypeError(f"{fact.name} is a {fact.kind}: it is computed, not recorded")
    column, wanted = _COLUMNS[fact.kind]
    is_disguised = isinstance(value, datetime) or (isinstance(value, bool) and wanted is not bool)
    if not isinstance(value, wanted) or is_disguised:
        raise TypeError(f"{fact.name} takes {wanted.__name__}, not {type(value).__name__}")
    if fact.values and value not in dict(fact.values):
        raise ValueError(f"{fact.name} has no value {value!r}")
    return column
