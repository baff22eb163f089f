"""Sequencers that are killed, and two at once; entries that commit out of order."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials import sequencing
from niangjia.kernel.credentials.models import LogHead, LogLeaf, LogWaiting
from niangjia.kernel.credentials.operations import enter
from niangjia.kernel.credentials.queries import inclusion_proof
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.tests.acts import AT, entered, integrated, new_entries
from niangjia.kernel.credentials.types import Kind

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work):
    try:
        return work()
    finally:
        connection.close()


class Killed(BaseException):
    """As if the process ended here."""


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE",
        'INSERT INTO "credentials_logleaf"',
        'INSERT INTO "credentials_logsubtree"',
        'INSERT INTO "credentials_loghead"',
    ],
)
def test_killed_after_any_statement_of_a_step_nothing_is_done_and_the_next_step_does_it(statement):
    entered(257)

    def kill(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.strip().startswith(statement):
            raise Killed
        return result

    with pytest.raises(Killed), unit_of_work(SYSTEM), connection.execute_wrapper(kill):
        integrate(at=AT)
    assert (LogWaiting.objects.count(), LogLeaf.objects.count(), LogHead.objects.count()) == (257, 0, 0)
    assert integrated() == 257
    assert (LogWaiting.objects.count(), LogLeaf.objects.count()) == (0, 257)


def test_two_sequencers_at_once_number_every_entry_once():
    count = 40
    for _ in range(4):
        entered(count // 4)
    together = Barrier(2)

    def step():
        together.wait()
        return sum(integrated(most=3) for _ in range(count))

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(in_thread, [step, step]))
    while integrated():
        done.append(0)
    sizes = list(LogHead.objects.order_by("signed_at", "size").values_list("size", flat=True))
    assert list(LogLeaf.objects.order_by("seq").values_list("seq", flat=True)) == list(range(count))
    assert sorted(sizes) == sizes
    assert sizes[-1] == count
    assert LogWaiting.objects.count() == 0


def test_an_entry_that_commits_late_comes_behind_those_that_were_integrated_meanwhile():
    early, late = new_entries(2)
    is_entered, may_commit = Event(), Event()

    def slow():
        with unit_of_work(SYSTEM):
            enter([early], at=AT)
            is_entered.set()
            may_commit.wait(20)

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(in_thread, slow)
        is_entered.wait(20)
        with unit_of_work(SYSTEM):
            enter([late], at=AT)
        assert integrated() == 1
        may_commit.set()
        waiting.result()
    assert integrated() == 1
    assert [inclusion_proof(each.about_id, Kind.PUBLISH).index for each in (late, early)] == [0, 1]


def test_while_another_holds_the_lock_a_step_does_nothing():
    entered(1)
    with unit_of_work(SYSTEM), connection.cursor() as cursor:
        cursor.execute(sequencing._LOCK)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(in_thread, integrated).result() == 0
