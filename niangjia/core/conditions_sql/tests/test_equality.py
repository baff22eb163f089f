"""PostgreSQL and Python give one answer, for any condition and any rows."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from niangjia.core.conditions import Condition, Truth, any_of, context, count_of, fact, holds, sum_of
from niangjia.core.conditions.tests.strategies import COLLECTION, conditions, facts, subjects
from niangjia.core.conditions_sql import CollectionSource, Sources, to_sql

pytestmark = pytest.mark.django_db

COLUMNS = '"integer" bigint, "decimal" numeric, "date" date, "text" text, "boolean" boolean'
NAMES = ("integer", "decimal", "date", "text", "boolean")
TRUTHS = {True: Truth.YES, False: Truth.NO, None: Truth.UNKNOWN}


def sources(**occasion: Any) -> Sources:
    member = CollectionSource(
        rows=f"jsonb_to_recordset(subject.{COLLECTION}) AS member({COLUMNS})",
        facts={name: f'member."{name}"' for name in NAMES},
        known=f"subject.{COLLECTION} IS NOT NULL",
    )
    own = {name: f'subject."{name}"' for name in NAMES}
    return Sources(own, {COLLECTION: member}, **occasion)


def ask(condition: Condition, rows: list[dict[str, Any]], found: Sources) -> list[Truth]:
    sql, values = to_sql(condition, found)
    table = f"jsonb_to_recordset(%s::jsonb) AS subject(position int, {COLUMNS}, {COLLECTION} jsonb)"
    numbered = [{**row, "position": position} for position, row in enumerate(rows)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM {table} ORDER BY position", [*values, json.dumps(numbered, default=str)])
        return [TRUTHS[row[0]] for row in cursor.fetchall()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(conditions(), st.lists(subjects(), min_size=1, max_size=6), facts(), facts())
def test_the_database_answers_as_holds_does(
    condition: Condition, rows: list[dict[str, Any]], occasion: dict[str, Any], parameters: dict[str, Any]
) -> None:
    expected = [holds(condition, row, context=occasion, parameters=parameters) for row in rows]
    assert ask(condition, rows, sources(context=occasion, parameters=parameters)) == expected


def test_what_passes_where_surely_meets_the_condition() -> None:
    rows = [{"integer": 3}, {"integer": 5}, {"integer": None}]
    assert ask(fact("integer").at_least(4), rows, sources()) == [Truth.NO, Truth.YES, Truth.UNKNOWN]


def test_members_are_counted_and_summed_between_what_is_sure_and_what_may_yet_count() -> None:
    held = [{"integer": 4, "decimal": "30.5"}, {"integer": None, "decimal": "10"}]
    rows = [{COLLECTION: held}, {COLLECTION: []}, {COLLECTION: None}]
    high = fact("integer").at_least(3)
    assert ask(any_of(COLLECTION, high), rows, sources()) == [Truth.YES, Truth.NO, Truth.UNKNOWN]
    assert ask(count_of(COLLECTION, high).at_most(1), rows, sources()) == [Truth.UNKNOWN, Truth.YES, Truth.UNKNOWN]
    assert ask(sum_of(COLLECTION, "decimal", high).at_least(30), rows, sources()) == [
        Truth.YES,
        Truth.NO,
        Truth.UNKNOWN,
    ]


def test_a_tree_is_asked_by_its_own_template() -> None:
    template = "({value} = 'workshop' AND {node} = 'plant' AND {on} >= DATE '2025-01-01')"
    below = fact("text").under("plant", on=context("day"))
    rows = [{"text": "workshop"}, {"text": "office"}, {"text": None}]
    answers = {
        day: ask(below, rows, sources(context={"day": day}, trees={"text": template}))
        for day in (date(2024, 5, 1), date(2025, 5, 1), None)
    }
    assert answers[date(2024, 5, 1)] == [Truth.NO, Truth.NO, Truth.UNKNOWN]
    assert answers[date(2025, 5, 1)] == [Truth.YES, Truth.NO, Truth.UNKNOWN]
    assert answers[None] == [Truth.UNKNOWN] * 3


def test_a_value_never_becomes_sql() -> None:
    rows = [{"text": "'; DROP TABLE x; --"}, {"text": "%s {0}"}]
    assert ask(fact("text").equals("'; DROP TABLE x; --"), rows, sources()) == [Truth.YES, Truth.NO]
    assert ask(fact("text").one_of("%s {0}"), rows, sources()) == [Truth.NO, Truth.YES]


def test_a_fact_without_a_source_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        to_sql(fact("salary").at_least(1), sources())
