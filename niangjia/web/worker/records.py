"""What is on record of an enrolment: the transcript, and the claims with their states."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.queries import decisions_of
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.books import Recognition
from niangjia.creditbank.transcript.queries import Transcript, transcript
from niangjia.kernel.records.queries import timeline


@dataclass(frozen=True, slots=True)
class StateView:
    """A state in words, with its shape and colour."""

    term: Term
    mark: str
    tone: str


CLAIM_STATES: Final = {
    State.CLAIMED: StateView(Term("等教务处办理", "waits for the registrar"), "wait", "ink"),
    State.POSTED: StateView(Term("已记入", "recorded"), "done", "good"),
    State.WITHDRAWN: StateView(Term("已撤回", "withdrawn"), "new", ""),
    State.RETURNED: StateView(Term("教务处已退回", "sent back by the registrar"), "no", "bad"),
    State.REVERSED: StateView(Term("已撤销", "reversed"), "no", "bad"),
}


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim as a list shows it."""

    id: UUID
    number: str
    state: State
    state_at: datetime
    opened_at: datetime
    courses: tuple[str, ...]  # codes
    credited: Decimal

    @property
    def view(self) -> StateView:
        """The state in words."""
        return CLAIM_STATES[self.state]

    @property
    def is_waiting(self) -> bool:
        """Whether it may still be taken back."""
        return self.state is State.CLAIMED


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The transcript and all claims, newest first."""

    transcript: Transcript
    claims: tuple[ClaimView, ...]

    @property
    def waiting(self) -> ClaimView | None:
        """The claim that waits; there is at most one."""
        return next((claim for claim in self.claims if claim.is_waiting), None)

    @property
    def returned(self) -> ClaimView | None:
        """The newest claim, where the registrar sent it back and nothing was claimed since."""
        newest = next(iter(self.claims), None)
        return newest if newest is not None and newest.state is State.RETURNED else None

    @property
    def settled(self) -> tuple[ClaimView, ...]:
        """The claims that wait no more."""
        return tuple(claim for claim in self.claims if not claim.is_waiting)

    def recorded(self, recognition: Recognition) -> tuple[int, Decimal]:
        """How many courses and credits are recorded by a kind of recognition."""
        lines = [line for line in self.transcript.lines if line.recognition is recognition]
        return len(lines), sum((line.credited for line in lines), Decimal(0))


def on_record(enrolment_id: UUID) -> OnRecord:
    """What is on record. Four queries."""
    decisions = decisions_of(enrolment_id).prefetch_related(None).prefetch_related("courses__course")
    return OnRecord(transcript(enrolment_id), tuple(_claim(decision) for decision in decisions))


def reason_of_return(claim: ClaimView | None) -> str:
    """Why the registrar sent a claim back, in her words."""
    moves = timeline(claim.id) if claim is not None else ()
    return next((entry.values.get("reason", "") for entry in reversed(moves) if entry.words == "send_back"), "")


def _claim(decision: Decision) -> ClaimView:
    courses = list(decision.courses.all())
    return ClaimView(
        id=decision.record_id,
        number=decision.record.number or "",
        state=State(decision.record.state),
        state_at=decision.record.state_at,
        opened_at=decision.record.opened_at,
        courses=tuple(row.course.code for row in courses),
        credited=from_units(sum(row.credited for row in courses), Unit.COURSE_CREDIT),
    )
