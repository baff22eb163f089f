from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import pytest
from django.db import OperationalError, connection, transaction

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.kernel.ledger.collector import Collector
from niangjia.kernel.ledger.models import Transfer
from niangjia.kernel.ledger.queries import prove_books, transfers_about
from niangjia.kernel.ledger.tests.books import code, held, opened, transfer

pytestmark = pytest.mark.django_db(transaction=True)
CALLERS = 8


def at_once(collector, batches):
    """All ask at the same moment; gives each caller's codes, or the error that reached it."""
    together = Barrier(len(batches))

    def ask(batch):
        together.wait()
        try:
            return [code(outcome) for outcome in collector.post(batch)]
        except (Refusal, OperationalError) as error:
            return error

    with ThreadPoolExecutor(len(batches)) as callers:
        return list(callers.map(ask, batches))


def test_callers_at_once_share_a_transaction_and_each_gets_its_own_outcome():
    bank, purse = opened(), opened(floor=0)
    batches = [[transfer(bank, purse, 1)] for _ in range(CALLERS - 1)] + [[transfer(purse, bank, 99)]]
    with Collector(wait_seconds=0.5) as collector:
        collector._last_count = CALLERS
        assert at_once(collector, batches) == [["posted"]] * (CALLERS - 1) + [["floor_passed"]]
    assert held(purse) == [CALLERS - 1]
    assert Transfer.objects.values("booked_at").distinct().count() == 1


def test_a_caller_alone_does_not_wait():
    with Collector(wait_seconds=60) as collector:
        assert at_once(collector, [[transfer(opened(), opened(), 1)]]) == [["posted"]]


def test_one_call_may_bring_several_and_a_group_stays_whole():
    bank, purse, group = opened(), opened(floor=0), new_id()
    wanted = [transfer(bank, purse, 1, group_id=group), transfer(purse, bank, 9, group_id=group)]
    with Collector() as collector:
        assert collector.post([]) == []
        assert at_once(collector, [wanted, [transfer(bank, purse, 1)]]) == [
            ["group_refused", "floor_passed"],
            ["posted"],
        ]


def test_who_sends_the_same_at_once_gets_a_replay_as_if_alone():
    wanted = transfer(opened(), opened(), 1)
    with Collector(wait_seconds=0.2) as collector:
        collector._last_count = CALLERS
        answers = at_once(collector, [[wanted]] * CALLERS)
    assert sorted(answers) == [["posted"]] + [["replayed"]] * (CALLERS - 1)
    assert prove_books().transfers_count == 1


@contextmanager
def a_server_that_goes_away(gone: Event) -> Iterator[None]:
    with transaction.atomic():
        if not gone.is_set():
            gone.set()
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
        yield


def test_an_error_of_the_database_reaches_all_callers_of_the_batch_and_no_others():
    bank, lot, gone = opened(), opened(), Event()
    batches = [[transfer(bank, lot, 1)] for _ in range(CALLERS)]
    with Collector(wait_seconds=0.5, unit_of_work=lambda: a_server_that_goes_away(gone)) as collector:
        collector._last_count = CALLERS
        assert [type(answer) for answer in at_once(collector, batches)] == [OperationalError] * CALLERS
        assert held(lot) == [0]
        assert at_once(collector, batches) == [["posted"]] * CALLERS
    assert held(lot) == [CALLERS]


@contextmanager
def a_slow_unit(started: Event, may_go_on: Event) -> Iterator[None]:
    started.set()
    may_go_on.wait()
    with transaction.atomic():
        yield


def test_who_finds_no_room_is_refused_and_what_waits_is_posted_on_leaving():
    bank, lot, started, may_go_on = opened(), opened(), Event(), Event()
    about = new_id()

    def wanted():
        return [transfer(bank, lot, 1, about_id=about)]

    unit = lambda: a_slow_unit(started, may_go_on)  # noqa: E731
    with ThreadPoolExecutor(2) as callers:
        with Collector(room=1, patience_seconds=0.05, unit_of_work=unit) as collector:
            first = callers.submit(collector.post, wanted())
            started.wait()
            second = callers.submit(collector.post, wanted())
            while not collector._queue:
                pass
            with pytest.raises(Refusal) as refused:
                collector.post(wanted())
            may_go_on.set()
        assert [code(one.result()[0]) for one in (first, second)] == ["posted", "posted"]
    assert refused.value.code == "ledger_busy"
    assert len(transfers_about(about)) == 2
    with pytest.raises(RuntimeError, match="closed"):
        collector.post(wanted())
