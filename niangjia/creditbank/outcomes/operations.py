"""Deposit outcomes, set-based: one statement a table however many rows a file has."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.outcomes.models import Deposit, Outcome, OutcomeDetail
from niangjia.creditbank.outcomes.queries import DETAILS, certificate_key, clashes
from niangjia.creditbank.outcomes.types import NewOutcome, State
from niangjia.kernel.records.operations import open_records
from niangjia.kernel.records.types import NewRecord

BATCH = 2000
CLASH = Term(
    "证书编号 {number} 已经存入过（本次第 {place} 条）。同一张证书只能存一次：请删去这一条，或核对编号。",
    "Certificate {number} is deposited already (item {place}). One certificate counts once: "
    "remove this item or check its number.",
)


def deposit_outcomes(
    outcomes: Sequence[NewOutcome],
    *,
    body_id: UUID,
    actor: Actor,
    at: datetime,
    file_name: str = "",
    file_hash: str = "",
) -> list[UUID]:
    """Deposit outcomes with a body, to be certified by it, and give their ids in the order asked.

    Refuses ``certificate_deposited_already``; nothing is written then.
    """
    for clash in clashes(outcomes):
        raise Refusal(
            "certificate_deposited_already",
            CLASH.format(number=clash.certificate_number, place=clash.position + 1),
        )
    deposit = Deposit.objects.create(
        body_id=body_id,
        file_name=file_name,
        file_hash=file_hash,
        outcomes_count=len(outcomes),
        deposited_by=actor.account_id,
        deposited_at=at,
    )
    ids = [new_id() for _ in outcomes]
    open_records(
        [_record(key, outcome, body_id) for key, outcome in zip(ids, outcomes, strict=True)], actor=actor, at=at
    )
    Outcome.objects.bulk_create(
        [_outcome(key, outcome, body_id, deposit) for key, outcome in zip(ids, outcomes, strict=True)], batch_size=BATCH
    )
    OutcomeDetail.objects.bulk_create(
        [
            OutcomeDetail(
                outcome_id=key,
                made_from=list(outcome.held.made_from),
                **{name: getattr(outcome.held, name) for name in DETAILS},
            )
            for key, outcome in zip(ids, outcomes, strict=True)
        ],
        batch_size=BATCH,
    )
    log(
        actor=actor, act="outcomes.deposit", about=deposit.id, at=at, detail={"count": str(len(ids)), "file": file_hash}
    )
    return ids


def _record(key: UUID, outcome: NewOutcome, body_id: UUID) -> NewRecord:
    return NewRecord(
        id=key,
        kind="outcome",
        organisation_id=body_id,
        subject_id=outcome.person_id,
        title=outcome.held.title,
        state=State.DEPOSITED,
        verb="deposit",
        follows_subject=True,
    )


def _outcome(key: UUID, outcome: NewOutcome, body_id: UUID, deposit: Deposit) -> Outcome:
    held = outcome.held
    return Outcome(
        record_id=key,
        person_id=outcome.person_id,
        body_id=body_id,
        deposit=deposit,
        kind=held.kind,
        title=held.title,
        certificate_number=held.certificate_number,
        certificate_key=certificate_key(held.certificate_number),
        issuer=held.issuer,
        awarded_on=held.awarded_on,
        expires_on=held.expires_on,
    )
