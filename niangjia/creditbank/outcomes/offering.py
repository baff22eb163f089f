"""A worker hands an outcome to a body, or her union does it for her: a draft first, then the deposit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.outcomes.answers import FACTS_OF, read_answers
from niangjia.creditbank.outcomes.models import Draft
from niangjia.creditbank.outcomes.operations import deposit_outcomes, require_may_offer
from niangjia.creditbank.outcomes.queries import bodies_that_take, open_drafts
from niangjia.creditbank.outcomes.types import Consent, NewOutcome, Provenance, Purpose, Source
from niangjia.kernel.people.queries import surviving_party
from niangjia.kernel.records.keeping import attach_kept_files, kept_files

MOST_OPEN: Final = 20
LONGEST_ANSWER: Final = 200
_GONE: Final = Term(
    "这份草稿不在了（可能已经提交）。请从“我的成果”看结果。", "This draft is gone; it may be submitted."
)
_TOO_MANY: Final = Term(
    "没有提交的草稿已有 {most} 份。请先提交或删去几份。", "There are {most} drafts already: submit or delete some."
)
_UNFIT: Final = Term(
    "还有内容没有填好：{label}。请返回修改。", "Something is not filled in yet: {label}. Go back and mend it."
)
_NO_BODY: Final = Term(
    "还没有选好认证机构，或这家机构不收这类成果。请重新选。",
    "No body is chosen, or it does not take this kind of outcome: choose again.",
)
_NO_FILE: Final = Term(
    "还没有证明材料。请拍下证书或文件，至少传一份。", "There is no evidence yet: take a picture of the paper."
)
_NO_CONSENT: Final = Term(
    "代职工存入，要先传上她签字的同意书；没有的话，请选“请她本人确认”。",
    "A deposit on her behalf needs the consent that she signed; or else ask her to confirm it herself.",
)
_NOT_HERS: Final = Term(
    "只有本人能确认或不同意别人替她填的成果。", "The person alone can confirm or decline what was typed in for her."
)


def begin_draft(
    person_id: UUID, kind: OutcomeKind, *, actor: Actor, at: datetime, source: Source = Source.WORKER, name: str = ""
) -> UUID:
    """Begin to deposit an outcome of this kind for oneself, or as a clerk for someone; gives the draft's key.

    ``source`` and ``name`` say where it comes from (a credential of this issuer); for somebody else it is always her
    union that typed it in. Refuses ``act_not_allowed`` and ``too_many_drafts``.
    """
    person_id = surviving_party(person_id)
    require_may_offer([person_id], actor=actor, at=at)
    if open_drafts(actor).count() >= MOST_OPEN:
        raise Refusal("too_many_drafts", _TOO_MANY.format(most=MOST_OPEN))
    draft = Draft.objects.create(
        person_id=person_id,
        kind=kind,
        source=source if actor.person_id == person_id else Source.CLERK,
        source_name=name,
        begun_at=at,
        begun_by=actor.account_id,
        begun_label=actor.label,
        saved_at=at,
    )
    return draft.id


def save_answers(draft_id: UUID, typed: Mapping[str, str], *, actor: Actor, at: datetime) -> Draft:
    """Keep what was typed, right or wrong: a lost connection loses none of it. Refuses ``draft_gone``."""
    draft = lock_draft(draft_id, actor=actor)
    kept = {name: typed[name].strip()[:LONGEST_ANSWER] for name in FACTS_OF[OutcomeKind(draft.kind)] if name in typed}
    draft.answers = {**draft.answers, **kept}
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


def choose_body(draft_id: UUID, body_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Say which body shall certify. Refuses ``draft_gone`` and ``body_missing``."""
    draft = lock_draft(draft_id, actor=actor)
    if not bodies_that_take(OutcomeKind(draft.kind), on=day_of(at)).filter(party_id=body_id).exists():
        raise Refusal("body_missing", _NO_BODY)
    draft.body_id, draft.saved_at = body_id, at
    draft.save(update_fields=["body_id", "saved_at"])


