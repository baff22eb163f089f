"""Suspend a certification while it is looked into: nothing is undone, but nothing can be claimed with it meanwhile."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.conflicts import refuse_conflicts
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import require
from niangjia.kernel.credentials.operations import set_status
from niangjia.kernel.credentials.types import Purpose
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import move_record
from niangjia.kernel.records.types import NewMove

NO_REASON: Final = Term("要写明理由，职工会看到这句话。", "Give a reason: the worker will read it.")
ELSEWHERE: Final = Term(
    "《{title}》的状态已经变了，不能这样办。请刷新后再看。",
    "{title} stands elsewhere by now, so this cannot be done. Reload the page.",
)
SUSPENDED: Final = Term(
    "您的《{title}》暂停使用，机构在核查。理由：{reason}。已经入账的不受影响；查清以后会告诉您。",
    "Your {title} is suspended while the body looks into it. Reason: {reason}. What is posted stands; "
    "you will be told what is found.",
)
RESTORED: Final = Term(
    "您的《{title}》查清了，恢复有效。说明：{reason}", "Your {title} was looked into and holds again: {reason}"
)


def suspend_outcome(outcome_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Suspend a certified outcome; its credential says so at once. What was posted with it stands.

    Refuses ``reason_missing``, ``act_not_allowed``, ``outcome_elsewhere`` and what ``refuse_conflicts`` refuses.
    """
    outcome = _locked(outcome_id, State.CERTIFIED, reason=reason, actor=actor, at=at)
    _move(outcome, "hold", State.SUSPENDED, SUSPENDED, reason=reason.strip(), actor=actor, at=at)


def restore_outcome(outcome_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """A suspended outcome holds again. Refuses what ``suspend_outcome`` refuses."""
    outcome = _locked(outcome_id, State.SUSPENDED, reason=reason, actor=actor, at=at)
    _move(outcome, "release", State.CERTIFIED, RESTORED, reason=reason.strip(), actor=actor, at=at)


def _locked(outcome_id: UUID, state: State, *, reason: str, actor: Actor, at: datetime) -> Outcome:
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    outcome = Outcome.objects.select_for_update(of=("self",)).select_related("record").get(record_id=outcome_id)
    require(actor, "outcome.revoke", on=outcome.body_id, at=day_of(at))
    refuse_conflicts(actor, [outcome], at=at)
    if outcome.record.state != state:
        raise Refusal("outcome_elsewhere", ELSEWHERE.format(title=outcome.title))
    return outcome


def _move(outcome: Outcome, verb: str, to: State, words: Term, *, reason: str, actor: Actor, at: datetime) -> None:
    key = outcome.record_id
    move_record(NewMove(key, verb, outcome.record.state, to, reason=reason), actor=actor, at=at)
    set_status([key], Purpose.SUSPENSION, holds=to == State.SUSPENDED, at=at)
    kind = "outcome.suspended" if to == State.SUSPENDED else "outcome.restored"
    told = NewNotice(outcome.person_id, kind, key, words.format(title=outcome.title, reason=reason))
    notify([told], actor=actor, at=at)
    log(actor=actor, act=f"outcome.{verb}", about=key, at=at)
