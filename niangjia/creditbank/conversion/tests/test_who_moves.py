"""Statements past the program, as the serving role in someone's session: who may move a decision, and how far."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Move, Record
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


@contextmanager
def acting(made, username):
    actor = made.actor(username)
    with unit_of_work(actor):
        yield actor


def claimed(made):
    with acting(made, "zhou") as actor:
        return claim_courses(made.enrolment, actor=actor, at=clock.now())


def write_move(key, to_state, *, from_state="claimed", version=2):
    Move.objects.create(
        record_id=key, version=version, verb="x", from_state=from_state, to_state=to_state, at=clock.now()
    )


def state_of(made, key):
    with acting(made, "jiaowu1"):
        return Record.objects.get(id=key).state


@pytest.mark.parametrize("to_state", ["posted", "returned", "reversed", "claimed", "anything"])
def test_a_worker_writes_no_move_on_her_own_decision_but_to_withdraw_it(to_state):
    made = build_college(LATHE)
    key = claimed(made)
    with pytest.raises(DatabaseError, match="row-level security"), acting(made, "zhou"):
        write_move(key, to_state)
    assert state_of(made, key) == "claimed"
    with acting(made, "zhou"):
        write_move(key, "withdrawn")
    assert state_of(made, key) == "withdrawn"


def test_a_worker_takes_nothing_back_that_is_posted():
    made = build_college(LATHE)
    key = claimed(made)
    made.post(key)
    for to_state in ("withdrawn", "reversed", "claimed"):
        with pytest.raises(DatabaseError, match="row-level security"), acting(made, "zhou"):
            write_move(key, to_state, from_state="posted", version=3)
    assert state_of(made, key) == "posted"


def test_a_registrar_skips_no_step():
    made = build_college(LATHE)
    key = claimed(made)
    for to_state in ("reversed", "claimed"):
        with pytest.raises(DatabaseError, match="row-level security"), acting(made, "jiaowu1"):
            write_move(key, to_state)


def test_no_decision_begins_posted():
    made = build_college(LATHE)
    with pytest.raises(DatabaseError, match="row-level security"), acting(made, "zhou"):
        open_by_hand(made, kind="decision", state="posted")


def test_a_decision_takes_a_record_of_its_kind_that_is_claimed():
    """A record of some other kind may begin in any state; no decision is hung on it."""
    made = build_college(LATHE)
    first = claimed(made)
    with acting(made, "zhou"):
        other = open_by_hand(made, kind="visit", state="posted")
        copied = Decision.objects.get(record_id=first)
    copied.pk = copied.record_id = other
    with pytest.raises(DatabaseError, match="row-level security"), acting(made, "zhou"):
        copied.save(force_insert=True)


def test_the_kind_of_a_record_never_changes():
    made = build_college(LATHE)
    key = claimed(made)
    for change in ({"kind": "visit"}, {"organisation_id": made.body}, {"subject_id": None}):
        with pytest.raises(Refusal) as refused, acting(made, "zhou"):
            Record.objects.filter(id=key).update(**change)
        assert refused.value.code == "record_stays_what_it_is"


def test_a_worker_certifies_nothing_by_a_move():
    made = build_college()
    (key,) = made.deposit(LATHE)
    for username in ("zhou", "jiaowu1"):
        with pytest.raises(DatabaseError, match="row-level security"), acting(made, username):
            write_move(key, "certified", from_state="deposited")
    assert state_of(made, key) == "deposited"


def open_by_hand(made, *, kind, state):
    key, at = new_id(), clock.now()
    Record.objects.create(
        id=key,
        kind=kind,
        title="x",
        state=state,
        state_at=at,
        opened_at=at,
        organisation_id=made.college,
        subject_id=made.person,
    )
    Move.objects.create(record_id=key, version=1, verb="x", to_state=state, at=at)
    return key
