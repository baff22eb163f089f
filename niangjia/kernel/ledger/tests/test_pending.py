from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit
from niangjia.kernel.ledger.operations import close_account, expire_pending, post, post_pending, reverse, void_pending
from niangjia.kernel.ledger.queries import prove_books, standing, statement
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, codes, held, opened, transfer
from niangjia.kernel.ledger.types import Kind, Posted, Standing

pytestmark = pytest.mark.django_db
PAST, FUTURE = EVENT, clock.now() + timedelta(days=365)


def pending(from_account, to_account, amount, **content):
    return transfer(from_account, to_account, amount, kind=Kind.PENDING, **content)


def resolved(kind, one, amount=None, **content):
    wanted = one.amount if amount is None else amount
    return transfer(one.from_account, one.to_account, wanted, kind=kind, pending_id=one.id, **content)


def posting(one, amount=None, **content):
    return resolved(Kind.POST_PENDING, one, amount, **content)


def voiding(one, amount=None, **content):
    return resolved(Kind.VOID_PENDING, one, amount, **content)


def refusal_of(act, *arguments, **content):
    with pytest.raises(Refusal) as refused:
        act(*arguments, **content)
    return refused.value.code


def test_a_pending_transfer_holds_its_amount_and_moves_nothing():
    purse, shop = opened(floor=0, holding=10), opened()
    assert codes([pending(purse, shop, 7)]) == ["posted"]
    assert standing(purse) == Standing(balance=10, pending_out=7, pending_in=0)
    assert standing(shop) == Standing(balance=0, pending_out=0, pending_in=7)
    assert standing(new_id()) is None


def test_what_is_held_counts_against_the_floor():
    purse, shop = opened(floor=0, holding=10), opened()
    assert codes([pending(purse, shop, 7), transfer(purse, shop, 4), pending(purse, shop, 4)]) == [
        "posted",
        "floor_passed",
        "floor_passed",
    ]
    assert codes([transfer(purse, shop, 4)]) == ["floor_passed"]
    assert codes([transfer(purse, shop, 3)]) == ["posted"]


def test_what_is_held_counts_against_the_ceiling():
    bank, capped = opened(), opened(ceiling=10)
    assert codes([pending(bank, capped, 7), transfer(bank, capped, 4), transfer(bank, capped, 3)]) == [
        "posted",
        "ceiling_passed",
        "posted",
    ]
    assert codes([transfer(bank, capped, 1)]) == ["ceiling_passed"]


def test_what_is_held_for_an_account_cannot_be_spent_yet():
    bank, purse = opened(), opened(floor=0)
    assert codes([pending(bank, purse, 7), transfer(purse, bank, 1)]) == ["posted", "floor_passed"]


def test_a_pending_transfer_is_posted_whole():
    purse, shop = opened(floor=0, holding=10), opened(ceiling=7)
    first = pending(purse, shop, 7)
    assert [codes([first]), codes([posting(first)])] == [["posted"], ["posted"]]
    assert standing(purse) == Standing(3, 0, 0)
    assert standing(shop) == Standing(7, 0, 0)


def test_a_pending_transfer_is_posted_in_part_and_the_rest_released():
    purse, shop = opened(floor=0, holding=10), opened()
    first = pending(purse, shop, 7)
    assert [codes([first]), codes([posting(first, 2)])] == [["posted"], ["posted"]]
    assert standing(purse) == Standing(8, 0, 0)
    assert codes([transfer(purse, shop, 8)]) == ["posted"]


def test_a_void_releases_all_of_it():
    purse, shop = opened(floor=0, holding=10), opened()
    first = pending(purse, shop, 7)
    assert [codes([first]), codes([voiding(first)])] == [["posted"], ["posted"]]
    assert standing(purse) == Standing(10, 0, 0)
    assert standing(shop) == Standing(0, 0, 0)


@pytest.mark.parametrize("act", [posting, voiding])
@pytest.mark.parametrize("again", [posting, voiding])
def test_a_pending_transfer_is_resolved_at_most_once(act, again):
    first = pending(opened(), opened(), 7)
    assert codes([first]) == ["posted"]
    assert [codes([act(first)]), codes([again(first)])] == [["posted"], ["pending_resolved_already"]]


@pytest.mark.parametrize("act", [posting, voiding])
def test_a_pending_transfer_is_resolved_at_most_once_within_a_batch(act):
    first = pending(opened(), opened(), 7)
    assert codes([first]) == ["posted"]
    assert codes([act(first), posting(first, 1), voiding(first)]) == ["posted"] + ["pending_resolved_already"] * 2
    assert prove_books().holds


