"""A run that is killed goes on where it stood, and comes to what an unbroken run comes to."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connections

from niangjia.core import clock
from niangjia.creditbank.batch.models import Chunk, Run
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.running import propose_all
from niangjia.creditbank.batch.tests.test_proposals_for_all import EXAMPLES, kept, registrar
from niangjia.creditbank.conversion.models import Proposal, ProposalRun
from niangjia.kernel.access.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
COMMAND = ("-m", "niangjia", "batch", "propose", "--chunk", "15", "--workers", "2")


def environment():
    """The session's own server, for a process that sets itself up."""
    names = {"NIANGJIA_DATA": str(settings.NIANGJIA_DATA), "PYTHONPATH": str(settings.PROJECT)}
    return {**{key: value for key, value in os.environ.items() if key != "DATABASE_URL"}, **names}


def done_chunks(ground):
    with unit_of_work(registrar(ground)):
        return Chunk.objects.exclude(done_at=None).count(), Chunk.objects.count()


def wait_for_chunks(ground, process, count):
    deadline = time.monotonic() + 120
    while done_chunks(ground)[0] < count:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_run_killed_midway_goes_on_and_ends_as_an_unbroken_one():
    ground = load_population(240, examples=EXAMPLES, at=clock.now())
    command = [sys.executable, *COMMAND]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True)
    wait_for_chunks(ground, process, 3)
    os.killpg(process.pid, signal.SIGKILL)  # the command and its workers, at once
    process.wait()
    wait_until_alone()
    done, planned = done_chunks(ground)
    assert 3 <= done < planned
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
    assert done_chunks(ground) == (planned, planned)
    broken = kept(ground)
    with unit_of_work(registrar(ground)):
        first = Run.objects.get()
        Proposal.objects.all().delete()
    whole = propose_all(ground.rule_book_id, on=clock.today(), chunk=1000)
    assert whole != first.id
    assert kept(ground) == broken
    with unit_of_work(registrar(ground)):
        assert [run.done_count == run.learners_count for run in ProposalRun.objects.all()] == [True, True]


def wait_until_alone():
    """The server has noticed that nobody is at the other end any more."""
    deadline = time.monotonic() + 60
    query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'niangjia_owner' AND pid <> pg_backend_pid()"
    while True:
        with connections["owner"].cursor() as cursor:
            cursor.execute(query)
            if cursor.fetchone() == (0,):
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)
