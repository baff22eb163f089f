"""The loops over a population, compiled by numba. Imported only where a population is evaluated: compiling takes time.

``numpy_kernels`` beside this file says the same in numpy, and what the arguments are.
"""

import numba
import numpy as np

from niangjia.creditbank.engine.tables.numpy_kernels import Cells, Integers

# cache: compiled once for each type of column, then read from disk; nogil: threads may share a population.
# Places are unsigned: a negative one would count from the end, and asking that each time costs a third of the speed.


@numba.njit(cache=True, nogil=True)
def begin(cells: Cells, branches: Integers, bases: Cells) -> None:
    """Every subject starts at the first cell of its branch."""
    for place in range(cells.size):
        cells[place] = bases[np.uint32(branches[place])]


@numba.njit(cache=True, nogil=True)
def add_near(
    cells: Cells,
    branches: Integers,
    values: Integers,
    bands: Integers,
    strides: Cells,
    low: np.signedinteger,
    unknown: np.signedinteger,
) -> None:
    """Add what a column's bands step to, in 32 bits where they hold everything: twice as fast as 64."""
    exact = type(low)
    high = exact(low + bands.size - 2)
    for place in range(cells.size):
        value = exact(values[place])
        slot = exact(min(max(value, low), high) - low + exact(1))
        slot = exact(0) if value == unknown else slot
        cells[place] += strides[np.uint32(branches[place])] * np.int32(bands[np.uint32(slot)])


@numba.njit(cache=True, nogil=True)
def add_far(
    cells: Cells,
    branches: Integers,
    values: Integers,
    bands: Integers,
    strides: Cells,
    lows: Integers,
    highs: Integers,
    unknown: np.int64,
) -> None:
    """The same where the cuts lie far apart and are searched."""
    for place in range(cells.size):
        value = np.int64(values[place])
        slot = np.int64(bands.size - 1)
        if value != unknown:
            slot = np.int64(np.searchsorted(lows, value) + np.searchsorted(highs, value, side="right"))
        cells[place] += strides[np.uint32(branches[place])] * np.int32(bands[np.uint32(slot)])


@numba.njit(cache=True, nogil=True)
def take(cells: Cells, table: Integers, found: Integers) -> None:
    """Look every cell up."""
    for place in range(cells.size):
        found[place] = table[np.uint32(cells[place])]
