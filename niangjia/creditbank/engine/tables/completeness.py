"""What a table leaves out and where its rows meet, read off the cells: exact, as every combination of facts has one.

Only values that the catalogue of facts allows count: between level 3 and level 3.5 there is none. ``coverage.py`` says
the same in words from regions, which are never too many; a test keeps both agreed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import Condition
from niangjia.core.conditions.subject import Held
from niangjia.creditbank.engine.facts import CATALOGUE, FactEntry
from niangjia.creditbank.engine.tables.axes import Axis
from niangjia.creditbank.engine.tables.dense import Collected, compile_collected
from niangjia.creditbank.engine.tables.layout import MOST_CELLS, Branch, Grid, Manner

Flags = NDArray[np.bool_]
Gap = Mapping[str, tuple[Held, ...]]
"""Facts with values that stand for all that the gap holds of them; a fact not named may have any value."""
_DAY: Final = Fraction(1)


class TooManyCellsError(ValueError):
    """The table has no single grid, so that not every combination of facts is a cell."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Rows by number. ``overlaps`` are pairs that hold together somewhere, the earlier first."""

    never_hold: tuple[int, ...]
    never_reached: tuple[int, ...]  # an earlier row holds wherever they do
    overlaps: tuple[tuple[int, int], ...]
    crossings: tuple[tuple[int, int], ...]  # overlaps whose earlier row holds elsewhere too: it is no special case
    gaps: tuple[Gap, ...]  # of facts that are all known


def completeness_of(conditions: Sequence[Condition], most_cells: int = MOST_CELLS) -> Completeness:
    """Everything about a table of these rows. Raises ``TooManyCellsError``."""
    table = compile_collected(conditions, most_cells=most_cells)
    if table.layout.manner is not Manner.DENSE:
        raise TooManyCellsError(f"the table has more than {most_cells} cells")
    sets = _sets_met(table)
    held, first = frozenset().union(*sets), {min(rows) for rows in sets if rows}
    overlaps = sorted({pair for rows in sets for pair in combinations(sorted(rows), 2)})
    rows = range(len(conditions))
    return Completeness(
        never_hold=tuple(row for row in rows if row not in held),
        never_reached=tuple(row for row in rows if row in held and row not in first),
        overlaps=tuple(overlaps),
        crossings=tuple(pair for pair in overlaps if any(pair[0] in each and pair[1] not in each for each in sets)),
        gaps=tuple(_gaps(table)),
    )


def known_bands(axis: Axis) -> Flags:
    """The bands in which some value that the fact can have stands."""
    known = np.zeros(axis.size, np.bool_)
    entry = CATALOGUE.get(axis.name)
    if axis.cuts:
        known[axis.band_at[:-1][_taken(axis.cuts, entry)]] = True
    elif entry is not None and entry.choices and axis.kind is not None:
        known[[axis.band(choice) for choice in entry.choices]] = True
    elif axis.question is not None:
        known[:] = [True, False, True]  # no and yes
    else:
        known[axis.band_at[:-1]] = True
    return known


def _sets_met(table: Collected) -> list[frozenset[int]]:
    """The sets of rows that hold together for some outcome, known in all or not."""
    (grid,), (sets,) = table.layout.grids, table.sets
    possible = np.concatenate([_possible(grid, branch, with_unknown=True).reshape(-1) for branch in grid.branches])
    _, cells = np.unique(np.where(possible, sets.at, -1), return_index=True)
    return [frozenset(sets.rows(int(cell))) for cell in cells if possible[cell]]


def _gaps(table: Collected) -> Iterator[Gap]:
    (grid,), (sets,) = table.layout.grids, table.sets
    has_no_row: Flags = (sets.distinct == 0).all(axis=1)
    is_empty = has_no_row[sets.at]
    for branch in grid.branches:
        cells = is_empty[branch.base : branch.base + prod(branch.shape)].reshape(branch.shape)
        left = cells & _possible(grid, branch, with_unknown=False)
        lead: Gap = {} if grid.split is None else {grid.split.name: (grid.split.stands[branch.band],)}
        yield from ({**lead, **gap} for gap in _boxes(left, branch.axes))


def _possible(grid: Grid, branch: Branch, *, with_unknown: bool) -> Flags:
    """The cells of a branch in which an outcome can stand."""
    here = grid.split is None or bool(_bands(grid.split, with_unknown=with_unknown)[branch.band])
    flags = np.full(branch.shape, here)
    for place, axis in enumerate(branch.axes):
        look = tuple(slice(None) if at == place else None for at in range(len(branch.axes)))
        flags &= _bands(axis, with_unknown=with_unknown)[look]
    return flags


def _bands(axis: Axis, *, with_unknown: bool) -> Flags:
    bands = known_bands(axis)
    if with_unknown:
        bands[1 if axis.question is not None else axis.unknown] = True
    return bands


def _boxes(left: Flags, axes: Sequence[Axis]) -> Iterator[Gap]:
    """The cells as boxes that do not meet: bands of one axis that leave the same of the others are told as one."""
    if not left.any():
        return
    if not axes:
        yield {}
        return
    axis, known = axes[0], np.flatnonzero(known_bands(axes[0]))
    alike: dict[bytes, list[int]] = {}
    for band in known.tolist():
        alike.setdefault(left[band].tobytes(), []).append(band)
    for bands in alike.values():
        told: Gap = {} if len(bands) == known.size else {axis.name: tuple(axis.stands[band] for band in bands)}
        yield from ({**told, **gap} for gap in _boxes(left[bands[0]], axes[1:]))


def _taken(cuts: Sequence[Any], entry: FactEntry | None) -> Flags:
    """Which positions (below, at and between the cuts, above) hold a value that the fact can have."""
    if isinstance(cuts[0], date):
        places = [Fraction(cut.toordinal()) for cut in cuts]
        return _between(places, _DAY, Fraction(1), Fraction(date.max.toordinal()))
    step = None if entry is None or entry.step is None else Fraction(entry.step)
    bounds = (None, None) if entry is None else (entry.least, entry.most)
    least, most = (None if bound is None else Fraction(bound) for bound in bounds)
    return _between([Fraction(cut) for cut in cuts], step, least, most)


def _between(cuts: Sequence[Fraction], step: Fraction | None, least: Fraction | None, most: Fraction | None) -> Flags:
    """At a cut: it is a value. Beside it: the first multiple of the step above the lower end is below the upper."""
    ends: list[Fraction | None] = [None, *cuts, None]
    taken = [_has_value(low, high, step, least, most) for low, high in pairwise(ends)]
    at = [(step is None or cut % step == 0) and _within(cut, least, most) for cut in cuts]
    flags = np.empty(2 * len(cuts) + 1, np.bool_)
    flags[0::2], flags[1::2] = taken, at
    return flags


def _has_value(
    low: Fraction | None, high: Fraction | None, step: Fraction | None, least: Fraction | None, most: Fraction | None
) -> bool:
    """Whether a value lies strictly between two ends and within the bounds."""
    if step is None:
        return True
    if low is None or (least is not None and low < least):
        if least is None:
            return True
        first = -(-least // step) * step
    else:
        first = (low // step + 1) * step
    return (high is None or first < high) and (most is None or first <= most)


def _within(value: Fraction, least: Fraction | None, most: Fraction | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)
