"""Arrays in PostgreSQL's own binary form, made for a whole batch at once; psycopg makes them value by value."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from struct import pack
from typing import Final, Self
from uuid import UUID

import numpy as np
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.pq import Format

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)  # from which PostgreSQL counts
_MICROSECOND: Final = timedelta(microseconds=1)
_ONE_DIMENSION: Final = "!iiIii"  # dimensions, whether with NULLs, the values' type, length, first place
_UUID, _INT2, _INT4, _INT8, _TEXT, _TIMESTAMPTZ = 2950, 21, 23, 20, 25, 1184
_LENGTH_OF_UUID: Final = pack("!i", 16)


class BinaryArray(bytes):
    """An array without NULLs; its type stands in the statement, ``%b::uuid[]``."""

    __slots__ = ()

    @classmethod
    def of_uuids(cls, values: Sequence[UUID]) -> Self:
        """Keys."""
        return cls._of(_UUID, len(values), (_LENGTH_OF_UUID + value.int.to_bytes(16) for value in values))

    @classmethod
    def of_texts(cls, values: Sequence[str]) -> Self:
        """Texts."""
        known = {value: value.encode() for value in set(values)}
        return cls._of(_TEXT, len(values), (pack("!i", len(known[value])) + known[value] for value in values))

    @classmethod
    def of_instants(cls, values: Sequence[datetime]) -> Self:
        """Aware instants."""
        known = {value: (value - _EPOCH) // _MICROSECOND for value in set(values)}
        return cls._of_integers(_TIMESTAMPTZ, "i8", [known[value] for value in values])

    @classmethod
    def of_integers(cls, values: Sequence[int], *, size_bytes: int) -> Self:
        """Whole numbers of 2, 4 or 8 bytes. Raises OverflowError for one that does not fit."""
        return cls._of_integers({2: _INT2, 4: _INT4, 8: _INT8}[size_bytes], f"i{size_bytes}", values)

    @classmethod
    def _of_integers(cls, kind: int, form: str, values: Sequence[int]) -> Self:
        rows = np.empty(len(values), [("length", ">i4"), ("value", f">{form}")])
        rows["length"], rows["value"] = rows.dtype["value"].itemsize, values
        return cls._of(kind, len(values), [rows.tobytes()])

    @classmethod
    def _of(cls, kind: int, count: int, values: Iterable[bytes]) -> Self:
        return cls(pack(_ONE_DIMENSION, 1, 0, kind, count, 1) + b"".join(values))


class _AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: BinaryArray) -> BinaryArray:
        return obj


def accept_arrays(adapters: AdaptersMap) -> None:
    """Let statements take them as parameters."""
    adapters.register_dumper(BinaryArray, _AsItIs)
