"""States and values of conversions."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from niangjia.creditbank.engine.books import Case


class State(StrEnum):
    """States of a decision's record."""

    CLAIMED = "claimed"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"  # by the learner
    RETURNED = "returned"  # by the registrar, with a reason
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class LearnerCase:
    """One learner's case for the engine, and the keys that it was read from."""

    enrolment_id: UUID
    person_id: UUID
    college_id: UUID
    programme_id: UUID
    rule_book_id: UUID
    book_hash: str
    programme_hash: str
    courses: dict[str, UUID]  # id by code
    case: Case

    @property
    def on(self) -> date:
        """The day whose rules apply."""
        return self.case.on
