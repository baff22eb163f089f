"""PostgreSQL's binary COPY as one numpy array: records of fixed size, read and written without a loop.

It holds for fields of fixed size that are never NULL: for what is not known a query says ``coalesce(level,
(-32768)::int2)``, or ``'-infinity'`` for a day; both are then the least integer, which is what a column means by it.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HEADER: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER: Final = b"\xff\xff"
TYPES: Final = {"int2": ">i2", "int4": ">i4", "int8": ">i8", "date": ">i4"}
_DAYS_TO_2000: Final = 10_957
Records = NDArray[np.void]


def record_type(fields: Mapping[str, str]) -> np.dtype[np.void]:
    """The layout of a row whose ``fields`` have these types of PostgreSQL: a count, then each length with its value."""
    laid = [("count", ">i2")]
    for name, kind in fields.items():
        laid += [(f"{name} length", ">i4"), (name, TYPES[kind])]
    return np.dtype(laid)


def decoded(raw: bytes, fields: Mapping[str, str]) -> Records:
    """The rows of a whole COPY, as a view. ValueError where it has other fields, sizes or NULLs."""
    layout = record_type(fields)
    size = len(raw) - len(HEADER) - len(TRAILER)
    if not raw.startswith(HEADER) or not raw.endswith(TRAILER) or size % layout.itemsize:
        raise ValueError("not a COPY of these fields")
    records = np.frombuffer(raw, layout, size // layout.itemsize, len(HEADER))
    sizes = {"count": len(fields)} | {f"{name} length": layout[name].itemsize for name in fields}
    if not all((records[name] == expected).all() for name, expected in sizes.items()):
        raise ValueError("a field is NULL or has another size")
    return records


def encoded(fields: Mapping[str, str], columns: Mapping[str, NDArray[Any]]) -> bytes:
    """A whole COPY of these columns, which are of one length."""
    layout = record_type(fields)
    records = np.empty(len(next(iter(columns.values()))), layout)
    records["count"] = len(fields)
    for name in fields:
        records[f"{name} length"] = layout[name].itemsize
        records[name] = columns[name]
    return b"".join([HEADER, records.tobytes(), TRAILER])


def days_since_1970(days: NDArray[Any]) -> NDArray[np.int32]:
    """PostgreSQL's days, counted from 2000, as a column counts them; ``-infinity`` stays the least."""
    least = np.iinfo(np.int32).min
    native = days.astype(np.int32)
    return np.where(native == least, np.int32(least), native + np.int32(_DAYS_TO_2000))