def test_one_batch_may_bring_a_pending_transfer_and_resolve_it_after_and_not_before():
    first, second = pending(opened(), opened(), 7), pending(opened(), opened(), 7)
    assert codes([first, posting(first, 5), voiding(second), second]) == [
        "posted",
        "posted",
        "pending_unknown",
        "posted",
    ]
    assert held(first.from_account, first.to_account) == [-5, 5]
    assert prove_books().holds


def test_a_resolution_that_cannot_be_posted_leaves_the_pending_one_to_the_next():
    first = pending(opened(), opened(), 7)
    assert codes([first, posting(first, 8), posting(first, 3)]) == ["posted", "pending_amount_passed", "posted"]


def test_what_a_pending_transfer_released_may_be_spent_in_the_same_batch():
    purse, shop = opened(floor=0, holding=7), opened()
    first = pending(purse, shop, 7)
    assert codes([first, transfer(purse, shop, 1), voiding(first), transfer(purse, shop, 7)]) == [
        "posted",
        "floor_passed",
        "posted",
        "posted",
    ]


def test_nothing_but_a_pending_transfer_can_be_resolved():
    plain = transfer(opened(), opened(), 7)
    unheard = pending(plain.from_account, plain.to_account, 7)
    assert codes([plain]) == ["posted"]
    assert codes([posting(plain), voiding(plain), posting(unheard), voiding(unheard)]) == ["pending_unknown"] * 4
    refused = pending(opened(floor=0), opened(), 1)
    assert codes([refused, posting(refused)]) == ["floor_passed", "pending_unknown"]


def test_a_resolution_names_the_accounts_of_what_it_resolves():
    first = pending(opened(), opened(), 7)
    other = replace(first, to_account=opened())
    turned = replace(first, to_account=first.from_account, from_account=first.to_account)
    assert codes([first]) == ["posted"]
    assert codes([posting(other), voiding(other), posting(turned)]) == ["pending_differs"] * 3
    assert codes([posting(first, unit=Unit.CNY)]) == ["unit_mismatch"]


def test_no_more_is_posted_than_is_pending_and_no_less_voided():
    first = pending(opened(), opened(), 7)
    assert codes([first]) == ["posted"]
    assert codes([posting(first, 8), voiding(first, 6), voiding(first, 8), posting(first, 0)]) == [
        "pending_amount_passed",
        "pending_differs",
        "pending_differs",
        "amount_not_positive",
    ]


def test_what_has_expired_is_voided_and_not_posted():
    first = pending(opened(), opened(), 7, expires_at=PAST)
    assert codes([first, posting(first)]) == ["posted", "pending_expired"]
    assert codes([posting(first), voiding(first)]) == ["pending_expired", "posted"]


def test_what_has_not_expired_is_posted():
    first = pending(opened(), opened(), 7, expires_at=FUTURE)
    assert [codes([first]), codes([posting(first)])] == [["posted"], ["posted"]]


def test_everything_about_pending_transfers_may_be_replayed():
    purse, shop = opened(floor=0, holding=10), opened()
    first, second = pending(purse, shop, 7, expires_at=FUTURE), pending(purse, shop, 3)
    wanted = [first, second, posting(first, 5), voiding(second)]
    assert codes(wanted) == ["posted"] * 4
    assert post(wanted) == [Posted(one.id, is_replay=True) for one in wanted]
    assert standing(purse) == Standing(5, 0, 0)


def test_a_key_of_a_pending_transfer_reused_with_other_content_is_refused():
    first = pending(opened(), opened(), 7, expires_at=FUTURE)
    assert codes([first]) == ["posted"]
    plain = replace(first, kind=Kind.POSTED, expires_at=None)
    assert codes([replace(first, expires_at=None)]) == ["key_reused_with_other_content"]
    assert codes([plain]) == ["key_reused_with_other_content"]


def test_a_group_with_pending_transfers_is_posted_whole_or_not_at_all():
    purse, shop = opened(floor=0, holding=10), opened()
    good, bad = new_id(), new_id()
    first, second = pending(purse, shop, 7, group_id=good), pending(purse, shop, 3, group_id=bad)
    wanted = [
        first,
        posting(first, group_id=good),
        second,
        transfer(purse, shop, 1, group_id=bad),
        pending(purse, shop, 3),
    ]
    assert codes(wanted) == ["posted", "posted", "group_refused", "floor_passed", "posted"]
    assert standing(purse) == Standing(3, 3, 0)
    assert prove_books().holds


def test_a_resolution_in_a_group_that_breaks_leaves_the_pending_one_to_be_resolved():
    purse, shop = opened(floor=0, holding=7), opened()
    first, group = pending(purse, shop, 7), new_id()
    wanted = [voiding(first, group_id=group), transfer(purse, shop, 8, group_id=group), posting(first)]
    assert codes([first, *wanted]) == ["posted", "group_refused", "floor_passed", "posted"]


