"""The history says who did what; nobody can change it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from niangjia.core.audit.models import Entry
from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.queries import history
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.ids import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_the_history_of_a_record_tells_who_did_what_under_which_role() -> None:
    record, clerk = new_id(), Actor(new_id(), new_id(), ("registrar", "certifier"), "教务 03")
    log(actor=clerk, act="publish_rulebook", about=record, at=AT, detail={"version": "2"})
    log(actor=SYSTEM, act="expire_offer", about=record, at=AT)
    log(actor=SYSTEM, act="expire_offer", about=new_id(), at=AT)
    published, expired = history(record)
    assert (published.actor, published.act, published.at) == (clerk, "publish_rulebook", AT)
    assert published.detail == {"version": "2"}
    assert (expired.actor, expired.detail) == (SYSTEM, {})


def test_an_act_on_many_records_is_one_statement(django_assert_num_queries) -> None:
    records = [new_id() for _ in range(1000)]
    with django_assert_num_queries(1):
        log_many(actor=SYSTEM, act="import_outcome", about=records, at=AT, detail={"file": "示例"})
    assert Entry.objects.filter(about__in=records).count() == 1000
    assert history(records[-1])[0].detail == {"file": "示例"}


def test_an_act_on_no_record_writes_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        log_many(actor=SYSTEM, act="import_outcome", about=[], at=AT)


def test_the_latest_acts_are_shown_oldest_first() -> None:
    record = uuid4()
    for act in ("open_claim", "withdraw_claim", "open_claim"):
        log(actor=SYSTEM, act=act, about=record, at=AT)
    assert [entry.act for entry in history(record, limit=2)] == ["withdraw_claim", "open_claim"]


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"])
def test_an_entry_is_never_changed(change: str) -> None:
    log(actor=SYSTEM, act="open_claim", about=new_id(), at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_entry_names_its_act() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        log(actor=SYSTEM, act="", about=new_id(), at=AT)


def test_the_trigger_stands_for_the_owner_too() -> None:
    query = "SELECT event_manipulation FROM information_schema.triggers WHERE event_object_table = 'audit_entry'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert {row[0] for row in cursor.fetchall()} == {"UPDATE", "DELETE"}
