"""Ask for a replay of a draft from a page: noted at once, computed by the job worker."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.batch.models import Engine, Run
from niangjia.creditbank.batch.queries import replay_standing, replays_of
from niangjia.creditbank.batch.running import replay_plan
from niangjia.creditbank.batch.runs import begin
from niangjia.creditbank.batch.sentences import BROKE_OFF_CODE
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import faults_in
from niangjia.kernel.access.queries import require

NO_OTHER: Final = Term(
    "没有可以比的规则书：要选一份已发布的、同一学院的。请先选好，再开始试算。",
    "There is no book to compare with: choose a published one of the same college, then start.",
)
NO_PROGRAMME: Final = Term(
    "《{title}》和《{other}》没有共同的专业，比不出什么。请换一份来比。",
    "{title} and {other} hold for no programme in common: nothing can be compared. Choose another book.",
)


FAULTY: Final = Term(
    "《{title}》还有 {count} 处问题，算不出来：{first}。请改好，重新上传草稿，再试算。",
    "{title} has {count} problem(s) that keep it from being computed: {first} Mend them, upload it, replay it.",
)


class StartedReplay(NamedTuple):
    """The run that was asked for; one that goes on already is not started a second time."""

    id: UUID
    is_new: bool


def start_replay(draft_id: UUID, *, against: UUID | None, actor: Actor, at: datetime) -> StartedReplay:
    """Note that a book is to be compared with a published one over all learners, unless that goes on already.

    Refuses ``act_not_allowed``, ``draft_not_computable``, ``replay_without_other`` and ``replay_without_programme``.
    """
    draft = RuleBook.objects.select_for_update().get(id=draft_id)  # whoever asks at the same time waits here
    require(actor, "rulebook.replay", on=draft.publisher_id, at=day_of(at))
    _refuse_faults(draft)
    published = RuleBook.objects.filter(
        publisher_id=draft.publisher_id, purpose=draft.purpose, published_at__isnull=False
    )
    other = None if against is None else published.filter(id=against).exclude(id=draft.id).first()
    if other is None:
        raise Refusal("replay_without_other", NO_OTHER)
    plan = replay_plan(draft, other, on=day_of(at), asked_by=actor.account_id)
    if not plan.programme_ids:
        raise Refusal("replay_without_programme", NO_PROGRAMME.format(title=draft.title, other=other.title))
    latest = replays_of(draft.id).filter(compared_with=other, content_hash=draft.content_hash, on=plan.on).first()
    if latest is not None and replay_standing(latest, at=at).is_live:
        return StartedReplay(latest.id, is_new=False)
    if latest is not None and (latest.finished_at is None or latest.failure == BROKE_OFF_CODE):
        Run.objects.filter(id=latest.id).update(started_at=at, finished_at=None, failure="")
        return StartedReplay(latest.id, is_new=True)  # it goes on from where it broke off
    connection.ensure_connection()
    run = begin(connection.connection, plan, engine=Engine.PROCESSES, at=at)
    log(actor=actor, act="rule_book.replay", about=run, at=at, detail={"hash": draft.content_hash})
    return StartedReplay(run, is_new=True)


def _refuse_faults(draft: RuleBook) -> None:
    """A replay of what is not well formed would break off; one whose examples differ may be just what is asked for."""
    faults = faults_in(draft)
    if faults:
        told = {"title": draft.title, "count": len(faults), "first": faults[0].term}
        raise Refusal("draft_not_computable", FAULTY.format(**told))
