"""How a table's rows are laid out: a grid of cells cut first by one fact, several grids, or row by row.

A grid is split by the fact that makes it smallest, most often the kind of outcome: of a certificate nobody asks the
prize, so that its branch of the grid has no cells for prizes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from itertools import accumulate
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import Condition, Truth
from niangjia.core.conditions.subject import Held
from niangjia.core.conditions.types import Joined, Joiner
from niangjia.creditbank.engine.tables.axes import Axis, Truths, axes_of, axis_name, questions

MOST_CELLS: Final = 4_000_000
_YES, _NO = Truth.YES.value, Truth.NO.value


class Manner(StrEnum):
    """What was chosen for a table."""

    DENSE = "dense"  # one grid: one look a subject
    FACTORED = "factored"  # several grids of rows that ask the same facts: a look in each
    ROW_BY_ROW = "row_by_row"  # some row asks so many facts that it has no grid


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The part of a grid in one band of the splitting axis: a cell for every combination of its axes' bands."""

    band: int
    axes: tuple[Axis, ...]
    base: int  # number of its first cell

    @property
    def shape(self) -> tuple[int, ...]:
        """Bands of each axis."""
        return tuple(axis.size for axis in self.axes)

    @property
    def strides(self) -> tuple[int, ...]:
        """By how much a cell's number grows with each axis's band."""
        return tuple(prod(self.shape[place + 1 :]) for place in range(len(self.axes)))


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Rows that share cells. Without a ``split`` it is one branch."""

    rows: tuple[int, ...]
    split: Axis | None
    branches: tuple[Branch, ...]

    @property
    def cells(self) -> int:
        """How many cells."""
        return sum(prod(branch.shape) for branch in self.branches)

    def cell_of(self, facts: Mapping[str, Held]) -> int:
        """The number of the cell in which a subject with these facts stands."""
        branch = self.branches[0 if self.split is None else self.split.band_of(facts)]
        cell = 0
        for axis in branch.axes:
            cell = cell * axis.size + axis.band_of(facts)
        return branch.base + cell


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Every axis of the conditions, the grids, and the rows left to be judged one by one."""

    conditions: tuple[Condition, ...]
    axes: Mapping[str, Axis]
    grids: tuple[Grid, ...]
    loose: tuple[int, ...] = ()
    truth: Truth = Truth.YES

    @property
    def manner(self) -> Manner:
        """How it was laid out."""
        if self.loose:
            return Manner.ROW_BY_ROW
        return Manner.DENSE if len(self.grids) <= 1 else Manner.FACTORED

    @property
    def cells(self) -> int:
        """Cells of all grids."""
        return sum(grid.cells for grid in self.grids)

    def met(self, row: int, grid: Grid, branch: Branch) -> NDArray[np.bool_]:
        """Whether a row's verdict is ``truth``, in every cell of a branch: an array that broadcasts to its shape."""
        looks: dict[str, Any] = dict.fromkeys(self.axes, 0)  # a fact that changes nothing here: any band will do
        if grid.split is not None:
            looks[grid.split.name] = branch.band
        for place, axis in enumerate(branch.axes):
            looks[axis.name] = tuple(slice(None) if at == place else None for at in range(len(branch.axes)))
        met: NDArray[np.bool_] = verdicts_of(self.conditions[row], self.axes, looks) == self.truth.value
        return met


def lay_out(conditions: Sequence[Condition], truth: Truth = Truth.YES, most_cells: int = MOST_CELLS) -> Layout:
    """One grid if its cells are few enough, else each row where it adds the fewest cells.

    The cells tell where a row's verdict is ``truth``, and not what else it is where it is not.
    """
    axes = axes_of(conditions)
    layout = Layout(tuple(conditions), axes, (), truth=truth)
    whole = _grid(layout, tuple(range(len(conditions))))
    if whole.cells <= most_cells:
        return replace(layout, grids=(whole,))
    grids: list[Grid] = []
    loose: list[int] = []
    for row in range(len(conditions)):
        wider = [(_grid(layout, (*grid.rows, row)), place) for place, grid in enumerate(grids)]
        fitting = [(found, place) for found, place in wider if found.cells <= most_cells]
        alone = _grid(layout, (row,))
        if fitting:
            found, place = min(fitting, key=lambda each: each[0].cells - grids[each[1]].cells)
            grids[place] = found
        elif alone.cells <= most_cells:
            grids.append(alone)
        else:
            loose.append(row)
    return replace(layout, grids=tuple(grids), loose=tuple(loose))


def verdicts_of(condition: Condition, axes: Mapping[str, Axis], looks: Mapping[str, Any]) -> Truths:
    """The three-valued verdict, each question answered by its axis's truths looked up at ``looks[axis]``.

    Yes is 2, unknown 1, no 0, so that all is the least, any the greatest, and none 2 less the greatest.
    """
    if not isinstance(condition, Joined):
        name = axis_name(condition)
        answers: Truths = axes[name].truths[condition][looks[name]]
        return answers
    members = [verdicts_of(member, axes, looks) for member in condition.members]
    if condition.joiner is Joiner.ALL:
        return reduce(np.minimum, members, np.array(_YES, np.int8))
    found: Truths = reduce(np.maximum, members, np.array(_NO, np.int8))
    negated: Truths = np.int8(_YES) - found
    return found if condition.joiner is Joiner.ANY else negated


def _grid(layout: Layout, rows: tuple[int, ...]) -> Grid:
    """The smallest grid of these rows: not split, or split by one of their axes."""
    axes = {axis_name(asked): None for row in rows for asked in questions(layout.conditions[row])}
    grids = [_split(layout, rows, layout.axes[name]) for name in axes]
    return min([_split(layout, rows, None), *grids], key=lambda grid: grid.cells)


def _split(layout: Layout, rows: tuple[int, ...], axis: Axis | None) -> Grid:
    bands = range(1 if axis is None else axis.size)
    asked = [needed(layout, rows, axis, band, layout.truth) for band in bands]
    sizes = [prod(each.size for each in axes) for axes in asked]
    bases = accumulate(sizes, initial=0)
    branches = (Branch(band, axes, base) for band, axes, base in zip(bands, asked, bases, strict=False))
    return Grid(rows, axis, tuple(branches))


def needed(layout: Layout, rows: Iterable[int], axis: Axis | None, band: int, truth: Truth | None) -> tuple[Axis, ...]:
    """The axes that still tell, where this one is in a band, whether rows have the verdict (None: any verdict)."""
    names: set[str] = set()
    for row in rows:
        least, most, asked = _bounds(layout.conditions[row], axis, band)
        if least < most and (truth is None or least <= truth.value <= most):
            names |= asked
    return tuple(each for name, each in layout.axes.items() if name in names)


def _bounds(condition: Condition, axis: Axis | None, band: int) -> tuple[int, int, frozenset[str]]:
    """The least and the most that a condition can say where the axis is in this band, and what it still asks there."""
    if not isinstance(condition, Joined):
        name = axis_name(condition)
        if axis is None or name != axis.name:
            return _NO, _YES, frozenset({name})
        verdict = int(axis.truths[condition][band])
        return verdict, verdict, frozenset()
    parts = [_bounds(member, axis, band) for member in condition.members]
    joined, nothing = (min, _YES) if condition.joiner is Joiner.ALL else (max, _NO)
    least = joined([nothing, *(part[0] for part in parts)])
    most = joined([nothing, *(part[1] for part in parts)])
    asked = frozenset[str]().union(*(part[2] for part in parts)) if least < most else frozenset[str]()
    return (_YES - most, _YES - least, asked) if condition.joiner is Joiner.NONE else (least, most, asked)
