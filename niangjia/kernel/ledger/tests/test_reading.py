from datetime import timedelta

import pytest

from niangjia.core.ids import new_id
from niangjia.kernel.ledger.models import Account, Transfer
from niangjia.kernel.ledger.operations import sum_up
from niangjia.kernel.ledger.queries import balance, prove_books, statement
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, codes, opened, transfer
from niangjia.kernel.ledger.types import ProofResult, StatementLine

pytestmark = pytest.mark.django_db


def test_a_statement_tells_both_sides_in_the_accounts_own_order():
    bank, lot = opened(), opened()
    out, back = transfer(bank, lot, 5, reason="certify"), transfer(lot, bank, 2)
    assert codes([out, back]) == ["posted"] * 2
    booked_at = Transfer.objects.get(id=out.id).booked_at
    assert statement(lot) == (
        StatementLine(1, out.id, bank, 5, 5, RECORD, EVENT, booked_at, "certify"),
        StatementLine(2, back.id, bank, -2, 3, RECORD, EVENT, booked_at, ""),
    )


def test_a_statement_is_paged_by_the_last_number():
    bank, lot = opened(), opened()
    codes([transfer(bank, lot, 1) for _ in range(7)])
    pages = [statement(lot, after_seq=after, limit=3) for after in (0, 3, 6, 7)]
    assert [[line.seq for line in page] for page in pages] == [[1, 2, 3], [4, 5, 6], [7], []]


def test_a_balance_is_known_at_every_instant_of_booking():
    bank, lot = opened(), opened()
    for amount in (5, -2, 40, -1, 8):
        pair = (bank, lot) if amount > 0 else (lot, bank)
        codes([transfer(*pair, abs(amount)), transfer(*pair, abs(amount))])
    history = {line.booked_at: line.balance for line in statement(lot)}
    assert [balance(lot, at=at) for at in history] == list(history.values()) == [10, 6, 86, 84, 100]
    assert [balance(lot, at=at - timedelta(microseconds=1)) for at in history] == [0, 10, 6, 86, 84]
    assert balance(lot, at=max(history) + timedelta(days=1)) == 100


@pytest.mark.parametrize("length", range(1, 8))
def test_a_balance_is_known_at_every_instant_wherever_it_is_summed_up(length):
    bank, lot = opened(), opened()
    for amount in (5, -2, 40, -1, 8):
        pair = (bank, lot) if amount > 0 else (lot, bank)
        codes([transfer(*pair, abs(amount)), transfer(*pair, abs(amount))])
    assert sum_up(length=length) == 2 * (10 // length)
    history = {line.booked_at: line.balance for line in statement(lot)}
    assert [balance(lot, at=at) for at in history] == [10, 6, 86, 84, 100]
    assert [balance(bank, at=at) for at in history] == [-10, -6, -86, -84, -100]
    assert [balance(lot, at=at - timedelta(microseconds=1)) for at in history] == [0, 10, 6, 86, 84]
    assert balance(lot, at=max(history) + timedelta(days=1)) == 100


def test_an_account_without_transfers_stood_at_zero_and_an_unknown_one_nowhere():
    assert (balance(opened(), at=EVENT), balance(new_id(), at=EVENT), balance(new_id())) == (0, None, None)


def test_what_is_entered_late_is_booked_now():
    late = transfer(opened(), opened(), 5, event_at=EVENT.replace(year=1999))
    codes([late])
    assert Transfer.objects.get(id=late.id).booked_at.year > 2000


def test_a_batch_is_booked_at_one_instant_and_accounts_remember_it():
    bank, lot = opened(), opened()
    codes([transfer(bank, lot, 1), transfer(bank, lot, 2)])
    (instant,) = set(Transfer.objects.filter(to_account=lot).values_list("booked_at", flat=True))
    assert set(Account.objects.values_list("last_booked_at", flat=True)) == {instant}


def test_the_books_are_proved():
    bank, lot = opened(), opened()
    codes([transfer(bank, lot, 5), transfer(lot, bank, 2)])
    assert prove_books() == ProofResult(accounts_count=2, transfers_count=2, faults_count=0, faults=())


def test_empty_books_hold():
    assert prove_books() == ProofResult(accounts_count=0, transfers_count=0, faults_count=0, faults=())
