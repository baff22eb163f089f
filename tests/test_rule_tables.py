"""PostgreSQL's CASE, a compiled table in numba and in numpy, and the conditions themselves give one answer."""

import json
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from niangjia.core.conditions import Condition
from niangjia.creditbank.engine.tables.columns import columns_of
from niangjia.creditbank.engine.tables.dense import compile_first_match
from niangjia.creditbank.engine.tables.evaluate import first_rows
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
