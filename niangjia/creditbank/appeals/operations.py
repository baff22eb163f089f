"""File an appeal, take it back, accept it or not, decide it; upheld, what it was about is put right at once."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.appeals.clocks import clock_of
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.parts import part_of
from niangjia.creditbank.appeals.remedies import put_right
from niangjia.creditbank.appeals.types import APPEALABLE, OPEN, Against, State
from niangjia.creditbank.certification.conflicts import refuse_related
from niangjia.kernel.access.queries import not_allowed, require
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.models import Record
from niangjia.kernel.records.operations import (
    link_records,
    meet_deadline,
    move_record,
    numbered,
    open_record,
    set_deadline,
)
from niangjia.kernel.records.types import NewMove, NewRecord

SERIES: Final = "申诉"
HEAR: Final = "appeal"
TITLE_SIGNS: Final = 200
NOTHING_DECIDED: Final = Term(
    "“{title}”现在没有可以申诉的决定。等它办完，对结果不服再来申诉。",
    "There is nothing decided on {title} that could be appealed. Wait for the decision.",
)
NO_GROUNDS: Final = Term("申诉要写明理由。写好以后再提交。", "An appeal needs its grounds. Write them, then file it.")
TOO_LATE: Final = Term(
    "申诉期限到 {last}，已经过了，没有提交。{steps}。如有正当理由没赶上，请到受理单位当面说明。",
    "One could appeal until {last}, which has gone by; nothing was filed. {steps}. Had you a good reason to be late, "
    "speak to those who hear appeals.",
)
NO_REASON: Final = Term("要写明理由，职工会看到这句话。", "It needs a reason; the worker will read it.")
OWN: Final = Term(
    "{number} 是您本人的申诉，不能由您办理。请转给另一位同事。",
    "{number} is your own appeal: another colleague must decide it.",
)
HAD_PART: Final = Term(
    "{number} 申诉的事您办过（{on}），不能由您办理。请转给没有经手过的同事。",
    "You had part in what {number} is about (on {on}), so you cannot decide it. Pass it to a colleague who had none.",
)
NOT_THERE: Final = Term(
    "{number} 已经不在这一步（可能别人刚刚办过）。请刷新后再看。",
    "{number} does not stand there any more; someone may have just moved it. Reload the page.",
)

TOLD: Final = {
    State.ACCEPTED: Term("{number} 已受理，由没有经手过的人办理。", "{number} is accepted."),
    State.NOT_ACCEPTED: Term("{number} 不予受理，理由：{reason}。", "{number} is not accepted: {reason}."),
    State.UPHELD: Term("{number} 申诉成立：{reason}。", "{number} is upheld: {reason}."),
    State.DISMISSED: Term("{number} 维持原决定，理由：{reason}。", "{number} is dismissed: {reason}."),
}


def file_appeal(record_id: UUID, *, grounds: str, actor: Actor, at: datetime) -> UUID:
    """The worker's act: appeal against what was decided on an outcome or a claim of hers. Gives the appeal's id.

    Refuses ``act_not_allowed``, ``grounds_missing``, ``nothing_to_appeal``, ``appeal_too_late`` and
    ``appeal_once_a_decision``.
    """
    about = Record.objects.select_for_update().get(id=record_id)
    if about.subject_id is None:
        raise not_allowed("appeal.file")
    require(actor, "appeal.file", on=about.subject_id, at=day_of(at))
    if not grounds.strip():
        raise Refusal("grounds_missing", NO_GROUNDS)
    against = APPEALABLE.get((about.kind, about.state))
    if against is None:
        raise Refusal("nothing_to_appeal", NOTHING_DECIDED.format(title=about.title))
    clock = clock_of(about, filed_on=day_of(at))
    if clock.period is not None and clock.is_over(day_of(at)):
        said = {"last": clock.period.last_day, "steps": clock.period.derivation}
        raise Refusal("appeal_too_late", TOO_LATE.format(**said))
    key = _write(about, against, grounds.strip(), actor=actor, at=at)
    if clock.hear is not None:
        set_deadline(key, obligation=HEAR, due_at=clock.hear.ends_at, derivation=clock.hear.derivation)
    return key


def _write(about: Record, against: Against, grounds: str, *, actor: Actor, at: datetime) -> UUID:
    record = NewRecord(
        id=new_id(),
        kind="appeal",
        organisation_id=about.organisation_id,
        subject_id=about.subject_id,
        number=f"{SERIES}{numbered(SERIES, at, '{year}-{number:04}')}",
        title=f"{against.term}：{about.title}"[:TITLE_SIGNS],
        state=State.FILED,
        verb="file",
    )
    key = open_record(record, actor=actor, at=at)
    with constraints_as_refusals():
        Appeal.objects.create(record_id=key, about=about, about_version=about.version, against=against, grounds=grounds)
    link_records(key, about.id, relation="appeals", at=at)
    log(actor=actor, act="appeal.file", about=key, at=at, detail={"against": against.value})
    return key


def withdraw_appeal(appeal_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The worker's act, while it is open. Refuses ``act_not_allowed`` and ``appeal_not_there``."""
    appeal = _lock(appeal_id)
    require(actor, "appeal.file", on=appeal.record.subject_id or appeal_id, at=day_of(at))
    _move(appeal, "withdraw", State.WITHDRAWN, "", actor=actor, at=at)


