"""Revoke a certified outcome: every decision that spent it is undone with it, whole, in one unit of work."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.creditbank.certification.models import Certification, Verdict
from niangjia.creditbank.certification.types import ISSUE
from niangjia.creditbank.conversion.entries import keys_of
from niangjia.creditbank.conversion.proving import note_revoked
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import post_or_refuse, reverse
from niangjia.kernel.ledger.queries import balance
from niangjia.kernel.ledger.types import TransferRequest
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import move_records
from niangjia.kernel.records.types import NewMove

NO_REASON: Final = Term("撤销要写明理由，职工会看到这句话。", "A revocation needs a reason; the worker will read it.")
NOT_CERTIFIED: Final = Term(
    "《{title}》不在已认证状态，不能撤销。请刷新后再看。",
    "{title} is not certified, so it cannot be revoked. Reload the page.",
)
OWN: Final = Term(
    "《{title}》是您本人的成果，不能由您撤销。请转给另一位认证员。",
    "{title} is your own outcome: another certifier must revoke it.",
)
CHANGED: Final = Term(
    "您打开以后，又有认定用到这项成果，或有认定已经冲销，所以没有撤销。请看过现在的清单再办。",
    "Since you opened the page, decisions on this outcome were made or undone, so nothing was revoked. "
    "Read the list as it stands now.",
)
REVOKED: Final = Term(
    "您的《{title}》的认证被撤销了。理由：{reason}。不服可以申诉。",
    "The certification of your {title} is revoked. Reason: {reason}. You may appeal.",
)
UNDONE: Final = Term(
    "{number} 用到了《{title}》，已一并冲销；其他成果的学分退回了。",
    "Decision {number} rested on {title} and is undone with it; what other outcomes paid is back.",
)
STUCK: Final = Term(
    "申请 {number} 用到了《{title}》，不能入账了。请撤回，按现在的成果再申请。",
    "Claim {number} rests on {title} and can't be posted any more. Withdraw it and claim anew.",
)
REVOCABLE: Final = (State.CERTIFIED, State.SUSPENDED)
_TOUCHED: Final = "SELECT * FROM conversion_touched(%s)"
_REVERSE: Final = "SELECT conversion_reverse_touched(%s, %s::uuid[], %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Part:
    """A course with what it was credited, or an outcome with what it paid, in 1/100 credit."""

    id: UUID
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A decision that spends the outcome: posted, then it is undone; or only claimed, then it can't be posted."""

    id: UUID
    is_posted: bool
    number: str
    version: int
    college: str
    programme: str
    courses: tuple[Part, ...]
    spends: tuple[Part, ...]

    @property
    def credited(self) -> int:
        """What its courses lose, in 1/100 credit."""
        return sum(course.amount for course in self.courses)


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a revocation would undo. ``seen`` stands for the list."""

    touched: tuple[Touched, ...]

    @property
    def undone(self) -> tuple[Touched, ...]:
        """The decisions that are reversed."""
        return tuple(each for each in self.touched if each.is_posted)

    @property
    def claims(self) -> tuple[Touched, ...]:
        """Claims that wait and won't be posted."""
        return tuple(each for each in self.touched if not each.is_posted)

    @property
    def returned(self) -> dict[UUID, int]:
        """What each outcome gets back, in 1/100 standard credit."""
        paid = [part for each in self.undone for part in each.spends if part.amount]
        return {lot: sum(part.amount for part in paid if part.id == lot) for lot in {part.id for part in paid}}

    @property
    def seen(self) -> str:
        """The same list, the same text."""
        return sha256(json.dumps([[str(each.id), each.version] for each in self.touched]).encode()).hexdigest()


