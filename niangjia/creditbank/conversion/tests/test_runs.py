"""Computations that are asked for twice, broken off by a kill, and taken up again by the next worker."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from niangjia.core import clock
from niangjia.creditbank.conversion.jobs import RunStanding, standing_of
from niangjia.creditbank.conversion.models import ProposalRun
from niangjia.creditbank.conversion.proposals import finish_run, start_run
from niangjia.creditbank.conversion.queries import proposal_totals
from niangjia.creditbank.conversion.tasks import compute_proposals
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.tasks import take_up_stalled
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


class Asked:
    """A run that the registrar asked for, and its job."""

    def __init__(self, college, at):
        self.college, self.at = college, at
        self.actor = college.actor("jiaowu1")
        with unit_of_work(self.actor):
            self.book = RuleBook.objects.get(publisher_id=college.college)
            self.run = start_run(self.book.id, actor=self.actor, at=at)

    def hand_over(self):
        compute_proposals.defer(run_id=str(self.run.id), account_id=str(self.actor.account_id))

    def job_is(self, status):
        """What is left of a job when its worker is killed, or gives it up."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])

    def standing(self, after=timedelta(0)):
        with unit_of_work(self.actor):
            return standing_of(ProposalRun.objects.get(id=self.run.id), at=self.at + after)


@pytest.fixture
def asked():
    return Asked(build_college(LATHE), clock.now())


def test_three_presses_make_one_run(asked):
    asked.hand_over()
    with unit_of_work(asked.actor):
        again = [start_run(asked.book.id, actor=asked.actor, at=asked.at) for _ in range(2)]
        assert [(run.id, run.is_new) for run in again] == [(asked.run.id, False)] * 2
        assert ProposalRun.objects.count() == 1


def test_a_run_stands_as_its_job_does(asked):
    assert asked.standing() is RunStanding.WAITING
    assert asked.standing(after=timedelta(minutes=5)) is RunStanding.BROKEN
    asked.hand_over()
    assert asked.standing(after=timedelta(minutes=5)) is RunStanding.WAITING
    asked.job_is("doing")
    assert asked.standing() is RunStanding.STALLED
    asked.job_is("failed")
    assert asked.standing() is RunStanding.BROKEN


def test_a_run_that_ended_needs_no_job(asked):
    with unit_of_work(asked.actor):
        finish_run(asked.run.id, at=asked.at)
    assert asked.standing() is RunStanding.DONE


def test_after_a_broken_run_a_new_one_is_started(asked):
    asked.hand_over()
    asked.job_is("failed")
    with unit_of_work(asked.actor):
        assert start_run(asked.book.id, actor=asked.actor, at=asked.at).is_new


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_takes_up_what_a_killed_one_left():
    asked = Asked(build_college(LATHE), clock.now())
    asked.hand_over()
    asked.job_is("doing")
    take_up_stalled.defer(timestamp=0)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert asked.standing() is RunStanding.DONE
    with unit_of_work(asked.actor):
        assert proposal_totals(asked.book, on=clock.today()).learners == 2
    statuses = set(ProcrastinateJob.objects.filter(task_name=compute_proposals.name).values_list("status", flat=True))
    assert statuses == {"succeeded"}
