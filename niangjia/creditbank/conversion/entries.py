"""What a decision posts: linked transfers from lots and from the college to the learner's transcript."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from niangjia.core.units import Unit
from niangjia.creditbank.certification.types import REDEEMED
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.ledger.operations import open_accounts
from niangjia.kernel.ledger.types import NewAccount, TransferRequest


class Entry(NamedTuple):
    """One transfer of a decision. Its key follows from the decision, so that a second try changes nothing."""

    key: UUID
    source: UUID
    target: UUID
    amount: int
    unit: Unit


def entries_of(decision: Decision) -> list[Entry]:
    """The linked pairs: lots pay standard credits, the college awards course credits."""
    award, transcript = decision.enrolment.programme_id, decision.enrolment_id
    spends = [
        Entry(
            _spend_key(decision.record_id, row.outcome_id),
            row.outcome_id,
            REDEEMED,
            row.standard,
            Unit.STANDARD_CREDIT,
        )
        for row in decision.spends.all()
        if row.standard
    ]
    awards = [
        Entry(_course_key(decision.record_id, row.course_id), award, transcript, row.credited, Unit.COURSE_CREDIT)
        for row in decision.courses.all()
    ]
    return spends + awards


def keys_of(decision_id: UUID, outcome_ids: Sequence[UUID], course_ids: Sequence[UUID]) -> list[UUID]:
    """The keys of a decision's transfers: by the outcomes that paid and the courses that were credited."""
    spends = [_spend_key(decision_id, key) for key in outcome_ids]
    return spends + [_course_key(decision_id, key) for key in course_ids]


def _spend_key(decision_id: UUID, outcome_id: UUID) -> UUID:
    return uuid5(decision_id, f"spend:{outcome_id}")


def _course_key(decision_id: UUID, course_id: UUID) -> UUID:
    return uuid5(decision_id, f"course:{course_id}")


def transfers_of(decision: Decision, *, at: datetime) -> Iterator[TransferRequest]:
    """The entries as one group of the ledger: all of them or none."""
    for entry in entries_of(decision):
        yield TransferRequest(
            id=entry.key,
            from_account=entry.source,
            to_account=entry.target,
            amount=entry.amount,
            unit=entry.unit,
            event_at=at,
            about_id=decision.record_id,
            group_id=decision.record_id,
            reason="convert",
        )


def open_accounts_of(enrolments: Sequence[Enrolment]) -> None:
    """Open the colleges' award accounts and the learners' transcripts, which a first claim does for good.

    Many learners share an award account: whoever opens it makes the others wait until her transaction ends. So this
    comes after every row that an operation locks, and never inside the ledger's posting lane.
    """
    awards = {enrolment.programme_id for enrolment in enrolments}
    open_accounts(
        [
            *(NewAccount(key, Unit.COURSE_CREDIT, "college.award") for key in awards),
            *(
                NewAccount(enrolment.id, Unit.COURSE_CREDIT, "transcript", owner_id=enrolment.person_id, floor=0)
                for enrolment in enrolments
            ),
        ]
    )
