from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit
from niangjia.kernel.ledger.operations import open_accounts, post, post_or_refuse
from niangjia.kernel.ledger.queries import balances
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, code, codes, held, opened, transfer
from niangjia.kernel.ledger.types import Code, NewAccount, Posted, Refused, TransferRequest

pytestmark = pytest.mark.django_db


def test_a_transfer_moves_an_amount():
    bank, lot = opened(), opened(floor=0)
    wanted = transfer(bank, lot, 250)
    assert post([wanted]) == [Posted(wanted.id)]
    assert held(bank, lot) == [-250, 250]
    assert balances([bank, lot, new_id()]) == {bank: -250, lot: 250}


def test_a_batch_is_one_round_trip():
    bank, lot = opened(), opened()
    with CaptureQueriesContext(connection) as sent:
        codes([transfer(bank, lot, 1) for _ in range(50)])
    assert len(sent) == 1


def test_no_requests_no_question():
    with CaptureQueriesContext(connection) as sent:
        assert post([]) == []
    assert len(sent) == 0


def test_good_items_are_posted_beside_refused_ones():
    bank, lot = opened(), opened(floor=0)
    assert codes([transfer(bank, lot, 5), transfer(lot, bank, 9), transfer(lot, bank, 2)]) == [
        "posted",
        "floor_passed",
        "posted",
    ]
    assert held(bank, lot) == [-3, 3]


@pytest.mark.parametrize("amount", [0, -5])
def test_an_amount_that_is_not_positive_is_refused(amount):
    assert codes([transfer(opened(), opened(), amount)]) == ["amount_not_positive"]


def test_a_transfer_to_itself_is_refused():
    account = opened()
    assert codes([transfer(account, account, 1)]) == ["same_account"]


def test_an_unknown_account_is_refused_on_either_side():
    account = opened()
    assert codes([transfer(account, new_id(), 1), transfer(new_id(), account, 1)]) == ["unknown_account"] * 2


def test_a_transfer_between_two_units_is_refused():
    standard, course = opened(unit=Unit.STANDARD_CREDIT), opened(unit=Unit.COURSE_CREDIT)
    assert codes([transfer(standard, course, 1, unit=Unit.STANDARD_CREDIT)]) == ["unit_mismatch"]


def test_a_transfer_in_another_unit_than_its_accounts_is_refused():
    assert codes([transfer(opened(), opened(), 1, unit=Unit.CNY)]) == ["unit_mismatch"]


def test_a_floor_may_be_reached_and_not_passed():
    bank, purse = opened(), opened(floor=0, holding=10)
    assert codes([transfer(purse, bank, 10), transfer(purse, bank, 1)]) == ["posted", "floor_passed"]


def test_a_credit_line_is_a_floor_below_zero():
    bank, debtor = opened(), opened(floor=-100)
    assert codes([transfer(debtor, bank, 100), transfer(debtor, bank, 1)]) == ["posted", "floor_passed"]


def test_a_ceiling_may_be_reached_and_not_passed():
    bank, capped = opened(), opened(ceiling=10)
    assert codes([transfer(bank, capped, 10), transfer(bank, capped, 1)]) == ["posted", "ceiling_passed"]


def test_a_floor_may_not_be_passed_between_two_items_of_a_batch():
    bank, purse = opened(), opened(floor=0)
    assert codes([transfer(purse, bank, 5), transfer(bank, purse, 5)]) == ["floor_passed", "posted"]
    assert held(purse) == [5]


def test_a_ceiling_may_not_be_passed_between_two_items_of_a_batch():
    bank, capped = opened(), opened(ceiling=5)
    assert codes([transfer(bank, capped, 6), transfer(capped, bank, 6)]) == ["ceiling_passed", "posted"]


def test_a_balance_without_bounds_stops_where_the_books_end():
    bank, hoard = opened(), opened()
    assert codes([transfer(bank, hoard, 2**63 - 1), transfer(bank, hoard, 2)]) == ["posted", "floor_passed"]


def test_a_key_twice_in_a_batch_is_judged_once():
    bank, lot = opened(), opened()
    first = transfer(bank, lot, 3)
    assert codes([first, first, replace(first, amount=4)]) == ["posted", "key_twice_in_batch", "key_twice_in_batch"]
    assert held(lot) == [3]


def test_a_replay_is_accepted_and_changes_nothing():
    bank, lot = opened(), opened()
    wanted = transfer(bank, lot, 3, reason="certify", group_id=new_id())
    assert codes([wanted]) == ["posted"]
    assert post([wanted]) == [Posted(wanted.id, is_replay=True)]
    assert held(lot) == [3]


def test_a_replay_is_not_judged_again():
    bank, purse = opened(), opened(floor=0, holding=5)
    spent = transfer(purse, bank, 5)
    assert [codes([spent]), codes([spent])] == [["posted"], ["replayed"]]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 4},
        {"event_at": EVENT.replace(year=2025)},
        {"about_id": new_id()},
        {"group_id": new_id()},
        {"reason": "other"},
        {"reverses_id": new_id()},
        {"unit": Unit.CNY},
        {"to_account": new_id()},
    ],
)
def test_a_key_reused_with_other_content_is_refused(change):
    wanted = transfer(opened(), opened(), 3)
    assert codes([wanted]) == ["posted"]
    assert codes([replace(wanted, **change)]) == ["key_reused_with_other_content"]


def test_the_key_of_a_refused_transfer_may_be_used_again():
    bank, purse = opened(), opened(floor=0)
    spend = transfer(purse, bank, 5)
    assert codes([spend]) == ["floor_passed"]
    assert codes([transfer(bank, purse, 5), spend]) == ["posted", "posted"]


def test_all_or_nothing_names_the_first_that_could_not_be_posted():
    bank, purse = opened(), opened(floor=0)
    with pytest.raises(Refusal) as refused:
        post_or_refuse([transfer(bank, purse, 5), transfer(purse, bank, 9)])
    assert refused.value.code == "floor_passed"
    assert held(bank, purse) == [0, 0]


def test_every_refusal_has_its_sentence_in_both_languages():
    assert all(one.term.zh and one.term.en for one in Code)
    assert Refused(RECORD, Code.SAME_ACCOUNT).term == Code.SAME_ACCOUNT.term


def test_a_request_that_the_books_cannot_express_is_an_error_of_the_program():
    with pytest.raises(ValueError, match="aware"):
        transfer(new_id(), new_id(), 1, event_at=EVENT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="beyond"):
        transfer(new_id(), new_id(), 2**63)


def test_a_long_batch_is_judged_as_a_short_one():
    bank, lots = opened(), [new_id() for _ in range(2000)]
    open_accounts([NewAccount(lot, Unit.POINTS, "lot", floor=0) for lot in lots])
    certified = [TransferRequest(new_id(), bank, lot, 7, Unit.POINTS, EVENT, lot) for lot in lots]
    overdrawn = TransferRequest(new_id(), lots[0], bank, 8, Unit.POINTS, EVENT, lots[0])
    outcomes = post([*certified, overdrawn])
    assert [code(outcome) for outcome in outcomes] == ["posted"] * 2000 + ["floor_passed"]
    assert held(bank) == [-14000]
