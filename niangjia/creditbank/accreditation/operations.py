"""Accredit bodies, change their scope, suspend them, lift that, end it: by the bank's operator, each act a move."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.models import Accreditation, Evaluation, Expert, Scope, Suspension
from niangjia.creditbank.accreditation.types import Finding, NewAccreditation, NewExpert, NewScope, State
from niangjia.kernel.access.queries import require
from niangjia.kernel.credentials.operations import set_status
from niangjia.kernel.credentials.types import Purpose
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.types import OrganisationKind
from niangjia.kernel.records.operations import move_record, numbered, open_record
from niangjia.kernel.records.types import NewMove, NewRecord

NUMBER: Final = "RZ-{year}-{number:04}"
NOT_A_BODY: Final = Term("{name} 不是认证机构，不能授权。", "{name} is no certifying body, so it cannot be accredited.")
NO_SCOPE: Final = Term(
    "授权至少要有一项范围。请选种类，需要时再写职业和等级。",
    "An accreditation names at least one scope: choose a kind, and an occupation and levels where they matter.",
)
NO_REASON: Final = Term("请写明理由，机构会看到这句话。", "Give a reason: the body will read it.")
NOT_THERE: Final = Term(
    "没有找到这项授权，或它不归您管。请回到机构列表再看。",
    "There is no such accreditation, or it is not yours to change. Go back to the list.",
)
WRONG_STATE: Final = Term(
    "这项授权现在是“{state}”，不能这样办。请刷新后再看。",
    "The accreditation is {state} now, so this cannot be done. Reload the page.",
)
NOT_LATER: Final = Term(
    "新的到期日 {until} 不晚于现在的 {now}。要提前结束，请用“结束授权”。",
    "The new end {until} is not later than {now}. To end it earlier, end the accreditation.",
)
NO_SUCH_SCOPE: Final = Term("这项范围已不在授权里。请刷新后再看。", "That scope is not in force any more. Reload.")
STATES: Final = {
    State.ACCREDITED: Term("授权有效", "in force"),
    State.SUSPENDED: Term("暂停", "suspended"),
    State.ENDED: Term("已结束", "ended"),
}


def accredit_body(new: NewAccreditation, *, actor: Actor, at: datetime) -> UUID:
    """Accredit a body for the scopes given, and give the record's key.

    Refuses ``act_not_allowed``, ``not_a_body``, ``scope_missing``, ``accreditation_one_at_a_time``,
    ``accreditation_ends_after_start`` and what scopes refuse.
    """
    require(actor, "body.accredit", on=new.bank_id, at=day_of(at))
    body = Organisation.objects.get(party_id=new.body_id)
    if body.kind != OrganisationKind.CERTIFYING_BODY:
        raise Refusal("not_a_body", NOT_A_BODY.format(name=body.name))
    if not new.scopes:
        raise Refusal("scope_missing", NO_SCOPE)
    number = numbered("accreditation", at, NUMBER)
    key = open_record(_record(new, body.name, number), actor=actor, at=at)
    with constraints_as_refusals():
        Accreditation.objects.create(
            record_id=key,
            bank_id=new.bank_id,
            body_id=new.body_id,
            number=number,
            valid_from=new.since,
            valid_to=new.until,
        )
    _add_scopes(key, new.scopes, since=new.since)
    log(actor=actor, act="body.accredit", about=key, at=at, detail={"body": str(new.body_id)})
    return key


def widen_scope(accreditation_id: UUID, scopes: Sequence[NewScope], *, reason: str, actor: Actor, at: datetime) -> None:
    """The body may certify this as well, from today on. Refuses what ``accredit_body`` and ``reason_missing``."""
    row = _locked(accreditation_id, actor=actor, at=at)
    if not scopes:
        raise Refusal("scope_missing", NO_SCOPE)
    _move(row, "widen", State(row.record.state), reason=reason, actor=actor, at=at)
    _add_scopes(row.record_id, scopes, since=max(day_of(at), row.valid_from))


def narrow_scope(accreditation_id: UUID, scope_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """The body may certify this no more, from today on. Refuses ``no_such_scope``, ``reason_missing``."""
    row = _locked(accreditation_id, actor=actor, at=at)
    _move(row, "narrow", State(row.record.state), reason=reason, actor=actor, at=at)
    today = day_of(at)
    held = Scope.objects.filter(id=scope_id, accreditation=row, valid_to=None)
    scope = held.first()
    if scope is None:
        raise Refusal("no_such_scope", NO_SUCH_SCOPE)
    held.update(valid_to=max(today, scope.valid_from))


def suspend_body(accreditation_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Nothing may be taken in or certified from today on, until it is lifted. Refuses ``wrong_state``."""
    row = _locked(accreditation_id, State.ACCREDITED, actor=actor, at=at)
    _move(row, "suspend", State.SUSPENDED, reason=reason, actor=actor, at=at)
    with constraints_as_refusals():
        Suspension.objects.create(accreditation=row, valid_from=day_of(at), reason=reason.strip())
    set_status([row.record_id], Purpose.SUSPENSION, holds=True, at=at)


