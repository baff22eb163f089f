"""PostgreSQL's CASE, a compiled table in numba and in numpy, and the conditions themselves give one answer."""

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from niangjia.core.conditions import Condition
from niangjia.creditbank.engine.tables.columns import columns_of
from niangjia.creditbank.engine.tables.dense import compile_first_match
from niangjia.creditbank.engine.tables.evaluate import first_rows
from niangjia.creditbank.engine.tables.records import HEADER, TRAILER, days_since_1970, decoded, encoded
from niangjia.creditbank.engine.tables.sql import first_match_sql
from niangjia.creditbank.engine.tables.tests.strategies import VALUES, tables
from niangjia.creditbank.engine.tables.tests.test_equality import POPULATIONS, first_by_explanation

TYPES = {
    "level": "numeric",
    "hours": "numeric",
    "rank": "bigint",
    "awarded_on": "date",
    "occupation": "text",
    "prize": "text",
    "is_team": "boolean",
}


def first_by_postgres(conditions: list[Condition], population: list[dict[str, Any]]) -> list[int]:
    sql, values = first_match_sql(compile_first_match(conditions), {name: f"subject.{name}" for name in VALUES})
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    rows = json.dumps([{**facts, "position": position} for position, facts in enumerate(population)], default=str)
    with connection.cursor() as cursor:
        source = f"jsonb_to_recordset(%s::jsonb) AS subject(position int, {columns})"
        cursor.execute(f"SELECT {sql} FROM {source} ORDER BY position", [*values, rows])
        return [row for (row,) in cursor.fetchall()]


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tables(), POPULATIONS)
def test_postgres_finds_the_same_first_row(conditions: list[Condition], population: list[dict[str, Any]]) -> None:
    table = compile_first_match(conditions)
    columns = columns_of(population, VALUES)
    expected = [first_by_explanation(conditions, facts) for facts in population]
    assert first_rows(table, columns, compiled=False).tolist() == expected
    assert first_rows(table, columns).tolist() == expected
    assert first_by_postgres(conditions, population) == expected


FIELDS = {"id": "int8", "level": "int2", "hours": "int4", "awarded_on": "date"}
ROWS = [(1, 7, 1650, date(2024, 3, 1)), (2**40, None, -5, date(1969, 12, 31)), (3, 0, None, None)]


def copied_out(query: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
        return b"".join(copy)


@pytest.fixture
def outcomes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE outcome (id bigint, level smallint, hours integer, awarded_on date)")
        cursor.executemany("INSERT INTO outcome VALUES (%s, %s, %s, %s)", ROWS)


@pytest.mark.django_db
@pytest.mark.usefixtures("outcomes")
def test_what_postgres_copies_out_is_read_as_records_and_copied_in_again() -> None:
    known = "coalesce(level, (-32768)::smallint), coalesce(hours, -2147483648), coalesce(awarded_on, '-infinity')"
    raw = copied_out(f"SELECT id, {known} FROM outcome")
    records = decoded(raw, FIELDS)
    assert records["id"].tolist() == [1, 2**40, 3]
    assert records["level"].tolist() == [7, -32768, 0]
    assert records["hours"].tolist() == [1650, -5, -(2**31)]
    epoch = date(1970, 1, 1).toordinal()
    assert days_since_1970(records["awarded_on"]).tolist() == [date(2024, 3, 1).toordinal() - epoch, -1, -(2**31)]
    again = encoded(FIELDS, {name: records[name] for name in FIELDS})
    assert again == raw
    with connection.cursor() as cursor:
        with cursor.copy("COPY outcome FROM STDIN (FORMAT binary)") as copy:
            copy.write(again)
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE awarded_on = '-infinity') FROM outcome")
        assert cursor.fetchone() == (6, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("outcomes")
def test_records_with_a_null_or_another_field_are_refused() -> None:
    with pytest.raises(ValueError, match="not a COPY of these fields"):
        decoded(copied_out("SELECT * FROM outcome"), FIELDS)
    with pytest.raises(ValueError, match="NULL or has another size"):
        decoded(copied_out("SELECT id, hours, level, awarded_on FROM outcome WHERE id = 1"), FIELDS)
    assert decoded(HEADER + TRAILER, FIELDS).shape == (0,)
    assert encoded({"id": "int8"}, {"id": np.array([], np.int64)}) == HEADER + TRAILER
