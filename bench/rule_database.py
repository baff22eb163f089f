"""The rule table in PostgreSQL: one CASE there, or the outcomes out by COPY and their rows back in."""

import json
from collections.abc import Mapping

import numpy as np
import psycopg

from niangjia.creditbank.engine.tables.columns import Column
from niangjia.creditbank.engine.tables.dense import FirstMatch
from niangjia.creditbank.engine.tables.records import TYPES, days_since_1970, decoded, encoded
from niangjia.creditbank.engine.tables.sql import first_match_sql

SCHEMA = """
    CREATE UNLOGGED TABLE bench_outcome (
        id bigint, kind text, level numeric, tier smallint, prize text, rank smallint, is_team boolean, hours numeric,
        months smallint, certificate_class text, awarded_on date
    )
"""
PLACES = "coalesce(array_position(ARRAY[{words}], {name}), 0)::int2 - 1::int2"
NUMBER = "coalesce(({name} * {scale})::{kind}, {least})"
READ_FIELDS = {"id": "int8"}
WRITTEN_FIELDS = {"id": "int8", "found": "int2"}
_LEAST = {"int2": "(-32768)::int2", "int4": "(-2147483648)::int4"}


class RuleDatabase:
    """The outcomes in a database, with the texts, numbers and days that a table has."""

    def __init__(self, database: str, columns: Mapping[str, Column]) -> None:
        """``database`` is what ``extra_database`` gives."""
        names = {name.lower(): value for name, value in json.loads(database).items()}
        self._connection = psycopg.connect(
            host=names["host"],
            dbname=names["name"],
            user=names["user"],
            autocommit=True,
            cursor_factory=psycopg.ClientCursor,  # constants stand in the statement, as Django puts them
        )
        self.columns = columns
        self.fields = READ_FIELDS | {name: _field(column) for name, column in columns.items()}
        chosen = ", ".join(["id", *(_expression(name, column) for name, column in columns.items())])
        self.query = f"COPY (SELECT {chosen} FROM bench_outcome) TO STDOUT (FORMAT binary)"
        self._load()

    def _load(self) -> None:
        lists = {name: [column.value(place) for place in range(len(column))] for name, column in self.columns.items()}
        with self._connection.cursor() as cursor:
            cursor.execute(SCHEMA)
            cursor.execute("CREATE UNLOGGED TABLE bench_found (id bigint, found smallint)")
            with cursor.copy(f"COPY bench_outcome (id, {', '.join(lists)}) FROM STDIN") as copy:
                for row in zip(range(len(self.columns["kind"])), *lists.values(), strict=True):
                    copy.write_row(row)
            cursor.execute("VACUUM ANALYZE bench_outcome")

    def case_rows(self, table: FirstMatch) -> np.ndarray:
        """Every row number by PostgreSQL's CASE, in order."""
        sql, values = first_match_sql(table, {name: name for name in table.layout.axes})
        query = f"SELECT array_agg({sql} ORDER BY id) FROM bench_outcome"
        return np.array(self._connection.execute(query, values).fetchone()[0], np.int16)

    def case_sum(self, table: FirstMatch) -> int:
        """PostgreSQL works out every CASE and sends one sum."""
        sql, values = first_match_sql(table, {name: name for name in table.layout.axes})
        return int(self._connection.execute(f"SELECT sum({sql}) FROM bench_outcome", values).fetchone()[0])

    def found_rows(self) -> np.ndarray:
        """What was written, in order."""
        query = "SELECT array_agg(found ORDER BY id) FROM bench_found"
        return np.array(self._connection.execute(query).fetchone()[0], np.int16)

    def read(self) -> bytes:
        """The bytes of COPY out."""
        with self._connection.cursor() as cursor, cursor.copy(self.query) as copy:
            return b"".join(copy)

    def write(self, raw: bytes) -> None:
        """COPY these bytes in, in place of what was there."""
        with self._connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_found")
            with cursor.copy("COPY bench_found FROM STDIN (FORMAT binary)") as copy:
                copy.write(raw)

    def decode(self, raw: bytes) -> tuple[np.ndarray, dict[str, Column]]:
        """The ids, and the columns as a table takes them."""
        records = decoded(raw, self.fields)
        found = {name: self._column(records[name], column) for name, column in self.columns.items()}
        return records["id"], found

    def encode(self, ids: np.ndarray, rows: np.ndarray) -> bytes:
        """The bytes of COPY in."""
        return encoded(WRITTEN_FIELDS, {"id": ids, "found": rows})

    def _column(self, read: np.ndarray, like: Column) -> Column:
        if like.is_date:
            return Column(days_since_1970(read), is_date=True)
        return Column(read.astype(read.dtype.newbyteorder("=")), like.words, like.scale)


def _field(column: Column) -> str:
    if column.is_date:
        return "date"
    return "int4" if column.values.dtype.itemsize == np.dtype(TYPES["int4"]).itemsize else "int2"


def _expression(name: str, column: Column) -> str:
    if column.is_date:
        return f"coalesce({name}, '-infinity')"
    if column.words == (False, True):
        return f"coalesce({name}::int, -1)::int2"
    if column.words is not None:
        return PLACES.format(words=", ".join(map(repr, column.words)), name=name)
    kind = _field(column)
    return NUMBER.format(name=name, scale=column.scale, kind=kind, least=_LEAST[kind])
