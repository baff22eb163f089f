import pytest

from niangjia.core.ids import new_id
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.ledger.tests.books import codes, held, opened, transfer

pytestmark = pytest.mark.django_db


def test_a_group_is_posted_whole():
    bank, lot, redeemed = opened(), opened(floor=0), opened()
    pair = new_id()
    assert codes([transfer(bank, lot, 5, group_id=pair), transfer(lot, redeemed, 5, group_id=pair)]) == ["posted"] * 2
    assert held(bank, lot, redeemed) == [-5, 0, 5]


def test_one_member_that_cannot_be_posted_refuses_the_others():
    bank, lot, redeemed = opened(), opened(floor=0), opened()
    pair = new_id()
    wanted = [
        transfer(bank, lot, 5, group_id=pair),
        transfer(lot, redeemed, 6, group_id=pair),
        transfer(bank, redeemed, 1, group_id=pair),
    ]
    assert codes(wanted) == ["group_refused", "floor_passed", "group_refused"]
    assert held(bank, lot, redeemed) == [0, 0, 0]


def test_what_a_refused_group_would_have_brought_is_not_there_for_those_after_it():
    bank, lot, redeemed = opened(), opened(floor=0), opened()
    pair = new_id()
    wanted = [
        transfer(bank, lot, 5, group_id=pair),
        transfer(redeemed, redeemed, 1, group_id=pair),
        transfer(lot, redeemed, 5),
    ]
    assert codes(wanted) == ["group_refused", "same_account", "floor_passed"]


def test_a_group_is_judged_at_the_place_of_its_first_member():
    bank, lot, redeemed = opened(), opened(floor=0), opened()
    pair = new_id()
    wanted = [
        transfer(bank, redeemed, 1, group_id=pair),
        transfer(lot, redeemed, 5),  # waits for the group's second member, which is judged before it
        transfer(bank, lot, 5, group_id=pair),
    ]
    assert codes(wanted) == ["posted", "posted", "posted"]


def test_two_groups_are_judged_each_for_itself():
    bank, lot = opened(), opened(floor=0)
    good, bad = new_id(), new_id()
    wanted = [
        transfer(bank, lot, 5, group_id=good),
        transfer(lot, bank, 9, group_id=bad),
        transfer(lot, bank, 5, group_id=good),
        transfer(bank, lot, 9, group_id=bad),
    ]
    assert codes(wanted) == ["posted", "floor_passed", "posted", "group_refused"]


def test_a_group_is_replayed_whole():
    bank, lot = opened(), opened(floor=0)
    pair = new_id()
    wanted = [transfer(bank, lot, 5, group_id=pair), transfer(lot, bank, 5, group_id=pair)]
    assert [codes(wanted), codes(wanted)] == [["posted"] * 2, ["replayed"] * 2]
    assert held(bank, lot) == [0, 0]


def test_a_group_that_stands_takes_no_more_members():
    bank, lot = opened(), opened()
    group = new_id()
    first = transfer(bank, lot, 5, group_id=group)
    assert codes([first]) == ["posted"]
    late = [transfer(bank, lot, 5, group_id=group), transfer(bank, lot, 6, group_id=group)]
    assert codes([first, *late]) == ["replayed", "group_already_posted", "group_refused"]
    assert held(lot) == [5]
    assert prove_books().holds