def test_what_moved_nothing_cannot_be_reversed_and_what_was_posted_can():
    first = pending(opened(), opened(), 7)
    back = transfer(first.to_account, first.from_account, 7, reverses_id=first.id)
    done = posting(first)
    assert codes([first, back, done]) == ["posted", "reversal_of_pending", "posted"]
    reverse([done.id], about_id=RECORD, at=EVENT)
    assert held(first.from_account, first.to_account) == [0, 0]
    assert refusal_of(reverse, [first.id], about_id=RECORD, at=EVENT) == "reversal_of_pending"


def test_an_account_with_pending_transfers_stays_open():
    first = pending(opened(), opened(), 7)
    assert codes([first]) == ["posted"]
    assert refusal_of(close_account, first.to_account) == "still_pending"
    assert codes([voiding(first)]) == ["posted"]
    close_account(first.to_account)


def test_a_statement_tells_what_is_held_and_released():
    purse, shop = opened(), opened()
    first, second = pending(purse, shop, 7), pending(purse, shop, 3)
    assert codes([first, second, posting(first, 5), voiding(second)]) == ["posted"] * 4
    lines = [(line.kind, line.change, line.balance, line.held) for line in statement(purse)]
    assert lines == [
        (Kind.PENDING, 0, 0, 7),
        (Kind.PENDING, 0, 0, 3),
        (Kind.POST_PENDING, -5, -5, -7),
        (Kind.VOID_PENDING, 0, -5, -3),
    ]


def test_pending_amounts_stop_where_the_books_end():
    bank, hoard = opened(holding=2**62), opened()
    assert codes([pending(bank, hoard, 2**63 - 1), pending(bank, opened(), 1)]) == ["posted", "floor_passed"]


def test_post_pending_and_void_pending_find_what_they_resolve():
    purse, shop = opened(floor=0, holding=10), opened()
    first, second, key = pending(purse, shop, 7), pending(purse, shop, 3), new_id()
    assert codes([first, second]) == ["posted"] * 2
    for _ in range(2):
        post_pending(first.id, key=key, about_id=RECORD, at=EVENT, amount=5)
    void_pending(second.id, key=new_id(), about_id=RECORD, at=EVENT)
    assert standing(purse) == Standing(5, 0, 0)
    assert refusal_of(void_pending, first.id, key=new_id(), about_id=RECORD, at=EVENT) == "pending_resolved_already"
    assert refusal_of(post_pending, new_id(), key=new_id(), about_id=RECORD, at=EVENT) == "pending_unknown"


def test_what_is_due_expires_the_earliest_first():
    purse, shop = opened(), opened()
    dates = [PAST + timedelta(days=day) for day in (2, 1, 3)]
    wanted = [pending(purse, shop, 5, expires_at=at) for at in [*dates, None, FUTURE]]
    assert codes(wanted) == ["posted"] * 5
    assert codes([voiding(wanted[2])]) == ["posted"]
    assert expire_pending(at=PAST) == ()
    assert expire_pending(at=clock.now(), limit=1) == (wanted[1].id,)
    assert expire_pending(at=clock.now()) == (wanted[0].id,)
    assert expire_pending(at=clock.now()) == ()
    assert standing(purse) == Standing(0, 10, 0)
    assert [(line.event_at, line.reason) for line in statement(purse)[-2:]] == [
        (dates[1], "expired"),
        (dates[0], "expired"),
    ]


def test_nothing_expires_before_the_databases_clock_says_so():
    assert codes([pending(opened(), opened(), 5, expires_at=FUTURE)]) == ["posted"]
    assert expire_pending(at=FUTURE + timedelta(days=1)) == ()


def test_a_batch_that_expires_is_two_questions():
    wanted = [pending(opened(), opened(), 5, expires_at=PAST) for _ in range(5)]
    assert codes(wanted) == ["posted"] * 5
    with CaptureQueriesContext(connection) as sent:
        assert len(expire_pending(at=clock.now())) == 5
    assert len(sent) == 2


@pytest.mark.parametrize(
    "content",
    [
        {"pending_id": RECORD},
        {"kind": Kind.POST_PENDING},
        {"expires_at": FUTURE},
        {"kind": Kind.PENDING, "reverses_id": RECORD},
        {"kind": Kind.PENDING, "expires_at": FUTURE.replace(tzinfo=None)},
    ],
)
def test_a_request_that_contradicts_itself_is_an_error_of_the_program(content):
    with pytest.raises(ValueError, match="pending|expires|reversal"):
        transfer(new_id(), new_id(), 1, **content)
