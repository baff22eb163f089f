from dataclasses import replace

import pytest

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.kernel.ledger.operations import reverse
from niangjia.kernel.ledger.queries import statement, transfers_about
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, codes, held, opened, transfer

pytestmark = pytest.mark.django_db


def undoing(original, **content):
    return transfer(original.to_account, original.from_account, original.amount, reverses_id=original.id, **content)


def test_a_decision_is_undone_by_transfers_the_other_way():
    bank, lot, redeemed = opened(), opened(floor=0), opened(floor=0)
    decision, undoing_decision = new_id(), new_id()
    lines = [transfer(bank, lot, 5, about_id=decision), transfer(lot, redeemed, 5, about_id=decision)]
    assert codes(lines) == ["posted"] * 2
    made = reverse(transfers_about(decision), about_id=undoing_decision, at=EVENT, reason="undo")
    assert held(bank, lot, redeemed) == [0, 0, 0]
    assert transfers_about(undoing_decision) == made
    assert [line.change for line in statement(lot)] == [5, -5, 5, -5]


def test_a_transfer_is_reversed_once():
    first = transfer(opened(), opened(), 5)
    assert codes([first]) == ["posted"]
    reverse([first.id], about_id=RECORD, at=EVENT)
    with pytest.raises(Refusal) as refused:
        reverse([first.id], about_id=RECORD, at=EVENT)
    assert refused.value.code == "reversed_already"


def test_a_transfer_is_reversed_once_within_a_batch():
    first = transfer(opened(), opened(), 5)
    assert codes([first]) == ["posted"]
    assert codes([undoing(first), undoing(first)]) == ["posted", "reversed_already"]


def test_a_transfer_of_the_same_batch_may_be_reversed_after_it_and_not_before():
    first, second = transfer(opened(), opened(), 5), transfer(opened(), opened(), 5)
    assert codes([first, undoing(first), undoing(second), second]) == [
        "posted",
        "posted",
        "reversal_of_unknown",
        "posted",
    ]


def test_a_refused_transfer_cannot_be_reversed():
    first = transfer(opened(floor=0), opened(), 5)
    assert codes([first, undoing(first)]) == ["floor_passed", "reversal_of_unknown"]


def test_a_reversal_that_was_refused_cannot_itself_be_reversed():
    first = transfer(opened(floor=0), opened(floor=0), 5)
    assert codes([first, back := undoing(first), undoing(back)]) == [
        "floor_passed",
        "reversal_of_unknown",
        "reversal_of_unknown",
    ]


def test_a_reversal_must_mirror_what_it_undoes():
    first = transfer(opened(), opened(), 5)
    less, same_way = replace(undoing(first), amount=4), transfer(first.from_account, first.to_account, 5)
    assert codes([first, replace(less, id=new_id())]) == ["posted", "reversal_differs"]
    assert codes([less, replace(same_way, reverses_id=first.id)]) == ["reversal_differs"] * 2


def test_a_reversal_in_a_group_that_breaks_leaves_the_transfer_to_be_reversed():
    purse = opened(floor=0)
    first = transfer(opened(), opened(), 5)
    group = new_id()
    assert codes([first]) == ["posted"]
    wanted = [undoing(first, group_id=group), transfer(purse, opened(), 1, group_id=group), undoing(first)]
    assert codes(wanted) == ["group_refused", "floor_passed", "posted"]


def test_what_has_been_spent_cannot_be_taken_back():
    bank, lot, redeemed = opened(), opened(floor=0), opened()
    certified = transfer(bank, lot, 5)
    assert codes([certified, transfer(lot, redeemed, 2)]) == ["posted"] * 2
    with pytest.raises(Refusal) as refused:
        reverse([certified.id], about_id=RECORD, at=EVENT)
    assert refused.value.code == "floor_passed"


def test_what_was_never_posted_cannot_be_reversed():
    with pytest.raises(Refusal) as refused:
        reverse([new_id()], about_id=RECORD, at=EVENT)
    assert refused.value.code == "reversal_of_unknown"
    assert codes([transfer(opened(), opened(), 5, reverses_id=new_id())]) == ["reversal_of_unknown"]


def test_a_reversal_may_be_reversed():
    first = transfer(opened(), opened(), 5)
    assert codes([first, back := undoing(first), undoing(back)]) == ["posted"] * 3
    assert held(first.to_account) == [5]
