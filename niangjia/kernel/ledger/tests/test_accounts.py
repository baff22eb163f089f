from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit
from niangjia.kernel.ledger.models import Account
from niangjia.kernel.ledger.operations import close_account, open_accounts
from niangjia.kernel.ledger.tests.books import codes, held, opened, transfer
from niangjia.kernel.ledger.types import NewAccount

pytestmark = pytest.mark.django_db

LOT = NewAccount(new_id(), Unit.STANDARD_CREDIT, "lot", owner_id=new_id(), floor=0)


def test_an_account_opens_empty():
    open_accounts([LOT])
    assert held(LOT.id) == [0]


def test_nothing_asked_nothing_opened():
    open_accounts([])
    assert not Account.objects.exists()


def test_opening_again_changes_nothing():
    open_accounts([LOT, LOT])
    open_accounts([LOT])
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"unit": Unit.POINTS}, {"chart": "award"}, {"owner_id": None}, {"floor": None}, {"ceiling": 9}]
)
def test_an_account_cannot_be_opened_as_something_else(change):
    open_accounts([LOT])
    other = NewAccount(new_id(), Unit.CNY, "purse")
    with pytest.raises(Refusal) as refused:
        open_accounts([other, replace(LOT, **change)])
    assert refused.value.code == "account_opened_otherwise"
    assert held(other.id) == [None]


def test_an_account_cannot_open_outside_its_bounds():
    with transaction.atomic(), pytest.raises(IntegrityError, match="account_not_below_its_floor"), transaction.atomic():
        open_accounts([replace(LOT, floor=1)])


def test_a_closed_account_takes_no_more_transfers():
    bank, lot = opened(), opened(holding=5)
    close_account(lot)
    assert codes([transfer(bank, lot, 1), transfer(lot, bank, 1)]) == ["account_closed"] * 2
    assert held(lot) == [5]


def test_what_was_posted_before_closing_may_be_replayed():
    wanted = transfer(opened(), opened(), 1)
    assert codes([wanted]) == ["posted"]
    close_account(wanted.to_account)
    assert codes([wanted]) == ["replayed"]


def test_closing_again_keeps_the_first_instant():
    lot = opened()
    close_account(lot)
    first = Account.objects.get(id=lot).closed_at
    close_account(lot)
    assert Account.objects.get(id=lot).closed_at == first


def test_an_unknown_account_cannot_be_closed():
    with pytest.raises(Refusal) as refused:
        close_account(new_id())
    assert refused.value.code == "unknown_account"
