import tracemalloc

import pytest

from niangjia.core.ids import new_id
from niangjia.kernel.ledger import operations
from niangjia.kernel.ledger.batches import chunks_of
from niangjia.kernel.ledger.operations import import_transfers, post
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.ledger.tests.books import held, opened, transfer
from niangjia.kernel.ledger.types import Imported

pytestmark = pytest.mark.django_db


def test_a_long_list_is_posted_item_by_item(monkeypatch):
    monkeypatch.setattr(operations, "IMPORTED_AT_ONCE", 1000)
    bank, purse, refused = opened(), opened(floor=0), []
    wanted = [transfer(bank, purse, 1) for _ in range(2500)]
    overdrawn, unknown = transfer(purse, bank, 9999), transfer(purse, new_id(), 1)
    wanted[1200:1200], wanted[2400:2400] = [overdrawn], [unknown]
    assert import_transfers(iter(wanted), on_refused=refused.append) == Imported(posted_count=2500, refused_count=2)
    assert [(one.id, one.code) for one in refused] == [(overdrawn.id, "floor_passed"), (unknown.id, "unknown_account")]
    assert held(purse) == [2500]
    assert prove_books().transfers_count == 2500


def test_an_import_that_broke_off_is_run_again(monkeypatch):
    monkeypatch.setattr(operations, "IMPORTED_AT_ONCE", 1000)
    bank, lot = opened(), opened()
    wanted = [transfer(bank, lot, 1) for _ in range(1500)]
    assert len(post(wanted[:1000])) == 1000
    assert import_transfers(wanted, on_refused=pytest.fail) == Imported(posted_count=500, replayed_count=1000)
    assert held(lot) == [1500]


def test_a_group_is_never_cut():
    bank, lot, group = opened(), opened(), new_id()
    alone = [transfer(bank, lot, 1) for _ in range(4)]
    linked = [transfer(bank, lot, 1, group_id=group) for _ in range(3)]
    assert [len(chunk) for chunk in chunks_of([*alone[:2], *linked, *alone[2:]], size=3)] == [5, 2]
    assert [len(chunk) for chunk in chunks_of(alone, size=2)] == [2, 2]
    assert list(chunks_of([], size=2)) == []


def test_an_import_needs_no_more_memory_for_a_longer_list(monkeypatch):
    monkeypatch.setattr(operations, "IMPORTED_AT_ONCE", 50)
    bank, lot = opened(), opened()

    def peak_of(count):
        tracemalloc.start()
        import_transfers((transfer(bank, lot, 1) for _ in range(count)), on_refused=pytest.fail)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_of(100)
    assert peak_of(1500) < 1.5 * peak_of(300)
