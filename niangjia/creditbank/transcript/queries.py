"""What a learner has been recognised, each credit with the decision that it comes from and the ledger's balance."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import DecisionCourse
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.books import Recognition
from niangjia.kernel.ledger.queries import balance, statement
from niangjia.kernel.ledger.types import StatementLine

PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One recognised course."""

    course_code: str
    course_name: str
    category: str
    credited: Decimal
    recognition: Recognition
    mark: str
    decision_id: UUID
    decision_number: str
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class Transcript:
    """A learner's recognised courses, and the balance that the ledger proves for them."""

    enrolment_id: UUID
    lines: tuple[TranscriptLine, ...]
    balance: Decimal

    @property
    def agrees(self) -> bool:
        """The lines add up to the ledger's balance."""
        return sum((line.credited for line in self.lines), Decimal(0)) == self.balance


def transcript(enrolment_id: UUID) -> Transcript:
    """The courses of all decisions posted and not reversed, in the programme's order. Three queries."""
    rows = (
        DecisionCourse.objects.filter(decision__enrolment_id=enrolment_id, decision__record__state=State.POSTED)
        .select_related("course", "decision__record")
        .prefetch_related("corrections")
        .order_by("course__position", "id")
    )
    lines = tuple(
        TranscriptLine(
            course_code=row.course.code,
            course_name=row.course.name,
            category=row.course.category,
            credited=from_units(row.credited, Unit.COURSE_CREDIT),
            recognition=Recognition(row.recognition),
            mark=row.mark_now,
            decision_id=row.decision_id,
            decision_number=row.decision.record.number or "",
            posted_at=row.decision.record.state_at,
        )
        for row in rows
    )
    return Transcript(enrolment_id, lines, from_units(balance(enrolment_id) or 0, Unit.COURSE_CREDIT))


def entries_about(decision_id: UUID, *, account_id: UUID) -> tuple[StatementLine, ...]:
    """A decision's lines in the statement of one account, however long that is."""
    found: list[StatementLine] = []
    after = 0
    while page := statement(account_id, after_seq=after, limit=PAGE):
        found += [line for line in page if line.about_id == decision_id]
        after = page[-1].seq
    return tuple(found)
