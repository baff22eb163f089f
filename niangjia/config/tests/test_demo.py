"""The demo of a new house: loaded whole or not at all, once; everybody in it can log in."""

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from niangjia.config import demo, demo_pathway
from niangjia.config.demo_accounts import ACCOUNTS, demo_accounts, password_file
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.abilities.models import Post
from niangjia.creditbank.abilities.queries import group_cells
from niangjia.creditbank.batch.queries import replays_of, totals_of
from niangjia.creditbank.batch.running import replay_plan
from niangjia.creditbank.batch.runs import finish, plan_chunks
from niangjia.creditbank.batch.working import do_chunks
from niangjia.creditbank.certification.queries import standard_values
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.incentives.models import Plan
from niangjia.creditbank.incentives.queries import figures_of
from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.pathway.models import Candidate, Graduation
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.approvals import approvals_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.creditbank.sharing.models import Ask, Paper, ShareLink
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Organisation

pytestmark = pytest.mark.django_db
LEARNERS, ON_LEAVE = 320, 2


def seen_by(username, *models):
    with unit_of_work(SYSTEM):
        actor = demo.actor(username)
    with unit_of_work(actor):
        return [model.objects.count() for model in models]


def everything():
    return [*seen_by("jiaowu1", Organisation, Enrolment, Outcome, Decision), Account.objects.count()]


def test_demo_is_loaded_once_with_all_its_learners_and_every_account_logs_in(data_folder):
    assert demo.load_demo()
    accounts = demo_accounts(data_folder)
    assert [each.username for each in accounts] == [each.username for each in ACCOUNTS]
    logged_in = [authenticate(username=each.username, password=each.password) for each in accounts]
    assert [account and account.username for account in logged_in] == [each.username for each in ACCOUNTS]
    assert seen_by("jiaowu1", Enrolment) == [LEARNERS]
    assert seen_by("zhigong1", ShareLink, Paper, Ask) == [1, 1, 1]
    assert seen_by("qiye1", ShareLink, Paper, Ask) == [0, 0, 1]
    with unit_of_work(demo.actor("jiaowu1")):
        assert Enrolment.objects.filter(is_attending=False).count() == ON_LEAVE
        assert Decision.objects.count() == demo.CLAIMS
        assert Candidate.objects.filter(enrolment__isnull=False).count() == demo_pathway.ENROLLED
        assert [row.record.state for row in Graduation.objects.all()] == ["graduated"]

    certifier = demo.actor("renzheng")
    with unit_of_work(certifier):
        waiting = list(Outcome.objects.filter(record__state="deposited").order_by("record_id"))
        table = standard_table(clock.today())
        values = standard_values(waiting, table=table, on=clock.today())
        valued = [values[row.record_id].amount > 0 for row in waiting]
        assert all(valued[: len(valued) // 2])  # who opens the queue can certify what stands at its top
        assert sum(valued) > len(valued) / 2

    before, password = everything(), password_file(data_folder).read_text()
    assert not demo.load_demo()
    assert (everything(), password_file(data_folder).read_text()) == (before, password)


def test_demos_own_file_offers_nothing_a_second_time():
    assert demo.load_demo()
    file = SourceFile.at(demo.EXAMPLES / "outcomes.xlsx")
    certifier = demo.actor("renzheng")
    with unit_of_work(certifier):
        body = Outcome.objects.values_list("body_id", flat=True).first()
        trial = import_outcomes(file, body_id=body, actor=certifier, at=clock.now(), is_trial=True)
        own = Outcome.objects.filter(deposit__file_name=file.name)
        refused = own.exclude(void_at=None).count()  # these may be brought in again
        assert (trial.good_count, len(trial.faults)) == (refused, own.count() - refused)


def test_demo_shows_a_draft_that_one_of_two_approved_and_its_replay_finds_gains_and_losses():
    assert demo.load_demo()
    registrar = demo.actor("jiaowu1")
    with unit_of_work(registrar):
        draft = RuleBook.objects.get(published_at=None)
        found = approvals_of(draft, on=clock.today())
        assert ([each.label for each in found.given], found.missing) == (["教务 jiaowu2"], 1)
        assert [account.username for account in found.waiting] == ["jiaowu3"]
        run = replays_of(draft.id).get()
        plan = replay_plan(draft, run.compared_with, on=run.on)
        plan_chunks(connection.connection, run.id, plan)
        assert do_chunks(run.id, connection.connection) == LEARNERS
        finish(connection.connection, run.id, at=clock.now())
        totals = totals_of(replays_of(draft.id).get())
        assert (totals.gaining > 0, totals.losing > 0) == (True, True)
        assert totals.gaining + totals.losing + totals.staying == LEARNERS


def test_demo_that_breaks_off_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "EXAMPLES", tmp_path)
    with pytest.raises((Refusal, OSError)):
        demo.load_demo()
    assert not Account.objects.exists()
    assert not Organisation.objects.exists()


def test_demo_that_is_not_wanted_is_not_loaded(monkeypatch):
    monkeypatch.setenv("NIANGJIA_DEMO", "0")
    assert not demo.load_demo()
    assert not Account.objects.exists()


def test_demo_shows_a_gap_as_counts_and_a_plan_with_something_reserved():
    assert demo.load_demo()
    clerk = demo.actor("qiye1")
    with unit_of_work(clerk):
        firm = Post.objects.values_list("organisation_id", flat=True).distinct().get()
        cells = group_cells(firm)
        assert len(cells) == 5 + 4 + 3
        assert any(cell.holders is not None for cell in cells)
        assert any(cell.holders is None for cell in cells)
    with unit_of_work(demo.actor("gonghui1")):
        figures = figures_of(Plan.objects.get())
        assert (figures.budget, figures.reserved, figures.given) == (20_000, 500, 0)
