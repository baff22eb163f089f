"""The loops over a population in numpy: the same answers as ``kernels.py``, for where nothing may be compiled first.

``branches`` is the branch in which each subject stands, ``cells`` the number of its cell, which grows column by column;
both are of one length with ``values``, a column's integers.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[Any]
Cells = NDArray[np.int32]


def begin(cells: Cells, branches: Integers, bases: Cells) -> None:
    """Every subject starts at the first cell of its branch."""
    np.take(bases, branches, out=cells)


def add_near(
    cells: Cells, branches: Integers, values: Integers, bands: Integers, strides: Cells, low: int, unknown: int
) -> None:
    """Add what a column's bands step to: slot 0 is the unknown, 1 is ``low`` and below, the last all above."""
    slots = np.clip(values.astype(np.int64), low, low + bands.size - 2) - low + 1
    slots[values == unknown] = 0
    cells += strides[branches] * bands[slots]


def add_far(
    cells: Cells,
    branches: Integers,
    values: Integers,
    bands: Integers,
    strides: Cells,
    lows: Integers,
    highs: Integers,
    unknown: int,
) -> None:
    """The same where the cuts lie far apart and are searched; the last slot is the unknown."""
    slots = np.searchsorted(lows, values, "left") + np.searchsorted(highs, values, "right")
    slots[values == unknown] = bands.size - 1
    cells += strides[branches] * bands[slots]


def take(cells: Cells, table: Integers, found: Integers) -> None:
    """Look every cell up."""
    np.take(table, cells, out=found)
