"""Two requests that lock the same rows in opposite orders: the database ends one, which is then answered once more."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import Error, OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.middleware import UnitOfWorkMiddleware
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account
from niangjia.kernel.access.unit_of_work import is_contended, note_contention, unit_of_work
from tests.worlds import AT

CONTENDED = 503


def locking(first, second, barrier, tries):
    """An answer that locks one row, waits on its first try for the other request to do so too, and locks the other."""

    def answer(request):
        tries.append(first)
        try:
            with transaction.atomic():
                Account.objects.select_for_update().get(username=first)
                if tries.count(first) == 1:
                    barrier.wait(timeout=20)
                Account.objects.select_for_update().get(username=second)
        except Error as error:
            return HttpResponse(status=CONTENDED if note_contention(request, error) else 500)
        return HttpResponse("done")

    return answer


@pytest.mark.django_db(transaction=True)
def test_a_request_that_the_database_ended_for_another_is_answered_once_more():
    with unit_of_work(SYSTEM):
        for name in ("one", "two"):
            create_account(name, label=name, password=None, actor=SYSTEM, at=AT)
    barrier, tries = Barrier(2), []

    def ask(names):
        try:
            answer = locking(*names, barrier, tries)
            return UnitOfWorkMiddleware(answer)(RequestFactory().get("/")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, [("one", "two"), ("two", "one")])) == [200, 200]
    assert len(tries) == 3


@pytest.mark.django_db
def test_a_request_that_is_ended_twice_gets_its_page():
    tries = []

    def answer(request):
        tries.append(request)
        with pytest.raises(OperationalError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'ended' USING ERRCODE = '40P01'; END $$")
        assert note_contention(request, caught.value)
        return HttpResponse(status=CONTENDED)

    assert UnitOfWorkMiddleware(answer)(RequestFactory().get("/")).status_code == CONTENDED
    assert len(tries) == 2


def test_another_error_is_not_taken_for_contention():
    assert not is_contended(ValueError("no"))
    assert not is_contended(OperationalError("no"))