def ask_to_confirm(draft_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A clerk asks the person to confirm what was typed in for her; until then the body sees nothing.

    Refuses ``draft_gone`` and what ``deposit_draft`` would refuse of the content.
    """
    draft = lock_draft(draft_id, actor=actor)
    _checked(draft, at)
    draft.asked_at = at
    draft.save(update_fields=["asked_at"])
    log(actor=actor, act="outcome.ask_to_confirm", about=draft.person_id, at=at)


def decline_draft(draft_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The person does not agree to what was typed in for her. Refuses ``draft_gone`` and ``not_her_own``."""
    draft = lock_draft(draft_id, actor=actor, is_for_confirming=True)
    draft.declined_at = at
    draft.save(update_fields=["declined_at"])
    log(actor=actor, act="outcome.decline_draft", about=draft.person_id, at=at)


def drop_draft(draft_id: UUID, *, actor: Actor) -> None:
    """Throw one's own draft away. Refuses ``draft_gone``."""
    lock_draft(draft_id, actor=actor).delete()


def deposit_draft(draft_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Deposit a draft with its evidence; gives the outcome's key.

    By the person herself (also what her union typed in: that is her consent), or by the clerk with her signed paper.
    Refuses ``draft_gone``, ``answers_unfit``, ``body_missing``, ``evidence_missing``, ``consent_missing`` and what
    ``deposit_outcomes`` refuses.
    """
    draft = lock_draft(draft_id, actor=actor, is_for_confirming=_is_asked(draft_id, actor))
    new = _checked(draft, at)
    provenance = Provenance(Source(draft.source), draft.source_name, draft.id, _consent(draft, actor))
    body_id = draft.body_id
    if body_id is None:
        raise Refusal("body_missing", _NO_BODY)
    (key,) = deposit_outcomes([new], body_id=body_id, actor=actor, at=at, provenance=provenance)
    attach_kept_files(draft.id, key)
    draft.outcome_id = key
    draft.save(update_fields=["outcome_id"])
    return key


def lock_draft(draft_id: UUID, *, actor: Actor, is_for_confirming: bool = False) -> Draft:
    """One's own open draft, or what waits for one's confirmation. Refuses ``draft_gone`` and ``not_her_own``."""
    draft = Draft.objects.select_for_update().filter(id=draft_id, outcome=None, declined_at=None).first()
    if draft is None:
        raise Refusal("draft_gone", _GONE)
    if is_for_confirming:
        if draft.person_id != actor.person_id or draft.asked_at is None:
            raise Refusal("not_her_own", _NOT_HERS)
    elif draft.begun_by != actor.account_id or draft.asked_at is not None:
        raise Refusal("draft_gone", _GONE)
    return draft


def _is_asked(draft_id: UUID, actor: Actor) -> bool:
    return Draft.objects.filter(id=draft_id, person_id=actor.person_id, asked_at__isnull=False).exists()


def _checked(draft: Draft, at: datetime) -> NewOutcome:
    """The outcome of a draft that is complete."""
    read = read_answers(OutcomeKind(draft.kind), draft.answers, on=day_of(at))
    if read.held is None:
        raise Refusal("answers_unfit", _UNFIT.format(label=next(iter(read.wrong.values()))))
    if draft.body_id is None:
        raise Refusal("body_missing", _NO_BODY)
    if not any(each.purpose != Purpose.CONSENT for each in kept_files(draft.id)):
        raise Refusal("evidence_missing", _NO_FILE)
    return NewOutcome(draft.person_id, read.held)


def _consent(draft: Draft, actor: Actor) -> Consent:
    if draft.source != Source.CLERK:
        return Consent.NONE
    if draft.person_id == actor.person_id:
        return Consent.CONFIRMED
    if not any(each.purpose == Purpose.CONSENT for each in kept_files(draft.id)):
        raise Refusal("consent_missing", _NO_CONSENT)
    return Consent.PAPER
