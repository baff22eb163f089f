"""Balances by event time: right whatever comes late, and without reading again what was summed up."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.kernel.ledger.operations import close_account, open_accounts, post, sum_up
from niangjia.kernel.ledger.queries import balance_by_event
from niangjia.kernel.ledger.sql import statements
from niangjia.kernel.ledger.tests.books import EVENT, codes, opened, transfer
from niangjia.kernel.ledger.tests.model import Books
from niangjia.kernel.ledger.tests.sequences import ACCOUNTS, CLOSED, history
from niangjia.kernel.ledger.tests.test_expiries import scans_in

DAY = timedelta(days=1)


@pytest.mark.django_db
@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_balances_by_event_are_those_of_the_model_whatever_comes_late_and_wherever_it_is_summed_up(seed):
    dice = Random(seed)
    with transaction.atomic():
        open_accounts(ACCOUNTS)
        close_account(CLOSED)
        model = Books({one.id: one for one in ACCOUNTS}, closed={CLOSED})
        for batch in history(dice):
            late = [replace(one, event_at=EVENT + dice.randint(0, 9) * DAY) for one in batch]
            post(late)
            model.post(late)
            if dice.random() < 0.5:
                sum_up(length=dice.randint(1, 4))
        for account in model.accounts:
            for day in range(-1, 11):
                by = EVENT + day * DAY
                assert balance_by_event(account, by=by) == model.balance(account, by=by)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_what_was_summed_up_is_not_read_again():
    bank, lot = opened(), opened()
    codes([transfer(bank, lot, 1, event_at=EVENT + day * DAY) for day in range(1000)])
    assert sum_up(length=100) == 20
    codes([transfer(bank, lot, 1, event_at=EVENT), transfer(bank, lot, 1, event_at=EVENT + 999 * DAY)])
    by = EVENT + 549 * DAY
    assert balance_by_event(lot, by=by) == 551
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statements("event_balance"), {"account": lot, "by": by})
        scans = list(scans_in(cursor.fetchone()[0][0]["Plan"]))
    transfers = [scan for scan in scans if scan["Relation Name"] == "ledger_transfer"]
    assert "Seq Scan" not in {scan["Node Type"] for scan in transfers}
    each = [(scan["Actual Loops"], scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)) for scan in transfers]
    # the stretch of day 549, and the two that came after; PostgreSQL tells means, rounded
    assert sum(loops * rows for loops, rows in each) == pytest.approx(102, abs=2)


@pytest.mark.django_db(transaction=True)
def test_nobody_but_the_function_makes_stretches_and_nobody_changes_them():
    codes([transfer(opened(), opened(), 1)])
    sum_up(length=1)
    for act in ("UPDATE ledger_stretch SET change = 2", "DELETE FROM ledger_stretch", "TRUNCATE ledger_stretch"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)
