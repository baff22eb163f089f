"""What the job worker does for the ledger every night."""

import pytest
from procrastinate.contrib.django import app

from niangjia.core import clock
from niangjia.kernel.ledger.queries import balance_by_event, standing
from niangjia.kernel.ledger.tests.books import EVENT, codes, opened, transfer
from niangjia.kernel.ledger.tests.test_pending import FUTURE, PAST, pending
from niangjia.kernel.ledger.types import Standing
from niangjia.kernel.ledger.upkeep import expire_all, make_all_parts, sum_all_up


@pytest.mark.django_db(transaction=True)
def test_all_that_has_expired_is_voided_once_more_than_fits_one_transaction():
    purse, shop = opened(floor=-5), opened()
    assert set(codes([pending(opened(), shop, 1, expires_at=PAST) for _ in range(1001)])) == {"posted"}
    codes([pending(purse, shop, 5, expires_at=FUTURE)])
    assert expire_all(at=clock.now()) == 1001
    assert expire_all(at=clock.now()) == 0
    assert standing(shop) == Standing(balance=0, pending_out=0, pending_in=5)


@pytest.mark.django_db(transaction=True)
def test_what_was_booked_is_summed_up_once():
    bank, lot = opened(), opened()
    codes([transfer(bank, lot, 1) for _ in range(2001)])
    assert (sum_all_up(), sum_all_up()) == (4, 0)
    assert balance_by_event(lot, by=EVENT) == 2001


@pytest.mark.django_db(transaction=True)
def test_a_ledger_of_one_table_needs_no_parts():
    assert make_all_parts() == ()


def test_the_job_worker_does_all_of_it_by_itself():
    app.perform_import_paths()
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    times = {"ledger.expire_pending": "* * * * *", "ledger.make_parts": "20 3 * * *", "ledger.sum_up": "30 3 * * *"}
    assert {name: periodic.get(name) for name in times} == times
