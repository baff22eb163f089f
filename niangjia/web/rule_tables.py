"""What the tables of a rule book are made of: rows of cells, with findings under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.wording import same

ROW: Final = Term("行", "Row")
ASKS: Final = Term("学习成果与条件", "Outcome and conditions")
ARTICLE: Final = Term("条款", "Article")


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding under the row that it speaks of."""

    kind: str
    mark: str
    word: Term
    term: Term


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the book, cell by cell."""

    key: str
    cells: tuple[Term, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTable:
    """One sheet of the book."""

    key: str
    title: Term
    heads: tuple[Term, ...]
    rows: tuple[RowLine, ...]
    note: Term | None = field(default=None)


Flags = dict[str, tuple[Flag, ...]]


def line_of(key: str, cells: Sequence[Term], flags: Flags) -> RowLine:
    """A row that begins with its own id."""
    return RowLine(key, (same(key), *cells), flags.get(key, ()))
