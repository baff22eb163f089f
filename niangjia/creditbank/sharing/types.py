"""What others hand to this app, and get from it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from niangjia.core.terms import Term


class PaperKind(StrEnum):
    """Papers that are printed of what is on record."""

    TRANSCRIPT = "transcript"
    ATTESTATION = "attestation"

    @property
    def term(self) -> Term:
        """The paper's name."""
        return _KINDS[self]


_KINDS = {
    PaperKind.TRANSCRIPT: Term("学习成果与学分成绩单", "Transcript of Outcomes and Credits"),
    PaperKind.ATTESTATION: Term("学习成果证明", "Attestation of Learning Outcomes"),
}


class PaperState(StrEnum):
    """What became of a paper since it was issued."""

    VALID = "valid"
    SUPERSEDED = "superseded"  # a later one says something else
    REVOKED = "revoked"  # something that it says was revoked, or the paper was withdrawn


class AskState(StrEnum):
    """How an ask stands. The asker never learns REFUSED: to her it waits, and then lapses."""

    WAITING = "waiting"
    REFUSED = "refused"
    LAPSED = "lapsed"
    GRANTED = "granted"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which parts of what is on record may be seen; ``outcome_ids`` narrows the outcomes, empty means all of them."""

    outcomes: bool = True
    courses: bool = True
    decisions: bool = False
    marks: bool = False
    outcome_ids: tuple[UUID, ...] = ()

    def within(self, wider: "Scope") -> "Scope":
        """What both allow."""
        return Scope(
            self.outcomes and wider.outcomes,
            self.courses and wider.courses,
            self.decisions and wider.decisions,
            self.marks and wider.marks,
            self.outcome_ids or wider.outcome_ids,
        )

    @property
    def is_empty(self) -> bool:
        """Nothing at all may be seen."""
        return not (self.outcomes or self.courses or self.decisions)

    @property
    def term(self) -> Term:
        """The parts in words."""
        named = [term for chosen, term in zip(self._chosen, _PARTS, strict=True) if chosen]
        return Term("、".join(each.zh for each in named), ", ".join(each.en for each in named))

    @property
    def _chosen(self) -> tuple[bool, bool, bool, bool]:
        return self.outcomes, self.courses, self.decisions, self.marks


_PARTS = (
    Term("学习成果", "outcomes"),
    Term("认定的课程", "recognised courses"),
    Term("认定决定", "decisions"),
    Term("成绩", "marks"),
)


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One certified outcome; ``value`` and ``left`` are standard credits."""

    id: UUID
    title: Term
    kind: Term
    number: str
    issuer: str
    body: str
    awarded_on: date
    expires_on: date | None
    value: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course of hers: recognised (then with its decision), or passed by study. ``mark`` is empty if not shown."""

    code: str
    name: str
    category: str
    credits: Decimal
    way: Term
    mark: str
    on: date
    decision: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision that was posted, and whether it was reversed since."""

    id: UUID
    number: str
    on: date
    book: str
    version: int
    courses_count: int
    credits: Decimal
    is_reversed: bool


@dataclass(frozen=True, slots=True)
class Studies:
    """What is on record of one enrolment. ``recognised`` is the ledger's balance in course credits."""

    college: str
    programme: str
    student_number: str
    class_name: str
    enrolled_on: date
    courses: tuple[CourseLine, ...]
    decisions: tuple[DecisionLine, ...]
    recognised: Decimal


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is on record of a worker, as far as a scope lets it be seen. ``name`` may be masked."""

    name: str = field(repr=False)
    outcomes: tuple[OutcomeLine, ...]
    studies: tuple[Studies, ...]
    scope: Scope

    @property
    def left(self) -> Decimal:
        """Standard credits left in all lots shown."""
        return sum((line.left for line in self.outcomes), Decimal(0))

    @property
    def recognised(self) -> Decimal:
        """Course credits recognised in all enrolments shown."""
        return sum((each.recognised for each in self.studies), Decimal(0))

    @property
    def decisions(self) -> tuple[DecisionLine, ...]:
        """The decisions of all enrolments."""
        return tuple(line for each in self.studies for line in each.decisions)


@dataclass(frozen=True, slots=True)
class NewLink:
    """A share link to make. ``key`` is the form's: sent twice, the second is refused."""

    key: UUID
    label: str
    purpose: str
    scope: Scope
    days: int
    most_openings: int
    full_name: bool = False
    passcode: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What whoever holds a link may be asked before it opens."""

    link_id: UUID
    needs_passcode: bool
    passcode_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shared:
    """What was opened: whose record, in which scope, until when."""

    person_id: UUID
    scope: Scope
    full_name: bool
    label: str
    purpose: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public may know of a paper: no more than what is printed on it."""

    kind: PaperKind
    state: PaperState
    language: str
    issuer: str
    masked_name: str
    issued_at: datetime
    content_hash: str
    outcomes_count: int
    courses_count: int
    credits: Decimal


@dataclass(frozen=True, slots=True)
class Look:
    """Someone looked at what is held about a worker: when, who in words, for what, by which way."""

    id: UUID
    at: datetime
    way: str  # reading, link or ask
    purpose: str
    label: str
    organisations: tuple[str, ...]
    roles: tuple[str, ...]
    is_herself: bool
