"""Several writers at once, on connections of their own, with everything committed."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from django.db import connection

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.kernel.ledger.models import Transfer
from niangjia.kernel.ledger.operations import expire_pending, open_accounts, post
from niangjia.kernel.ledger.queries import balances, prove_books, standing
from niangjia.kernel.ledger.tests.books import EVENT, code, opened, transfer
from niangjia.kernel.ledger.types import Kind, NewAccount, Posted, Standing

WRITERS = 8


def at_once(work, arguments):
    def alone(argument):
        try:
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(alone, arguments))


def _plain(dice, accounts):
    return [transfer(*dice.sample(accounts, 2), dice.randint(1, 9)) for _ in range(10)]


def _mixed(dice, accounts):
    """Plain transfers, pending ones, and resolutions of those."""
    plain = _plain(dice, accounts)
    pending = [transfer(*dice.sample(accounts, 2), dice.randint(1, 9), kind=Kind.PENDING) for _ in range(6)]
    resolved = [
        replace(one, id=new_id(), kind=dice.choice([Kind.POST_PENDING, Kind.VOID_PENDING]), pending_id=one.id)
        for one in dice.sample(pending, 4)
    ]
    return [*plain, *pending, *resolved]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_leave_books_that_hold_and_replays_change_nothing():
    bank, purses = opened(), [opened(floor=0) for _ in range(6)]

    def batches_of(seed):
        dice = Random(seed)
        return [batch(dice, [bank, *purses]) for _ in range(5) for batch in (_plain, _mixed)]

    work = [batches_of(seed) for seed in range(WRITERS)]
    answers = at_once(lambda batches: [post(batch) for batch in batches], work)
    posted = {one.id for batches in answers for batch in batches for one in batch if isinstance(one, Posted)}
    assert set(Transfer.objects.values_list("id", flat=True)) == posted
    assert prove_books().faults == ()
    assert min(balances(purses).values()) >= 0

    before = balances([bank, *purses])
    again = [[one for one in batch if one.id in posted] for batches in work for batch in batches]
    replies = at_once(post, again)
    assert {code(one) for batch in replies for one in batch} == {"replayed"}
    assert balances([bank, *purses]) == before


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_send_the_same_batch_one_posts_it():
    bank, lot = opened(), opened()
    batch = [transfer(bank, lot, 1) for _ in range(20)]
    replies = at_once(post, [batch] * WRITERS)
    answers = [code(one) for reply in replies for one in reply]
    assert sorted(answers) == ["posted"] * 20 + ["replayed"] * 20 * (WRITERS - 1)
    assert balances([lot]) == {lot: 20}


@pytest.mark.django_db(transaction=True)
def test_eight_who_spend_the_last_credit_spend_it_once():
    redeemed, lot = opened(), opened(floor=0, holding=1)
    replies = at_once(lambda _: post([transfer(lot, redeemed, 1)]), range(WRITERS))
    assert sorted(code(one) for (one,) in replies) == ["floor_passed"] * (WRITERS - 1) + ["posted"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_resolve_the_same_pending_transfer_one_does():
    pending = transfer(opened(), opened(), 5, kind=Kind.PENDING)
    assert code(post([pending])[0]) == "posted"

    def resolve(turn):
        kind = Kind.POST_PENDING if turn % 2 else Kind.VOID_PENDING
        return post([replace(pending, id=new_id(), kind=kind, pending_id=pending.id)])

    replies = at_once(resolve, range(WRITERS))
    assert sorted(code(one) for (one,) in replies) == ["pending_resolved_already"] * (WRITERS - 1) + ["posted"]
    assert prove_books().faults == ()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_expire_what_is_due_each_voids_what_no_other_did():
    bank, lot = opened(), opened()
    due = [transfer(bank, lot, 1, kind=Kind.PENDING, expires_at=EVENT) for _ in range(40)]
    post(due)
    voided = at_once(lambda _: expire_pending(at=clock.now(), limit=25), range(WRITERS))
    assert sum(len(one) for one in voided) == len({key for one in voided for key in one})
    expire_pending(at=clock.now())
    assert standing(lot) == Standing(0, 0, 0)
    assert prove_books().faults == ()


@pytest.mark.django_db(transaction=True)
def test_eight_may_open_the_same_accounts_at_once():
    wanted = [NewAccount(new_id(), Unit.POINTS, "lot") for _ in range(50)]
    at_once(lambda seed: open_accounts(Random(seed).sample(wanted, 50)), range(WRITERS))
    assert balances([one.id for one in wanted]) == {one.id: 0 for one in wanted}
