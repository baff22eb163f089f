"""A registrar asks for a replay; the job computes it; a draft that changes makes it stale or ends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.batch.asking import start_replay
from niangjia.creditbank.batch.models import Run
from niangjia.creditbank.batch.populations.loading import load_population
from niangjia.creditbank.batch.queries import every_change, largest_changes, replays_of, totals_of
from niangjia.creditbank.batch.tasks import compute_replay
from niangjia.creditbank.batch.tests.test_proposals_for_all import AT, EXAMPLES, registrar
from niangjia.creditbank.batch.tests.test_replay_for_all import stricter
from niangjia.creditbank.engine.books import KindSetting, OutcomeKind
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.unit_of_work import unit_of_work

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def drafted(ground, at=AT, **changes):
    actor = registrar(ground)
    with unit_of_work(actor):
        book = replace(stricter(engine_book(RuleBook.objects.get(id=ground.rule_book_id))), **changes)
        return draft_rule_book(book, publisher_id=ground.college_id, actor=actor, at=at)


def asked(ground, key, against=None):
    actor = registrar(ground)
    with unit_of_work(actor):
        return start_replay(key, against=against or ground.rule_book_id, actor=actor, at=AT)


def test_it_is_computed_by_the_job_and_every_learner_is_counted():
    ground = load_population(40, examples=EXAMPLES, at=AT)
    key = drafted(ground)
    run = asked(ground, key)
    assert run.is_new
    assert asked(ground, key) == (run.id, False)
    compute_replay(run_id=str(run.id))
    with unit_of_work(registrar(ground)):
        row = replays_of(key).get()
        totals = totals_of(row)
        losses = largest_changes(row.id, gains=False, limit=5)
        gains = largest_changes(row.id, gains=True, limit=5)
        changes = [each.change for each in every_change(row.id)]
    assert (row.failure, row.learners_count) == ("", totals.gaining + totals.losing + totals.staying)
    assert len(changes) == totals.gaining + totals.losing > 0
    assert [each.change for each in losses] == [change for change in changes if change < 0][:5]
    assert [each.change for each in gains] == [change for change in changes[::-1] if change > 0][:5]
    assert sum(changes) == (totals.won - totals.lost) * 100


def test_a_draft_that_was_changed_ends_its_replay_with_a_reason():
    ground = load_population(5, examples=EXAMPLES, at=AT)
    key = drafted(ground)
    run = asked(ground, key)
    assert drafted(ground, AT + timedelta(hours=1), title="改过（示例）") == key
    compute_replay(run_id=str(run.id))
    with unit_of_work(registrar(ground)):
        assert Run.objects.get(id=run.id).failure == "draft_changed"


def test_what_cannot_be_compared_is_refused():
    ground = load_population(5, examples=EXAMPLES, at=AT)
    key = drafted(ground)
    for other in (key, ground.college_id):
        with pytest.raises(Refusal, match="replay_without_other"):
            asked(ground, key, against=other)
    alone = drafted(ground, code="LING", programmes=("WU",))
    with pytest.raises(Refusal, match="replay_without_programme"):
        asked(ground, alone)
    faulty = drafted(ground, code="CUO", kinds=(KindSetting(OutcomeKind.TRAINING, fan_out=-1),))
    with pytest.raises(Refusal, match="draft_not_computable"):
        asked(ground, faulty)
    nobody = replace(registrar(ground), account_id=None, roles=())
    with pytest.raises(Refusal, match="act_not_allowed"), unit_of_work(SYSTEM):
        start_replay(key, against=ground.rule_book_id, actor=nobody, at=AT)
    with unit_of_work(registrar(ground)):
        assert not Run.objects.exists()


def test_a_replay_that_broke_off_goes_on_as_the_same_run():
    ground = load_population(5, examples=EXAMPLES, at=AT)
    key = drafted(ground)
    run = asked(ground, key)
    with unit_of_work(registrar(ground)):
        Run.objects.filter(id=run.id).update(finished_at=AT, failure="batch_broke_off")
    assert asked(ground, key) == (run.id, True)
    compute_replay(run_id=str(run.id))
    with unit_of_work(registrar(ground)):
        assert Run.objects.get(id=run.id).failure == ""
