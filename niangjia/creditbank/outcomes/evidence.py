"""The papers of an outcome: who may open them, more of them later, and what an official register answered."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.outcomes.models import Lookup, Outcome
from niangjia.creditbank.outcomes.operations import require_may_offer
from niangjia.creditbank.outcomes.types import LookupResult, NewLookup, Purpose, State
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.queries import may, organisations_where, require
from niangjia.kernel.records.files import store_file
from niangjia.kernel.records.keeping import attach_stored
from niangjia.kernel.records.models import Attachment

READ: Final = "outcome.evidence"
ENDED: Final = frozenset({State.CERTIFIED, State.SUSPENDED, State.REFUSED, State.REVOKED})
_NOT_HERE: Final = Term(
    "没有这份材料，或您不能查看。材料只给本人、存入的人和认证机构看。",
    "There is no such paper, or it is not for you: papers are for the person, who handed them in, and the body.",
)
_ENDED: Final = Term(
    "这项成果已经有了结论，不能再加材料。不同意结论的，请申诉。",
    "This outcome is decided, so nothing can be added. If you do not agree, appeal.",
)
_NO_REGISTER: Final = Term("请写明在哪里查的。", "Say where it was looked up.")
_FUTURE: Final = Term("查询日期不能晚于今天。", "It can't have been looked up later than today.")


def evidence_of(outcome_id: UUID) -> tuple[Attachment, ...]:
    """The papers of an outcome, in the order in which they came; to open one is another question."""
    return tuple(Attachment.objects.filter(record_id=outcome_id).order_by("added_at", "id"))


def may_open_evidence(outcome: Outcome, *, actor: Actor, on: date) -> bool:
    """Whether the actor may open the papers: the person herself, whoever certifies at the body, the bank's operator.

    The operator sees no outcome but those that were drawn as a sample: the database hides the others from her.
    """
    if outcome.person_id == actor.person_id or may(actor, "outcome.certify", on=outcome.body_id, at=on):
        return True
    return bool(organisations_where(actor, "work.sample", at=on))


def open_evidence(attachment_id: UUID, *, actor: Actor, at: datetime) -> Attachment:
    """A paper to open: for the person, for who handed it in, and for the body's certifiers.

    Whoever is not the person herself is written to the read log. Refuses ``evidence_not_seen``.
    """
    attachment = Attachment.objects.filter(id=attachment_id).first()
    if attachment is None:
        raise Refusal("evidence_not_seen", _NOT_HERE)
    outcome = Outcome.objects.filter(record_id=attachment.record_id).first()
    if outcome is None:
        raise Refusal("evidence_not_seen", _NOT_HERE)
    is_hers = actor.account_id is not None and attachment.added_by == actor.account_id
    if not is_hers and not may_open_evidence(outcome, actor=actor, on=day_of(at)):
        raise Refusal("evidence_not_seen", _NOT_HERE)
    if outcome.person_id != actor.person_id:
        log_read(actor=actor, about=outcome.person_id, purpose=READ, at=at)
    return attachment


def add_evidence(outcome_id: UUID, content: bytes, *, name: str, actor: Actor, at: datetime) -> UUID:
    """One more paper of an outcome that is not decided: by the person, or by a clerk of hers.

    Refuses ``evidence_not_seen``, ``act_not_allowed``, ``outcome_decided`` and what ``store_file`` refuses.
    """
    outcome = _locked(outcome_id)
    require_may_offer([outcome.person_id], actor=actor, at=at)
    stored = store_file(content, name=name, kept_count=len(evidence_of(outcome_id)))
    attachment = attach_stored(outcome_id, stored, purpose=Purpose.EVIDENCE, actor=actor, at=at)
    log(actor=actor, act="outcome.add_evidence", about=outcome_id, at=at)
    return attachment.id


def record_lookup(outcome_id: UUID, lookup: NewLookup, *, actor: Actor, at: datetime) -> UUID:
    """File what an official register answered: the picture or print, where, on which day, and who looked.

    Refuses ``act_not_allowed``, ``outcome_decided``, ``register_missing``, ``looked_up_in_future`` and what
    ``store_file`` refuses.
    """
    outcome = _locked(outcome_id)
    require(actor, "outcome.certify", on=outcome.body_id, at=day_of(at))
    if not lookup.register.strip():
        raise Refusal("register_missing", _NO_REGISTER)
    if lookup.looked_on > day_of(at):
        raise Refusal("looked_up_in_future", _FUTURE)
    stored = store_file(lookup.content, name=lookup.name, kept_count=len(evidence_of(outcome_id)))
    made = Lookup.objects.create(
        outcome=outcome,
        attachment=attach_stored(outcome_id, stored, purpose=Purpose.LOOKUP, actor=actor, at=at),
        register=lookup.register.strip()[:120],
        result=LookupResult(lookup.result),
        looked_on=lookup.looked_on,
        looked_by=actor.account_id,
        looked_label=actor.label,
    )
    log(actor=actor, act="outcome.record_lookup", about=outcome_id, at=at, detail={"result": made.result})
    return made.id


def _locked(outcome_id: UUID) -> Outcome:
    outcome = Outcome.objects.filter(record_id=outcome_id).select_related("record").first()
    if outcome is None:
        raise Refusal("evidence_not_seen", _NOT_HERE)
    if outcome.record.state in ENDED:
        raise Refusal("outcome_decided", _ENDED)
    return outcome
