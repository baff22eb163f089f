"""What changed from one version of a rule book to another, row by row, in the words of the page."""

from dataclasses import dataclass

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import RuleBook
from niangjia.web.condition_words import NO_NAMES, Names
from niangjia.web.rule_tables import RowLine, RuleTable
from niangjia.web.rulebook_page import rule_book_tables


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or reads otherwise. ``cells`` pairs what stood with what stands."""

    key: str
    kind: str  # added, removed, changed
    cells: tuple[tuple[Term | None, Term | None], ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """The changed rows of one table."""

    key: str
    title: Term
    heads: tuple[Term, ...]
    rows: tuple[RowChange, ...]


def changes_between(before: RuleBook, after: RuleBook, names: Names = NO_NAMES) -> tuple[TableChange, ...]:
    """Every table in which something changed, in the order of the book."""
    old = {table.key: table for table in rule_book_tables(before, names=names)}
    new = {table.key: table for table in rule_book_tables(after, names=names)}
    keys = dict.fromkeys([*new, *old])
    found = (_table(new[key] if key in new else old[key], old.get(key), new.get(key)) for key in keys)
    return tuple(each for each in found if each.rows)


def _table(shown: RuleTable, old: RuleTable | None, new: RuleTable | None) -> TableChange:
    before = {} if old is None else {line.key: line for line in old.rows}
    after = {} if new is None else {line.key: line for line in new.rows}
    keys = dict.fromkeys([*after, *before])
    rows = (_row(key, before.get(key), after.get(key)) for key in keys)
    return TableChange(shown.key, shown.title, shown.heads, tuple(each for each in rows if each is not None))


def _row(key: str, old: RowLine | None, new: RowLine | None) -> RowChange | None:
    if old is None and new is not None:
        return RowChange(key, "added", tuple((None, cell) for cell in new.cells))
    if new is None and old is not None:
        return RowChange(key, "removed", tuple((cell, None) for cell in old.cells))
    if old is None or new is None or old.cells == new.cells:
        return None
    return RowChange(key, "changed", tuple(zip(old.cells, new.cells, strict=True)))
