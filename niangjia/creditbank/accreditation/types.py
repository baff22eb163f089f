"""What others hand to this app, and get from it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from niangjia.core.terms import Term


class State(StrEnum):
    """States of an accreditation's record. Expired is never stored: it follows from the day."""

    ACCREDITED = "accredited"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Attention(StrEnum):
    """How bodies are told apart in a list; which of them a body is follows from the day."""

    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    EXPIRING = "expiring"
    NONE = "none"

    @property
    def term(self) -> Term:
        """In words."""
        return _ATTENTIONS[self]


_ATTENTIONS = {
    Attention.IN_FORCE: Term("授权有效", "in force"),
    Attention.SUSPENDED: Term("暂停中", "suspended"),
    Attention.EXPIRING: Term("90 天内到期", "expires within 90 days"),
    Attention.NONE: Term("没有授权", "no accreditation"),
}


class Finding(StrEnum):
    """What an evaluation came to."""

    FIT = "fit"
    CONDITIONS = "conditions"
    UNFIT = "unfit"

    @property
    def term(self) -> Term:
        """In words."""
        return _FINDINGS[self]


_FINDINGS = {
    Finding.FIT: Term("合格", "fit"),
    Finding.CONDITIONS: Term("限期整改", "fit under conditions"),
    Finding.UNFIT: Term("不合格", "not fit"),
}


@dataclass(frozen=True, slots=True)
class NewScope:
    """What a body may certify. Blank or None covers all; an occupation's code covers all under it; levels 1 to 8."""

    kind: str = ""
    occupation: str = ""
    level_from: Decimal | None = None
    level_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewAccreditation:
    """A body to accredit, from a day until the day ``until``, which is not included."""

    body_id: UUID
    bank_id: UUID
    since: date
    until: date
    scopes: tuple[NewScope, ...]


@dataclass(frozen=True, slots=True)
class NewExpert:
    """An expert for the roster, with codes of the occupations that she knows."""

    name: str
    employer: str
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a body is about to take in or to certify: the kind of an outcome, its occupation and level."""

    kind: str
    occupation: str | None = None
    level: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a body may do on a day: its accreditation's number and end, since when it is suspended, its scopes."""

    accreditation_id: UUID
    number: str
    valid_to: date
    suspended_since: date | None
    suspended_because: str
    scopes: tuple[NewScope, ...]

    def covers(self, work: Work) -> bool:
        """Whether one of the scopes speaks of such an outcome."""
        return any(_covers(scope, work) for scope in self.scopes)


def _covers(scope: NewScope, work: Work) -> bool:
    if scope.kind not in {"", work.kind}:
        return False
    if scope.occupation and not f"{work.occupation or ''}-".startswith(f"{scope.occupation}-"):
        return False
    if scope.level_from is None or scope.level_to is None:
        return True
    return work.level is not None and scope.level_from <= work.level <= scope.level_to
