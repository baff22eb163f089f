"""Rows of the further sheets of a rule book: jurisdictions, parents of courses, recency, marks, fees."""

from typing import Any, Final

from niangjia.core.conditions import EVERYTHING
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import FeeRow, JurisdictionRow, MarkRow, ModuleRow, RecencyRow
from niangjia.creditbank.workbooks.forms import settings as forms
from niangjia.creditbank.workbooks.forms.conditions import LEARNER_CONDITIONS, OUTCOME_CONDITIONS, condition_of
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.reading.workbook import Tables
from niangjia.creditbank.workbooks.rule_rows import Row, RuleRows

_NO_COURSE: Final = Term("必须填写“所含课程”或“所含类别”", "name the courses or categories that belong to it")
_NO_CONDITION: Final = Term("至少填写一个条件", "give at least one condition")
_NO_FEE: Final = Term("应大于 0；不收费的不用写", "more than 0 is expected: what costs nothing is left out")


def further_rows(tables: Tables, rows: RuleRows) -> dict[str, Any]:
    """What these sheets say, by field of the rule book."""

    def module(table: Table, position: int, row: Row) -> ModuleRow | None:
        codes = rows.codes(table, position, "courses", row.get("courses") or ())
        categories = rows.categories(table, position, row.get("categories") or ())
        if not row.get("courses") and not row.get("categories"):
            table.refuse(position, "courses", "course_missing", _NO_COURSE)
            return None
        return ModuleRow(row["id"], row["article"], row["name"], row["level"], codes, categories)

    return {
        "jurisdictions": rows.each(tables.of(forms.JURISDICTIONS), _jurisdiction),
        "modules": rows.each(tables.of(forms.MODULES), module),
        "recencies": rows.each(tables.of(forms.RECENCIES), _recency),
        "marks": rows.each(tables.of(forms.MARKS), _mark),
        "fees": rows.each(tables.of(forms.FEES), _fee),
    }


def _jurisdiction(_table: Table, _position: int, row: Row) -> JurisdictionRow:
    return JurisdictionRow(row["id"], row["article"], row["name"], row["issuers"])


def _recency(table: Table, position: int, row: Row) -> RecencyRow | None:
    when = condition_of(row, OUTCOME_CONDITIONS)
    if when is EVERYTHING:
        table.refuse(position, None, "condition_missing", _NO_CONDITION)
        return None
    return RecencyRow(row["id"], row["article"], when, row["months"])


def _mark(_table: Table, _position: int, row: Row) -> MarkRow:
    return MarkRow(row["id"], row["article"], condition_of(row, OUTCOME_CONDITIONS), row.get("mark"))


def _fee(table: Table, position: int, row: Row) -> FeeRow | None:
    if row["yuan"] == 0:
        table.refuse(position, "yuan", "fee_zero", _NO_FEE)
        return None
    when = condition_of(row, LEARNER_CONDITIONS)
    return FeeRow(row["id"], row["article"], row["name"], row["yuan"], row["per"], None if when is EVERYTHING else when)