def revocation_of(outcome_id: UUID) -> Revocation:
    """What the revocation of an outcome would undo, to a certifier of its body; to anyone else nothing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [outcome_id])
        rows = cursor.fetchall()
    return Revocation(tuple(_touched(*row) for row in rows))


def revoke_outcome(outcome_id: UUID, *, reason: str, seen: str, actor: Actor, at: datetime) -> Revocation:
    """Revoke a certified or suspended outcome, undo what it was spent on, take its value back; all of it or nothing.

    ``seen`` is the list that she saw. Refuses ``reason_missing``, ``act_not_allowed``, ``own_outcome``,
    ``not_certified``, ``revocation_changed``, and what the ledger refuses.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    outcome = Outcome.objects.select_for_update(of=("self",)).select_related("record").get(record_id=outcome_id)
    require(actor, "outcome.revoke", on=outcome.body_id, at=day_of(at))
    if actor.person_id is not None and outcome.person_id == actor.person_id:
        raise Refusal("own_outcome", OWN.format(title=outcome.title))
    if outcome.record.state not in REVOCABLE:
        raise Refusal("not_certified", NOT_CERTIFIED.format(title=outcome.title))
    left = balance(outcome_id) or 0  # before the list: what is posted after this is missed here or listed there
    found = revocation_of(outcome_id)
    if found.seen != seen:
        raise Refusal("revocation_changed", CHANGED)
    _write(outcome, found, reason.strip(), actor=actor, at=at)
    _undo_postings(outcome_id, left, found.undone, reason.strip(), at=at)
    return found


def _write(outcome: Outcome, found: Revocation, reason: str, *, actor: Actor, at: datetime) -> None:
    undone = [each.id for each in found.undone]
    Certification.objects.create(outcome=outcome, verdict=Verdict.REVOKED, reason=reason, by=actor.account_id, at=at)
    Outcome.objects.filter(record_id=outcome.record_id).update(void_at=at)
    move_records(
        [NewMove(outcome.record_id, "revoke", outcome.record.state, State.REVOKED, reason=reason)], actor=actor, at=at
    )
    with connection.cursor() as cursor:  # only what a revoked outcome was spent on is reversed
        cursor.execute(_REVERSE, [outcome.record_id, undone, reason, at, actor.label, " ".join(actor.roles)])
        if cursor.fetchone() != (len(undone),):
            raise Refusal("revocation_changed", CHANGED)
    notify(_told(outcome, found, reason), actor=actor, at=at)
    log_many(actor=actor, act="decision.reverse", about=undone, at=at, detail={"outcome": str(outcome.record_id)})
    log(actor=actor, act="outcome.revoke", about=outcome.record_id, at=at, detail={"decisions": str(len(undone))})
    note_revoked(outcome, undone, found.returned, reason, at=at)


def _told(outcome: Outcome, found: Revocation, reason: str) -> list[NewNotice]:
    """What the worker is told: of the outcome, of each decision undone with it, of each claim that can't be posted."""
    told = [
        NewNotice(
            outcome.person_id, "outcome.revoked", outcome.record_id, REVOKED.format(title=outcome.title, reason=reason)
        )
    ]
    for each in found.touched:
        words = UNDONE if each.is_posted else STUCK
        kind = "decision.reversed" if each.is_posted else "decision.stuck"
        told.append(NewNotice(outcome.person_id, kind, each.id, words.format(number=each.number, title=outcome.title)))
    return told


def _undo_postings(outcome_id: UUID, left: int, undone: Sequence[Touched], reason: str, *, at: datetime) -> None:
    """Counter-entries of every decision, then what was left of the lot and what comes back, to where it came from.

    A decision that was posted after ``left`` was read has taken from the lot: the ledger's floor refuses the whole.
    """
    keys = [
        key
        for each in undone
        for key in keys_of(
            each.id, [part.id for part in each.spends if part.amount], [part.id for part in each.courses]
        )
    ]
    if keys:
        reverse(keys, about_id=outcome_id, at=at, reason=reason)
    left += sum(part.amount for each in undone for part in each.spends if part.id == outcome_id)
    if left:
        request = TransferRequest(
            id=new_id(),
            from_account=outcome_id,
            to_account=ISSUE,
            amount=left,
            unit=Unit.STANDARD_CREDIT,
            event_at=at,
            about_id=outcome_id,
            reason="revoke",
        )
        post_or_refuse([request])


def _touched(
    decision: UUID, state: str, number: str, version: int, college: str, programme: str, courses: str, spends: str
) -> Touched:
    is_posted = state == DecisionState.POSTED
    return Touched(decision, is_posted, number, version, college, programme, _parts(courses), _parts(spends))


def _parts(rows: str) -> tuple[Part, ...]:
    listed = json.loads(rows) if isinstance(rows, str) else rows
    return tuple(Part(UUID(key), name, amount) for key, name, amount in listed or [])
