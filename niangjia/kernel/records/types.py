"""What others hand to this app, and get from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from niangjia.core.ids import new_id

Row = TypeVar("Row")
FactValue = bool | int | Decimal | str | date | UUID


class Column(StrEnum):
    """The typed columns of a recorded fact."""

    BOOLEAN = "boolean_value"
    INTEGER = "integer_value"
    DECIMAL = "decimal_value"
    TEXT = "text_value"
    DATE = "date_value"
    KEY = "key_value"


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to open. ``verb`` is its first move, ``state`` where that leads to.

    ``follows_subject``: whoever may see the subject's record of life (her employer's union, her college) may see this
    record too. Leave it false for whatever is the business of the organisation and the subject alone.
    """

    kind: str
    title: str
    state: str
    verb: str
    organisation_id: UUID
    subject_id: UUID | None = None
    follows_subject: bool = False
    id: UUID = field(default_factory=new_id)
    number: str | None = None
    scheme: str = ""
    edition: str = ""
    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NewMove:
    """A move to make. ``version`` is the version that the mover saw; None takes the record as it stands."""

    record_id: UUID
    verb: str
    from_state: str
    to_state: str
    version: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about a subject, held from a day on (until the day ``valid_to``, not included)."""

    subject_id: UUID
    fact: str
    value: FactValue
    valid_from: date
    source: str
    valid_to: date | None = None
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a record's history: a move, a comment, an attachment or a deadline."""

    at: datetime
    kind: str
    words: str
    by: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the key with which the next page begins; None at the end."""

    rows: tuple[Row, ...]
    next_key: str | None
