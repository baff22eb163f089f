"""How the database gets at rows under row-level security: by index, with what the actor may see asked once a query."""

import pytest
from django.db import connection

from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Affiliation, Person
from niangjia.kernel.records.models import Record


def plan_of(actor, rows):
    """The plan where the planner may not fall back to reading a small table whole."""
    sql, given = rows.query.sql_with_params()
    with unit_of_work(actor), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sql, given)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("who", ["county clerk", "李秀英"])
def test_a_person_is_found_by_her_key(world, who):
    plan = plan_of(world.actor(who), Person.objects.filter(pk=world.workers[4].id))
    assert "Index Cond: (party_id = " in plan


def test_the_members_of_an_organisation_are_found_by_an_index(world):
    plan = plan_of(world.actor("county clerk"), Affiliation.objects.filter(organisation_id=world.enterprises[0]))
    assert "Index Cond: (organisation_id = " in plan


def test_the_records_of_a_worker_are_found_by_their_index(world):
    plan = plan_of(world.actor("李秀英"), Record.objects.filter(subject_id=world.workers[4].id))
    assert "record_of_subject" in plan


def test_a_page_of_records_is_read_along_the_index(world):
    plan = plan_of(world.actor("county clerk"), Record.objects.filter(kind="outcome").order_by("-id")[:50])
    assert "Index Scan Backward using record_of_kind" in plan


def test_seats_and_day_are_asked_once_a_query_and_not_for_each_row(world):
    plan = plan_of(world.actor("county clerk"), Person.objects.all())
    conditions = [line for line in plan.splitlines() if "Filter" in line or "Cond" in line]
    assert conditions
    assert not [line for line in conditions if "nj_" in line]
