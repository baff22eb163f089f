"""What a sheet should look like: its columns, the other names by which offices call them, and how cells are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.memo import Reader
from niangjia.creditbank.workbooks.reading.text import half_width

MEND_HEADER: Final = "问题（改好后可保留本列）"
_HARMLESS: Final = ("序号", "备注", "附注", "性别", "民族", "年龄", "政治面貌", "填表人", "审核人", MEND_HEADER)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` is the field that it fills, ``label`` its usual header.

    ``needed`` columns must stand in the sheet and each of their cells must be filled. ``choices`` become a drop-down
    list in the template; ``note`` is told there too.
    """

    name: str
    label: Term
    read: Reader
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""
    width: int = 14


@dataclass(frozen=True)
class Form:
    """One kind of sheet. ``harmless`` are headers that may stand there and are not read."""

    label: Term
    columns: tuple[Column, ...]
    synonyms: tuple[str, ...] = ()
    needed: bool = True
    harmless: tuple[str, ...] = _HARMLESS

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """Each column by every name that it has, as ``plain_header`` writes it."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for word in (column.label.zh, *column.synonyms, column.label.en):
                name = plain_header(word)
                if found.setdefault(name, column) is not column:
                    raise ValueError(f"{word} names two columns of {self.label.en}")
        return found

    @cached_property
    def harmless_headers(self) -> frozenset[str]:
        """Headers that are passed over, as ``plain_header`` writes them."""
        return frozenset(plain_header(word) for word in self.harmless)

    @cached_property
    def sheet_names(self) -> frozenset[str]:
        """Names by which the sheet is known."""
        return frozenset(plain_header(word) for word in (self.label.zh, self.label.en, *self.synonyms))

    def column(self, name: str) -> Column:
        """The column of a field. KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def plain_header(text: str) -> str:
    """A header without width, spaces, line breaks, stars and colons, in lower case."""
    return "".join(sign for sign in half_width(text).lower() if not sign.isspace() and sign not in "*:_·")
