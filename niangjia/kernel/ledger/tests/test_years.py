"""The transfers divided by year, in a schema of its own: everything goes on, across the turn of the year too."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction

from niangjia.config import doctor
from niangjia.config.migrating import _owner_in, grant_privileges
from niangjia.core import clock
from niangjia.core.clock import SHANGHAI
from niangjia.core.ids import new_id
from niangjia.kernel.ledger.models import Transfer
from niangjia.kernel.ledger.operations import expire_pending, reverse
from niangjia.kernel.ledger.queries import balance, balance_by_event, parts_end, prove_books, standing, statement
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, codes, held, opened, transfer
from niangjia.kernel.ledger.tests.test_pending import PAST, pending, posting, voiding
from niangjia.kernel.ledger.types import Standing
from niangjia.kernel.ledger.years import FIRST_YEAR, add_year, divide_transfers, make_parts, part_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
SCHEMA = "niangjia_years"
LAST = "2100-01-01T00:00:00+00:00"


@pytest.fixture
def turn_of_the_year() -> Iterator[Callable[[], None]]:
    """A ledger of its own; what is called divides it so that all booked before is last year's and all after this."""
    owner = connections["owner"]
    with _owner_in(SCHEMA):
        call_command("migrate", "ledger", database="owner", verbosity=0)
        grant_privileges(SCHEMA)
        connection.cursor().execute(f"SET search_path = {SCHEMA}, public")

        def turn() -> None:
            moment = clock.now() + timedelta(seconds=0.3)
            divide_transfers(owner, year=2026, end=moment.isoformat())
            add_year(owner, year=2027, start=moment.isoformat(), end=LAST)
            grant_privileges(SCHEMA)
            while clock.now() <= moment:
                time.sleep(0.01)

        yield turn
        owner.cursor().execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    connection.close()


def parts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, count(*) FROM ledger_transfer GROUP BY 1")
        return dict(cursor.fetchall())


def test_what_the_ledger_refuses_and_replays_it_does_across_the_turn_of_the_year(turn_of_the_year):
    bank, purse, group = opened(), opened(floor=0, holding=10), new_id()
    first, hold, late = transfer(bank, purse, 5, group_id=group), pending(purse, bank, 7), pending(bank, purse, 1)
    undone, expiring = transfer(bank, purse, 2), pending(purse, bank, 1, expires_at=PAST)
    assert codes([first, hold, late, undone, expiring]) == ["posted"] * 5

    turn_of_the_year()
    assert codes([first, hold]) == ["replayed", "replayed"]
    assert codes([transfer(bank, purse, 6, id=first.id)]) == ["key_reused_with_other_content"]
    assert codes([transfer(bank, purse, 6, group_id=group)]) == ["group_already_posted"]
    assert codes([posting(hold, 8), posting(hold, 3), voiding(hold)]) == [
        "pending_amount_passed",
        "posted",
        "pending_resolved_already",
    ]
    back = transfer(purse, bank, 2, reverses_id=undone.id)
    assert codes([back, transfer(purse, bank, 2, reverses_id=undone.id)]) == ["posted", "reversed_already"]
    assert expire_pending(at=clock.now()) == (expiring.id,)
    reverse([first.id], about_id=RECORD, at=EVENT)
    assert standing(purse) == Standing(balance=7, pending_out=0, pending_in=1)
    assert parts() == {part_of(2026): 6, part_of(2027): 4}
    assert prove_books().faults == ()


def test_the_books_are_read_across_the_turn_of_the_year(turn_of_the_year):
    bank, lot = opened(), opened()
    for amount in (1, 2):
        codes([transfer(bank, lot, amount)])
    turn_of_the_year()
    for amount in (4, 8):
        codes([transfer(bank, lot, amount)])
    lines = statement(lot)
    assert [(line.seq, line.balance) for line in lines] == [(1, 1), (2, 3), (3, 7), (4, 15)]
    assert [balance(lot, at=line.booked_at) for line in lines] == [1, 3, 7, 15]
    assert [line.seq for line in statement(lot, after_seq=1, limit=2)] == [2, 3]
    assert balance_by_event(lot, by=EVENT) == 15
    assert held(bank, lot) == [-15, 15]


def test_no_part_can_be_written_but_by_the_functions_and_changed_by_nobody(turn_of_the_year):
    codes([transfer(opened(), opened(), 5)])
    turn_of_the_year()
    codes([transfer(opened(), opened(), 5)])
    for table in ("ledger_transfer", part_of(2026), part_of(2027)):
        for act in (f"UPDATE {table} SET amount = 1", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(act)
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
                connections["owner"].cursor().execute(act)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"INSERT INTO {table} SELECT * FROM {table}")
    assert Transfer.objects.count() == 2


def test_a_key_that_stands_in_two_parts_is_found_by_the_proof(turn_of_the_year):
    first, second = transfer(opened(), opened(), 5), transfer(opened(), opened(), 5)
    codes([first])
    turn_of_the_year()
    codes([second])
    assert prove_books().holds
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {part_of(2027)} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {part_of(2027)} SET id = %s", [first.id])
    assert [fault.law for fault in prove_books().faults] == ["key_once_in_all_parts"]


@pytest.mark.usefixtures("turn_of_the_year")
def test_a_part_ends_after_all_that_is_booked():
    codes([transfer(opened(), opened(), 5)])
    with pytest.raises(DatabaseError, match="partition constraint"):
        divide_transfers(connections["owner"], year=2026, end=EVENT.isoformat())
    assert codes([transfer(opened(), opened(), 5)]) == ["posted"]


@pytest.mark.usefixtures("turn_of_the_year")
def test_parts_are_made_half_a_year_ahead_by_whoever_serves_and_can_be_read_and_not_changed():
    assert (make_parts(), parts_end()) == ((), None)
    codes([transfer(opened(), opened(), 5)])
    moment = clock.now() + timedelta(seconds=0.3)
    divide_transfers(connections["owner"], year=FIRST_YEAR, end=moment.isoformat())
    grant_privileges(SCHEMA)
    made = make_parts()
    this, coming = (datetime(moment.astimezone(SHANGHAI).year + ahead, 1, 1, tzinfo=SHANGHAI) for ahead in (0, 1))
    assert made[0] == part_of(this.year)
    assert made[1:] == ((part_of(coming.year),) if coming - clock.now() < timedelta(days=184) else ())
    assert parts_end() == coming.replace(year=this.year + len(made))
    assert make_parts() == ()
    while clock.now() <= moment:
        time.sleep(0.01)
    codes([transfer(opened(), opened(), 5)])
    assert parts() == {part_of(FIRST_YEAR): 1, made[0]: 1}
    for act in (f"DELETE FROM {made[0]}", f"INSERT INTO {made[0]} SELECT * FROM {made[0]}"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
        connections["owner"].cursor().execute(f"DELETE FROM {made[0]}")


@pytest.mark.usefixtures("turn_of_the_year")
def test_the_doctor_says_when_the_next_part_is_missing():
    assert list(doctor._parts()) == []
    divide_transfers(connections["owner"], year=FIRST_YEAR, end=(clock.now() + timedelta(days=20)).isoformat())
    assert [finding.state for finding in doctor._parts()] == [doctor.State.WRONG]
    make_parts()
    assert [finding.state for finding in doctor._parts()] == [doctor.State.FINE]
