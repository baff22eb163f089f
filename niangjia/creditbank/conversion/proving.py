"""What the log and the status lists are told of decisions: posted, reversed, or undone by a revocation.

Rows of statuses are locked after those of learners and decisions and before the ledger is reached; what is left of a
lot is read behind that lock, so that of two decisions on one lot the later one has the last word.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from niangjia.core.proofs.documents import Document, canonical_json
from niangjia.creditbank.conversion.models import Decision, MarkCorrection
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.credentials.operations import enter, lock_statuses, set_status
from niangjia.kernel.credentials.types import Kind, NewEntry, Purpose
from niangjia.kernel.ledger.queries import balances, statement


def decision_content(decision: Decision) -> Document:
    """What a decision says: the pinned book and programme, what each course got and each outcome paid (1/100)."""
    courses = sorted(decision.courses.all(), key=lambda row: str(row.course_id))
    spends = sorted(decision.spends.all(), key=lambda row: str(row.outcome_id))
    return {
        "book": decision.book_hash,
        "courses": [[str(row.course_id), row.recognition, row.mark, row.credited] for row in courses],
        "decision": str(decision.record_id),
        "programme": decision.programme_hash,
        "spends": [[str(row.outcome_id), row.standard] for row in spends],
    }


def decision_hash(decision: Decision, kind: Kind, *, at: datetime) -> bytes:
    """SHA-256 over a decision and what was done with it when."""
    return _hash(decision_content(decision) | _done(kind, at))


def note_posted(decisions: Sequence[Decision], *, at: datetime) -> None:
    """Posted: the log is told, and what paid is spent."""
    enter([_entry(decision, Kind.POST, at) for decision in decisions], at=at)
    paid = {row.outcome_id for decision in decisions for row in decision.spends.all() if row.standard}
    set_status(paid, Purpose.SPENT, holds=True, at=at)


def note_reversed(decision: Decision, *, at: datetime) -> None:
    """Reversed: the log is told, its credential is revoked, and lots that are whole again are not spent."""
    enter([_entry(decision, Kind.REVERSE, at)], at=at)
    set_status([decision.record_id], Purpose.REVOCATION, holds=True, at=at)
    give_back({row.outcome_id: row.standard for row in decision.spends.all() if row.standard}, at=at)


def note_revoked(
    outcome: Outcome, undone: Collection[UUID], returned: Mapping[UUID, int], reason: str, *, at: datetime
) -> None:
    """Revoked: the log is told of the outcome and of each decision undone with it, and their credentials are revoked.

    ``returned`` is what lots get back, in 1/100 standard credit. The decisions are of the outcome's own person.
    """
    revoked: Document = {"outcome": str(outcome.record_id), "reason": reason, **_done(Kind.REVOKE, at)}
    entries = [NewEntry(Kind.REVOKE, outcome.record_id, _hash(revoked), outcome.person_id)]
    for decision in undone:
        content: Document = {"decision": str(decision), "outcome": str(outcome.record_id), **_done(Kind.REVERSE, at)}
        entries.append(NewEntry(Kind.REVERSE, decision, _hash(content), outcome.person_id))
    enter(entries, at=at)
    set_status([outcome.record_id, *undone], Purpose.REVOCATION, holds=True, at=at)
    give_back(returned, at=at)


def note_corrected(correction: MarkCorrection, *, at: datetime) -> None:
    """A mark was corrected: the log is told of the decision. No credential says a mark, so none is touched."""
    decision = correction.decided.decision
    content_hash = correction_hash(correction, at=at)
    enter([NewEntry(Kind.CORRECT, decision.record_id, content_hash, decision.enrolment.person_id)], at=at)


def correction_hash(correction: MarkCorrection, *, at: datetime) -> bytes:
    """SHA-256 over which course of which decision got which mark instead of which, and when."""
    decided = correction.decided
    content: Document = {
        "correction": str(correction.id),
        "course": str(decided.course_id),
        "decided": decided.mark,
        "decision": str(decided.decision_id),
        "mark": correction.mark,
        **_done(Kind.CORRECT, at),
    }
    return _hash(content)


def give_back(returned: Mapping[UUID, int], *, at: datetime) -> None:
    """Lots that will be whole once they get back so much (1/100 standard credit) are spent no more.

    What a lot was worth is read from the ledger: outcomes of other bodies are not seen by who revokes.
    """
    lock_statuses(returned)
    left = balances(list(returned))
    whole = [lot for lot, amount in returned.items() if left[lot] + amount >= statement(lot, limit=1)[0].balance]
    set_status(whole, Purpose.SPENT, holds=False, at=at)


def _entry(decision: Decision, kind: Kind, at: datetime) -> NewEntry:
    return NewEntry(kind, decision.record_id, decision_hash(decision, kind, at=at), decision.enrolment.person_id)


def _done(kind: Kind, at: datetime) -> Document:
    return {"act": kind.value, "at": at.astimezone(UTC).isoformat(timespec="seconds")}


def _hash(content: Document) -> bytes:
    return sha256(canonical_json(content)).digest()