def accept_appeal(appeal_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take it in hand. Refuses as ``decide_appeal`` does, but needs no reason."""
    appeal = _lock_to_hear(appeal_id, State.FILED, actor=actor, at=at)
    _move(appeal, "accept", State.ACCEPTED, "", actor=actor, at=at)


def decline_appeal(appeal_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Not accepted, for a reason that the worker reads. Refuses as ``decide_appeal`` does."""
    _refuse_silence(reason)
    appeal = _lock_to_hear(appeal_id, State.FILED, actor=actor, at=at)
    _move(appeal, "decline", State.NOT_ACCEPTED, reason.strip(), actor=actor, at=at)


def decide_appeal(appeal_id: UUID, *, is_upheld: bool, reason: str, actor: Actor, at: datetime) -> bool:
    """Uphold or dismiss an accepted appeal; gives whether something was put right by that.

    What had changed since the appeal was filed is left as it stands. Refuses ``reason_missing``, ``act_not_allowed``,
    ``own_appeal``, ``related_person``, ``had_part`` and ``appeal_not_there``; and what the ledger refuses.
    """
    _refuse_silence(reason)
    appeal = _lock_to_hear(appeal_id, State.ACCEPTED, actor=actor, at=at)
    verb, state = ("uphold", State.UPHELD) if is_upheld else ("dismiss", State.DISMISSED)
    _move(appeal, verb, state, reason.strip(), actor=actor, at=at)
    return is_upheld and put_right(appeal, actor=actor, at=at)


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)


def _lock(appeal_id: UUID) -> Appeal:
    return Appeal.objects.select_for_update(of=("self",)).select_related("record").get(record_id=appeal_id)


def _lock_to_hear(appeal_id: UUID, state: State, *, actor: Actor, at: datetime) -> Appeal:
    """Locked, standing in a state, and the actor may decide it: by right, not in her own matter, without part in it."""
    appeal = _lock(appeal_id)
    number = appeal.record.number or ""
    require(actor, "appeal.decide", on=appeal.record.organisation_id, at=day_of(at))
    if actor.person_id is not None and appeal.record.subject_id == actor.person_id:
        raise Refusal("own_appeal", OWN.format(number=number))
    refuse_related(appeal.record, actor=actor, at=at)
    part = part_of(actor, appeal)
    if part is not None:
        raise Refusal("had_part", HAD_PART.format(number=number, on=day_of(part.at)))
    if appeal.record.state != state:
        raise Refusal("appeal_not_there", NOT_THERE.format(number=number))
    return appeal


def _move(appeal: Appeal, verb: str, state: State, reason: str, *, actor: Actor, at: datetime) -> None:
    if appeal.record.state not in OPEN:
        raise Refusal("appeal_not_there", NOT_THERE.format(number=appeal.record.number or ""))
    move = NewMove(appeal.record_id, verb, appeal.record.state, state, reason=reason)
    move_record(move, actor=actor, at=at)
    if state is not State.ACCEPTED and appeal.record.due_at is not None:
        meet_deadline(appeal.record_id, obligation=HEAR, at=at)
    log(actor=actor, act=f"appeal.{verb}", about=appeal.record_id, at=at)
    if state in TOLD and appeal.record.subject_id is not None:
        _tell(appeal.record.subject_id, appeal, state, reason, actor=actor, at=at)


def _tell(person_id: UUID, appeal: Appeal, state: State, reason: str, *, actor: Actor, at: datetime) -> None:
    words = TOLD[state].format(number=appeal.record.number or "", reason=reason.rstrip("。."))
    notify([NewNotice(person_id, f"appeal.{state}", appeal.record_id, words)], actor=actor, at=at)
