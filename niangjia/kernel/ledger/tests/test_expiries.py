"""What may still expire is listed beside the books; what is due is found there, however many ever had an expiry."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.kernel.ledger.models import Expiry
from niangjia.kernel.ledger.operations import expire_pending
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.ledger.sql import statements
from niangjia.kernel.ledger.tests.books import codes, opened
from niangjia.kernel.ledger.tests.test_pending import FUTURE, PAST, pending, posting, voiding


def listed() -> set:
    return set(Expiry.objects.values_list("id", flat=True))


@pytest.mark.django_db
def test_what_may_expire_is_listed_until_it_is_resolved():
    purse, shop = opened(floor=0, holding=20), opened()
    wanted = [pending(purse, shop, 5, expires_at=at) for at in (PAST, FUTURE, FUTURE, None)]
    assert codes(wanted) == ["posted"] * 4
    assert listed() == {one.id for one in wanted[:3]}
    assert codes([posting(wanted[1], 3), voiding(wanted[2], 4), voiding(wanted[3])]) == [
        "posted",
        "pending_differs",
        "posted",
    ]
    assert listed() == {wanted[0].id, wanted[2].id}
    assert expire_pending(at=clock.now()) == (wanted[0].id,)
    assert listed() == {wanted[2].id}


@pytest.mark.django_db
def test_what_one_batch_posts_and_resolves_or_refuses_is_not_listed():
    purse, shop, group = opened(floor=0, holding=10), opened(), new_id()
    passing = pending(purse, shop, 5, expires_at=FUTURE)
    assert codes([passing, posting(passing)]) == ["posted", "posted"]
    assert codes([pending(purse, shop, 6, expires_at=FUTURE)]) == ["floor_passed"]
    broken = [pending(purse, shop, 1, expires_at=FUTURE, group_id=group), pending(purse, shop, 9, group_id=group)]
    assert codes(broken) == ["group_refused", "floor_passed"]
    assert listed() == set()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_finding_what_is_due_reads_no_table_as_a_whole():
    purse, shop = opened(), opened()
    at = [FUTURE + timedelta(seconds=second) for second in range(2000)]
    codes([pending(purse, shop, 1, expires_at=one) for one in at])
    codes([pending(purse, shop, 1, expires_at=PAST) for _ in range(5)])
    connections["owner"].cursor().execute("ANALYZE ledger_expiry, ledger_transfer")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + statements("due"), {"at": clock.now(), "limit": 1000})
        scans = list(scans_in(cursor.fetchone()[0][0]["Plan"]))
    assert "Seq Scan" not in {scan["Node Type"] for scan in scans}
    read = {scan["Relation Name"]: (scan["Actual Rows"], scan.get("Rows Removed by Filter", 0)) for scan in scans}
    assert read == {"ledger_expiry": (5, 0), "ledger_transfer": (5, 0)}


def scans_in(plan):
    if "Relation Name" in plan:
        yield plan
    for inner in plan.get("Plans", []):
        yield from scans_in(inner)


@pytest.mark.django_db(transaction=True)
def test_nobody_but_the_functions_writes_the_list():
    codes([pending(opened(), opened(), 5, expires_at=FUTURE)])
    for act in ("UPDATE ledger_expiry SET expires_at = now()", "DELETE FROM ledger_expiry", "TRUNCATE ledger_expiry"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)
    assert Expiry.objects.count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("tampering", ["DELETE FROM ledger_expiry", "UPDATE ledger_expiry SET expires_at = now()"])
def test_a_list_that_differs_from_the_books_is_found_by_the_proof(tampering):
    codes([pending(opened(), opened(), 5, expires_at=FUTURE)])
    assert prove_books().holds
    with connections["owner"].cursor() as cursor:
        cursor.execute(tampering)
    assert [fault.law for fault in prove_books().faults] == ["what_may_expire_is_listed"]
