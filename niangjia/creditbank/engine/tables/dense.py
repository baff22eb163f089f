"""Tables compiled to a dense lookup: what the rules say is worked out once for every cell, never again for a subject.

``FirstMatch`` gives the first row that matches, ``Collected`` every one. A row matches only where its condition is
surely met; the rows that are left open because something is not known are collected by ``Truth.UNKNOWN``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import Condition, Truth, holds
from niangjia.core.conditions.subject import Held
from niangjia.creditbank.engine.tables.layout import MOST_CELLS, Branch, Grid, Layout, lay_out

NONE: Final = -1
_WORD: Final = 64
MOST_ROWS: Final = 32_766
Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """A set of rows in every cell: a number into the list of distinct sets, each of them words of 64 bits."""

    at: NDArray[np.int32]
    distinct: Words  # (sets, words): bit r % 64 of word r // 64 stands for row r

    def rows(self, cell: int) -> tuple[int, ...]:
        """The rows of a cell's set, in order."""
        words = self.distinct[self.at[cell]]
        bits = np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")
        return tuple(int(row) for row in np.flatnonzero(bits))


@dataclass(frozen=True, slots=True, eq=False)
class FirstMatch:
    """For each grid: the first row that matches in every cell (-1: none)."""

    layout: Layout
    first: tuple[NDArray[np.int16], ...]

    def row_of(self, facts: Mapping[str, Held]) -> int:
        """The first row that matches a subject with these facts; -1 for none."""
        pairs = zip(self.layout.grids, self.first, strict=True)
        found = [row for grid, first in pairs if (row := int(first[grid.cell_of(facts)])) != NONE]
        conditions = self.layout.conditions
        found += [row for row in self.layout.loose if holds(conditions[row], facts) is Truth.YES]
        return min(found, default=NONE)


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """For each grid: all rows whose verdict is ``layout.truth`` in every cell."""

    layout: Layout
    sets: tuple[Sets, ...]

    def rows_of(self, facts: Mapping[str, Held]) -> tuple[int, ...]:
        """The rows collected for a subject with these facts, in order."""
        pairs = zip(self.layout.grids, self.sets, strict=True)
        found = [row for grid, sets in pairs for row in sets.rows(grid.cell_of(facts))]
        conditions, truth = self.layout.conditions, self.layout.truth
        return tuple(sorted([*found, *(row for row in self.layout.loose if holds(conditions[row], facts) is truth)]))


def compile_first_match(conditions: Sequence[Condition], most_cells: int = MOST_CELLS) -> FirstMatch:
    """A table of which the first row that surely matches counts.

    Raises TypeError where a fact is compared with values of several kinds, ValueError for more than ``MOST_ROWS``.
    """
    if len(conditions) > MOST_ROWS:
        raise ValueError(f"a table has at most {MOST_ROWS} rows")
    layout = lay_out(conditions, Truth.YES, most_cells)
    return FirstMatch(layout, tuple(_first_match(layout, grid) for grid in layout.grids))


def compile_collected(
    conditions: Sequence[Condition], truth: Truth = Truth.YES, most_cells: int = MOST_CELLS
) -> Collected:
    """A table of which every row counts whose verdict is ``truth``: that surely matches, or that is left open."""
    layout = lay_out(conditions, truth, most_cells)
    return Collected(layout, tuple(_sets(layout, grid) for grid in layout.grids))


def word_count(row_count: int) -> int:
    """Words of 64 bits that a set of rows takes; at least one."""
    return max(1, -(-row_count // _WORD))


def bit_of(row: int) -> tuple[slice, np.uint64]:
    """In which word a row's bit stands, and the bit. A slice of one: so it is a view of an array of any shape."""
    word = row // _WORD
    return slice(word, word + 1), np.uint64(1) << np.uint64(row % _WORD)


def _first_match(layout: Layout, grid: Grid) -> NDArray[np.int16]:
    """Filled from the last row up: what matches hides everything below it."""
    first = np.full(grid.cells, NONE, np.int16)
    for branch in grid.branches:
        part = _part(first, branch)
        for row in reversed(grid.rows):
            np.copyto(part, np.int16(row), where=layout.met(row, grid, branch))
    return first


def _sets(layout: Layout, grid: Grid) -> Sets:
    words = np.zeros((word_count(len(layout.conditions)), grid.cells), np.uint64)
    for branch in grid.branches:
        part = _part(words, branch)
        for row in grid.rows:
            word, bit = bit_of(row)
            np.bitwise_or(part[word], bit, out=part[word], where=layout.met(row, grid, branch))
    return _distinct(words)


def _part(cells: NDArray[Any], branch: Branch) -> NDArray[Any]:
    """The cells of a branch as a view in its shape (the last dimension is that of the cells)."""
    part = cells[..., branch.base : branch.base + prod(branch.shape)]
    return part.reshape((*cells.shape[:-1], *branch.shape))


def _distinct(words: Words) -> Sets:
    """Word by word: sets that agree so far have one number."""
    flat = words.reshape(words.shape[0], -1)
    at = np.zeros(flat.shape[1], np.int64)
    for word in flat:
        values, places = np.unique(word, return_inverse=True)
        _, at = np.unique(at * values.size + places.reshape(-1), return_inverse=True)
        at = at.reshape(-1)
    _, cells = np.unique(at, return_index=True)
    return Sets(at.astype(np.int32), np.ascontiguousarray(flat[:, cells].T))
