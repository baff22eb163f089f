"""A compiled table asked of a whole population at once: the first row of each subject, or the set of its rows."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import holds
from niangjia.creditbank.engine.atoms import names_asked
from niangjia.creditbank.engine.tables import numpy_kernels
from niangjia.creditbank.engine.tables.axes import ANSWERS, Axis, axis_name, questions
from niangjia.creditbank.engine.tables.columns import Column, steps_to, words_of
from niangjia.creditbank.engine.tables.dense import NONE, Collected, FirstMatch, Words, bit_of, word_count
from niangjia.creditbank.engine.tables.layout import Grid, Layout, verdicts_of
from niangjia.creditbank.engine.tables.numpy_kernels import Cells, Integers

BLOCK: Final = 16_384  # subjects at a time: their cells stay in the processor's nearest caches
Add = Callable[[Cells, Cells, slice], object]
_NOT_KNOWN: Final = words_of([])
_MANY: Final = 8  # blocks from which on every processor takes its share; the kernels hold no lock
_SMALL: Final = 127  # bands that fit 8 bits
_NARROW: Final = 4  # bytes
_FAR: Final = 2**30


def first_rows(table: FirstMatch, columns: Mapping[str, Column], *, compiled: bool = True) -> NDArray[np.int16]:
    """The number of the first row that matches, for every subject; -1 where none does.

    ``columns`` are by the name of the fact, all of one length; a fact without a column is not known of anyone.
    ``compiled`` by numba, else in numpy: the first call of a process then takes no time to load what was compiled.
    """
    count = _count(columns)
    known = _with_answers(table.layout, columns, count)
    first = np.full(count, NONE, np.int16)
    for grid, rows in zip(table.layout.grids, table.first, strict=True):
        found = _looked_up(grid, known, rows, compiled=compiled)
        np.minimum(first.view(np.uint16), found.view(np.uint16), out=first.view(np.uint16))  # -1 is the greatest
    for row, met in _loose(table.layout, known, count):
        first[met & (first.view(np.uint16) > row)] = row
    return first


def collected_rows(table: Collected, columns: Mapping[str, Column], *, compiled: bool = True) -> Words:
    """The set of rows of every subject, as words of 64 bits: bit r % 64 of word r // 64 stands for row r.

    Shape (subjects, words). The rest as in ``first_rows``.
    """
    count = _count(columns)
    known = _with_answers(table.layout, columns, count)
    collected = np.zeros((count, word_count(len(table.layout.conditions))), np.uint64)
    for grid, sets in zip(table.layout.grids, table.sets, strict=True):
        collected |= sets.distinct[_looked_up(grid, known, sets.at, compiled=compiled)]
    for row, met in _loose(table.layout, known, count):
        word, bit = bit_of(row)
        collected[met, word] |= bit
    return collected


def _looked_up(grid: Grid, columns: Mapping[str, Column], table: Integers, *, compiled: bool) -> NDArray[Any]:
    """What the table has in the cell of every subject, block by block."""
    kernels, count = _kernels(compiled=compiled), _count(columns)
    found = np.empty(count, table.dtype)
    bases = np.array([branch.base for branch in grid.branches], np.int32)
    trunk, one = np.zeros(min(BLOCK, count), np.int32), np.ones(1, np.int32)
    to_branch = [] if grid.split is None else [_adding(kernels, grid.split, columns, one)]
    to_cell = [_adding(kernels, axis, columns, strides) for axis, strides in _strides(grid)]

    def look_up(start: int) -> None:
        span = slice(start, min(start + BLOCK, count))
        branches = np.zeros(span.stop - start, np.int32)
        for add in to_branch:
            add(branches, trunk[: branches.size], span)
        cells = np.empty_like(branches)
        kernels.begin(cells, branches, bases)
        for add in to_cell:
            add(cells, branches, span)
        kernels.take(cells, table, found[span])

    starts = range(0, count, BLOCK)
    if compiled and len(starts) >= _MANY:
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(look_up, starts))
    else:
        for start in starts:
            look_up(start)
    return found


def _kernels(*, compiled: bool) -> ModuleType:
    if not compiled:
        return numpy_kernels
    from niangjia.creditbank.engine.tables import kernels  # noqa: PLC0415 - numba takes a second to load

    return kernels


def _strides(grid: Grid) -> Iterator[tuple[Axis, Cells]]:
    """Every axis of the branches, and by how much it moves a subject's cell in each branch: 0 where nobody asks it."""
    axes = {axis.name: axis for branch in grid.branches for axis in branch.axes}
    for axis in axes.values():
        steps = [dict(zip(branch.axes, branch.strides, strict=True)).get(axis, 0) for branch in grid.branches]
        yield axis, np.array(steps, np.int32)


def _adding(kernels: ModuleType, axis: Axis, columns: Mapping[str, Column], strides: Cells) -> Add:
    column = columns.get(axis.name, _NOT_KNOWN)
    steps, values = steps_to(axis, column), column.values
    bands = steps.bands.astype(np.int8 if axis.size <= _SMALL else np.int32)
    if column is _NOT_KNOWN:
        return lambda cells, branches, _: np.add(cells, strides[branches] * np.int32(axis.unknown), out=cells)
    if steps.lows is not None:
        far = (bands, strides, steps.lows, steps.highs, np.int64(steps.unknown))
        return lambda cells, branches, span: kernels.add_far(cells, branches, values[span], *far)
    width = np.int32 if values.dtype.itemsize <= _NARROW and abs(steps.low) < _FAR else np.int64
    near = (bands, strides, width(steps.low), width(steps.unknown))
    return lambda cells, branches, span: kernels.add_near(cells, branches, values[span], *near)


def _count(columns: Mapping[str, Column]) -> int:
    counts = {len(column) for column in columns.values()}
    if len(counts) != 1:
        raise ValueError("the columns of a population have one length")
    return counts.pop()


def _with_answers(layout: Layout, columns: Mapping[str, Column], count: int) -> dict[str, Column]:
    """The columns, and the answer to each question that is about more than one fact, asked subject by subject."""
    known = dict(columns)
    for name, axis in layout.axes.items():
        if axis.question is not None:
            asked = [each for each in names_asked(axis.question) if each in columns]
            facts = ({each: columns[each].value(place) for each in asked} for place in range(count))
            answers = (holds(axis.question, each).value for each in facts)
            known[name] = Column(np.fromiter(answers, np.int8, count), ANSWERS)
    return known


def _loose(layout: Layout, columns: Mapping[str, Column], count: int) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """The rows that have no grid: each judged in numpy for all subjects."""
    for row in layout.loose:
        condition = layout.conditions[row]
        names = {axis_name(asked) for asked in questions(condition)}
        bands = {name: _bands(layout.axes[name], columns, count) for name in names}
        yield row, np.broadcast_to(verdicts_of(condition, layout.axes, bands) == layout.truth.value, count)


def _bands(axis: Axis, columns: Mapping[str, Column], count: int) -> Cells:
    bands = np.zeros(count, np.int32)
    _adding(numpy_kernels, axis, columns, np.ones(1, np.int32))(bands, np.zeros(count, np.int32), slice(0, count))
    return bands