def lift_suspension(accreditation_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """The body may go on from today. Refuses ``wrong_state``."""
    row = _locked(accreditation_id, State.SUSPENDED, actor=actor, at=at)
    _move(row, "lift", State.ACCREDITED, reason=reason, actor=actor, at=at)
    Suspension.objects.filter(holds_on(day_of(at)), accreditation=row).update(valid_to=day_of(at))
    set_status([row.record_id], Purpose.SUSPENSION, holds=False, at=at)


def extend_accreditation(accreditation_id: UUID, *, until: date, reason: str, actor: Actor, at: datetime) -> None:
    """It holds longer. Refuses ``end_not_later``, ``wrong_state`` and ``accreditation_one_at_a_time``."""
    row = _locked(accreditation_id, actor=actor, at=at)
    if until <= row.valid_to:
        raise Refusal("end_not_later", NOT_LATER.format(until=until, now=row.valid_to))
    _move(row, "extend", State(row.record.state), reason=reason, actor=actor, at=at)
    with constraints_as_refusals():
        Accreditation.objects.filter(record_id=row.record_id).update(valid_to=until)


def end_accreditation(accreditation_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """It holds no more from today on; what was certified before stands. Refuses ``wrong_state``."""
    row = _locked(accreditation_id, actor=actor, at=at)
    _move(row, "end", State.ENDED, reason=reason, actor=actor, at=at)
    ends = min(row.valid_to, max(row.valid_from, day_of(at)))
    Accreditation.objects.filter(record_id=row.record_id).update(valid_to=ends)
    set_status([row.record_id], Purpose.REVOCATION, holds=True, at=at)


def add_expert(new: NewExpert, *, bank_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Put an expert on the bank's roster. Refuses ``expert_has_a_field``."""
    require(actor, "body.accredit", on=bank_id, at=day_of(at))
    with constraints_as_refusals():
        row = Expert.objects.create(
            bank_id=bank_id,
            name=new.name.strip(),
            employer=new.employer.strip(),
            occupations=list(new.occupations),
            valid_from=day_of(at),
        )
    log(actor=actor, act="expert.add", about=row.id, at=at)
    return row.id


def remove_expert(expert_id: UUID, *, bank_id: UUID, actor: Actor, at: datetime) -> None:
    """She is asked no more; what she found stays on record."""
    require(actor, "body.accredit", on=bank_id, at=day_of(at))
    Expert.objects.filter(id=expert_id, bank_id=bank_id, valid_to=None).update(valid_to=day_of(at))
    log(actor=actor, act="expert.remove", about=expert_id, at=at)


def note_evaluation(
    accreditation_id: UUID,
    *,
    held_on: date,
    finding: Finding,
    note: str,
    expert_ids: Sequence[UUID],
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write down what experts found. Refuses ``evaluation_says_something``; experts who are not on the roster."""
    row = _locked(accreditation_id, actor=actor, at=at)
    with constraints_as_refusals():
        evaluation = Evaluation.objects.create(
            accreditation=row, held_on=held_on, finding=finding, note=note.strip(), by=actor.account_id, at=at
        )
    evaluation.experts.set(Expert.objects.filter(id__in=expert_ids, bank_id=row.bank_id))
    log(actor=actor, act="body.evaluate", about=row.record_id, at=at, detail={"finding": finding.value})
    return evaluation.id


def _record(new: NewAccreditation, name: str, number: str) -> NewRecord:
    return NewRecord(
        kind="accreditation",
        title=name,
        state=State.ACCREDITED,
        verb="accredit",
        organisation_id=new.bank_id,
        subject_id=new.body_id,
        number=number,
    )


def _add_scopes(accreditation_id: UUID, scopes: Sequence[NewScope], *, since: date) -> None:
    with constraints_as_refusals():
        Scope.objects.bulk_create(
            Scope(
                accreditation_id=accreditation_id,
                kind=each.kind,
                occupation=each.occupation,
                level_from=each.level_from,
                level_to=each.level_to,
                valid_from=since,
            )
            for each in scopes
        )


def _locked(accreditation_id: UUID, *states: State, actor: Actor, at: datetime) -> Accreditation:
    """The accreditation, locked: one that has not ended, or in one of these states."""
    found = Accreditation.objects.select_for_update(of=("self",)).filter(record_id=accreditation_id)
    row = found.select_related("record").first()
    if row is None:
        raise Refusal("accreditation_missing", NOT_THERE)
    require(actor, "body.accredit", on=row.bank_id, at=day_of(at))
    state = State(row.record.state)
    if state not in (states or (State.ACCREDITED, State.SUSPENDED)):
        raise Refusal("wrong_state", WRONG_STATE.format(state=STATES[state]))
    return row


def _move(row: Accreditation, verb: str, to: State, *, reason: str, actor: Actor, at: datetime) -> None:
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    move = NewMove(row.record_id, verb, row.record.state, to, reason=reason.strip())
    move_record(move, actor=actor, at=at)
    log(actor=actor, act=f"body.{verb}", about=row.record_id, at=at)
