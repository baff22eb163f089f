"""Plain batches take the short way when nothing speaks against any item; else the long way answers, item by item."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.kernel.ledger.models import Transfer
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.ledger.tests.books import codes, held, opened, transfer
from niangjia.kernel.ledger.types import MOST

pytestmark = pytest.mark.django_db
LARGE = 10**12  # the short way takes no more


def test_a_batch_in_two_units_with_many_instants_records_and_reasons_stands_as_it_was_sent():
    bank, purse, till, box = opened(), opened(floor=0), opened(unit=Unit.CNY), opened(unit=Unit.CNY, ceiling=9)
    at = datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    wanted = [
        transfer(bank, purse, 5, event_at=at, about_id=new_id(), reason="结转"),
        transfer(till, box, 9, unit=Unit.CNY, event_at=at + timedelta(microseconds=1), about_id=new_id()),
        transfer(purse, bank, 5, reason="'{}\"\\"),
        transfer(bank, purse, LARGE),
    ]
    assert codes(wanted) == ["posted"] * 4
    rows = Transfer.objects.in_bulk([one.id for one in wanted])
    for one in wanted:
        row = rows[one.id]
        stands = (row.from_account_id, row.to_account_id, row.amount, row.unit, row.event_at, row.about_id, row.reason)
        sent = (one.from_account, one.to_account, one.amount, one.unit, one.event_at, one.about_id, one.reason)
        assert stands == sent
    assert [rows[one.id].from_balance for one in wanted] == [-5, -9, 0, -LARGE]
    assert [rows[one.id].to_seq for one in wanted] == [1, 1, 2, 3]
    assert codes(wanted) == ["replayed"] * 4
    assert prove_books().faults == ()


@pytest.mark.parametrize("amount", [LARGE + 1, MOST])
def test_large_amounts_are_posted_until_the_books_can_hold_no_more(amount):
    bank, purse = opened(), opened()
    assert codes([transfer(bank, purse, amount)]) == ["posted"]
    for _ in range(2):
        rest = MOST - held(purse)[0]
        assert codes([transfer(bank, purse, min(rest, LARGE) or 1)]) == ["posted" if rest else "ceiling_passed"]
    assert prove_books().faults == ()


@pytest.mark.parametrize(("accounts", "places"), [("{0},{0}", "1,2"), ("{1},{0}", "1,2"), ("{0},{1}", "1,3")])
def test_accounts_that_do_not_stand_once_and_in_order_are_never_counted_on(accounts, places):
    low, high = sorted([opened(), opened()])
    source, target = places.split(",")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ledger_post_plain(ARRAY[gen_random_uuid()], '{{{accounts.format(low, high)}}}', ARRAY[{source}],"
            f" ARRAY[{target}], '{{5}}', '{{{Unit.POINTS}}}', ARRAY[now()], ARRAY[gen_random_uuid()], '{{x}}')"
        )
        (answer,) = cursor.fetchone()
    assert answer in (["same_account"], ["posted"], ["unknown_account"])
    assert held(low, high) == ([5, -5] if answer == ["posted"] else [0, 0])
    assert prove_books().faults == ()


def test_what_is_pending_counts_on_the_short_way_too():
    bank, purse = opened(), opened(floor=0, ceiling=10, holding=8)
    pending = [transfer(purse, bank, 3, kind=2), transfer(bank, purse, 1, kind=2)]
    assert codes(pending) == ["posted"] * 2
    assert codes([transfer(purse, bank, 5)]) == ["posted"]
    assert codes([transfer(purse, bank, 1)]) == ["floor_passed"]
    assert codes([transfer(bank, purse, 6)]) == ["posted"]
    assert codes([transfer(bank, purse, 1)]) == ["ceiling_passed"]
