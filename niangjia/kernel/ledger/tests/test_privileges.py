from dataclasses import replace

import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction

from niangjia.core.ids import new_id
from niangjia.kernel.ledger.operations import reverse, sum_up
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.ledger.tests.books import codes, opened, transfer
from niangjia.kernel.ledger.types import Kind

WRITES = [
    "INSERT INTO ledger_account (id, unit, chart) VALUES (gen_random_uuid(), 1, 'x')",
    "UPDATE ledger_account SET balance = 0",
    "DELETE FROM ledger_account",
    "TRUNCATE ledger_account",
    "INSERT INTO ledger_transfer SELECT * FROM ledger_transfer",
    "UPDATE ledger_transfer SET amount = 1",
    "DELETE FROM ledger_transfer",
    "TRUNCATE ledger_transfer",
]
CHANGES = [
    ("UPDATE ledger_transfer SET reason = 'other'", "ledger_transfer is append-only: UPDATE refused"),
    ("DELETE FROM ledger_transfer", "ledger_transfer is append-only: DELETE refused"),
    ("TRUNCATE ledger_transfer", "ledger_transfer is append-only: TRUNCATE refused"),
    ("UPDATE ledger_account SET balance = balance + 1", "ledger_account is append-only: UPDATE refused"),
    ("UPDATE ledger_account SET unit = 1", "ledger_account is append-only: UPDATE refused"),
    ("UPDATE ledger_account SET owner_id = id", "ledger_account is append-only: UPDATE refused"),
    ("UPDATE ledger_account SET version = version - 1", "ledger_account is append-only: UPDATE refused"),
    ("DELETE FROM ledger_account", "ledger_account is append-only: DELETE refused"),
    ("TRUNCATE ledger_account", "ledger_account is append-only: TRUNCATE refused"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", WRITES)
def test_who_serves_cannot_write_the_tables(statement):
    with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_who_serves_cannot_write_through_the_inner_functions():
    bank, lot = opened(), opened()
    forged = f"""
        SELECT ledger_write(ARRAY[ROW(1, gen_random_uuid(), '{bank}', '{lot}', 9, 5, now(), '{lot}', NULL, NULL, '', 1,
                                  NULL, NULL, 0, NULL)
                                  ::ledger_item],
                            ARRAY(SELECT held FROM ledger_account AS held), now())
    """
    with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(forged)


@pytest.mark.django_db
def test_no_temporary_table_can_stand_before_the_books():
    bank, purse = opened(), opened(floor=0)
    connection.cursor().execute("CREATE TEMPORARY TABLE ledger_account ON COMMIT DROP AS SELECT * FROM ledger_account")
    connection.cursor().execute("UPDATE pg_temp.ledger_account SET floor = NULL")
    assert codes([transfer(purse, bank, 5)]) == ["floor_passed"]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_not_even_the_owner_changes_what_is_booked():
    codes([transfer(opened(), opened(), 5)])
    for statement, sentence in CHANGES:
        with pytest.raises(DatabaseError, match=sentence):
            connections["owner"].cursor().execute(statement)
    assert prove_books().holds


TABLES = ("ledger_account", "ledger_transfer", "ledger_stretch")
ACCOUNT = "account_stands_as_its_last_transfer"
UNIT = "transfer_in_the_unit_of_its_accounts"
RUNNING = "running_balance_right"
HELD, RESOLVED = "pending_amounts_right", "pending_resolved_as_it_stands"
ORDER = "booked_in_order"
TAMPERINGS = {
    "UPDATE ledger_account SET balance = 6 WHERE balance = 5": [ACCOUNT, "unit_sums_to_zero"],
    "UPDATE ledger_account SET version = 9 WHERE balance = 5": [ACCOUNT],
    "UPDATE ledger_transfer SET to_balance = 6": [ACCOUNT, RUNNING],
    "UPDATE ledger_transfer SET amount = 6": [RUNNING, RUNNING],
    "UPDATE ledger_transfer SET to_seq = 2": ["numbers_without_gap_or_double"],
    "UPDATE ledger_transfer SET unit = 1": [ACCOUNT, ACCOUNT, UNIT, UNIT],
    "DELETE FROM ledger_transfer": [ACCOUNT, ACCOUNT],
    "DELETE FROM ledger_account WHERE balance = 5": [UNIT, "unit_sums_to_zero"],
}


PENDING_TAMPERINGS = {
    "UPDATE ledger_account SET pending_out = 4 WHERE pending_out = 5": [HELD],
    "UPDATE ledger_account SET pending_in = 1 WHERE pending_in = 0 AND version = 1": [HELD],
    "UPDATE ledger_transfer SET amount = 6 WHERE kind = 2 AND amount = 5": [HELD, HELD],
    "UPDATE ledger_transfer SET amount = 8 WHERE kind = 3": [RESOLVED, RUNNING, RUNNING],
    "UPDATE ledger_transfer SET amount = 6 WHERE kind = 4": [RESOLVED],
    "UPDATE ledger_transfer SET pending_id = id WHERE kind = 4": [HELD, HELD, RESOLVED],
    "UPDATE ledger_transfer SET booked_at = booked_at + interval '1 day' WHERE kind = 2": [ORDER] * 6,
}

MIRROR = "reversal_mirrors_its_original"
REVERSAL_TAMPERINGS = {
    "UPDATE ledger_transfer SET reverses_id = id WHERE reverses_id IS NOT NULL": [MIRROR],
    "UPDATE ledger_transfer AS one SET reverses_id = other.id FROM ledger_transfer AS other"
    " WHERE other.amount = 7 AND one.reverses_id IS NOT NULL": [MIRROR],
    "UPDATE ledger_transfer SET amount = 6 WHERE reverses_id IS NOT NULL": [MIRROR, RUNNING, RUNNING],
    "UPDATE ledger_transfer SET kind = 2 WHERE reverses_id IS NOT NULL": [HELD, HELD, MIRROR, RUNNING, RUNNING],
}
STRETCH = "stretch_as_its_transfers"
STRETCH_TAMPERINGS = {
    "UPDATE ledger_stretch SET change = change + 1": [STRETCH] * 4,
    "UPDATE ledger_stretch SET earliest_at = now() WHERE last_seq = 2": [STRETCH] * 2,
    "UPDATE ledger_stretch SET balance = balance + 1 WHERE last_seq = 4": [STRETCH] * 2,
    "UPDATE ledger_stretch SET booked_at = now() WHERE last_seq = 4": [STRETCH] * 2,
    "UPDATE ledger_stretch SET first_seq = 0 WHERE last_seq = 2": [STRETCH] * 2,
    "UPDATE ledger_transfer SET event_at = now() WHERE from_seq = 3": [STRETCH] * 2,
}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("tampering", "laws"), REVERSAL_TAMPERINGS.items())
def test_whoever_gets_at_a_reversal_is_found_by_the_proof(tampering, laws):
    done = transfer(opened(), opened(), 5)
    codes([done, transfer(opened(), opened(), 7)])
    reverse([done.id], about_id=done.about_id, at=done.event_at)
    assert laws_broken_by(tampering) == laws


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("tampering", "laws"), STRETCH_TAMPERINGS.items())
def test_whoever_gets_at_what_was_summed_up_is_found_by_the_proof(tampering, laws):
    bank, purse = opened(), opened()
    codes([transfer(bank, purse, amount) for amount in (1, 2, 3, 4)])
    assert sum_up(length=2) == 4
    assert laws_broken_by(tampering) == laws


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("tampering", "laws"), TAMPERINGS.items())
def test_whoever_gets_past_the_guards_is_found_by_the_proof(tampering, laws):
    codes([transfer(opened(), opened(), 5)])
    assert laws_broken_by(tampering) == laws


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(("tampering", "laws"), PENDING_TAMPERINGS.items())
def test_whoever_gets_at_what_is_pending_is_found_by_the_proof(tampering, laws):
    codes([transfer(opened(), opened(), 5, kind=Kind.PENDING)])
    for kind in (Kind.POST_PENDING, Kind.VOID_PENDING):
        pending = transfer(opened(), opened(), 7, kind=Kind.PENDING)
        codes([pending, replace(pending, id=new_id(), kind=kind, pending_id=pending.id)])
    assert laws_broken_by(tampering) == laws


def laws_broken_by(tampering):
    assert prove_books().holds
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(tampering)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    found = prove_books()
    assert found.faults_count == len(found.faults)
    return sorted(fault.law for fault in found.faults)
