"""Read a rule book from a workbook, and say everything that is wrong with it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Programme, RuleBook
from niangjia.creditbank.workbooks.courses import CourseIndex
from niangjia.creditbank.workbooks.forms import rulebook as forms
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.workbook import Reading, Tables, read_tables
from niangjia.creditbank.workbooks.rule_rows import RuleRows, kind_setting, relation
from niangjia.creditbank.workbooks.setting_rows import further_rows
from niangjia.creditbank.workbooks.settings import read_settings

_KIND_TWICE: Final = Term("每种成果只能有一行", "one row for each kind is expected")
_PROGRAMME_UNKNOWN: Final = Term("“适用专业”里的 {code} 不在培养方案中", "there is no programme {code}")
_NEEDED: Final = frozenset({"code", "version", "title", "publisher", "effective_from"})


def read_rule_book(*files: Path | SourceFile, programmes: Sequence[Programme], on: date) -> Reading[RuleBook]:
    """The rule book of a workbook, against the programmes that it names courses of.

    ``on`` is the day on which it is read: worked examples may not lie after it. A file with a fault yields nothing.
    """
    return read_rule_tables(read_tables(files, forms.RULE_BOOK_FORMS), programmes=programmes, on=on)


def read_rule_tables(tables: Tables, *, programmes: Sequence[Programme], on: date) -> Reading[RuleBook]:
    """The rule book of tables that are read already, wherever they came from."""
    settings = read_settings(tables.of(forms.SETTINGS))
    rows = _rows(tables, RuleRows(CourseIndex(programmes), on))
    _check_programmes(tables, settings, programmes)
    faults = tables.faults_in_order()
    if faults or not settings.keys() >= _NEEDED:
        return Reading(None, faults)
    return Reading(RuleBook(**settings, **rows))


def _rows(tables: Tables, rows: RuleRows) -> dict[str, Any]:
    kinds = rows.each(tables.of(forms.KINDS), kind_setting)
    if len({each.kind for each in kinds}) < len(kinds):
        tables.refuse("kind_twice", forms.KINDS.label.zh, "", _KIND_TWICE)
    return {
        "kinds": kinds,
        "valuations": rows.each(tables.of(forms.VALUATIONS), rows.valuation),
        "rows": rows.each(tables.of(forms.RECOGNITIONS), rows.recognition),
        "packages": rows.packages(tables.of(forms.PACKAGES)),
        "never": rows.each(tables.of(forms.NEVER), rows.never),
        "limits": rows.each(tables.of(forms.LIMITS), rows.limit),
        "relations": rows.each(tables.of(forms.RELATIONS), relation),
        "gates": rows.each(tables.of(forms.GATES), rows.gate),
        **further_rows(tables, rows),
        "examples": rows.each(tables.of(forms.EXAMPLES), rows.example),
    }


def _check_programmes(tables: Tables, settings: dict[str, Any], programmes: Sequence[Programme]) -> None:
    known = {programme.code for programme in programmes}
    for code in settings.get("programmes", ()):
        if code not in known:
            tables.refuse("major_unknown", forms.SETTINGS.label.zh, code, _PROGRAMME_UNKNOWN.format(code=code))
