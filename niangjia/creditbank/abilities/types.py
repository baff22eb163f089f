"""What others hand to this app, and get from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term

LEAST_SHOWN: Final = 5  # fewer people than this are never counted to an employer; abilities_group() says the same


class Mastery(IntEnum):
    """How well someone can do a thing. The numbers stand in the tables and never change."""

    KNOWS = 1
    DOES = 2
    SKILLED = 3
    EXPERT = 4
    TEACHES = 5

    @property
    def term(self) -> Term:
        """How it is called."""
        return _MASTERY[self]


_MASTERY: Final = {
    Mastery.KNOWS: Term("了解", "knows of it"),
    Mastery.DOES: Term("会做", "does it"),
    Mastery.SKILLED: Term("熟练", "skilled"),
    Mastery.EXPERT: Term("精通", "expert"),
    Mastery.TEACHES: Term("能带人", "teaches others"),
}


class SourceKind(StrEnum):
    """What shows an ability, or asks for it."""

    CERTIFICATE = "certificate"  # an occupation at a level
    COURSE = "course"  # a course passed or recognised
    TRAINING = "training"  # certified training with this subject
    OCCUPATION = "occupation"  # who works in it needs the ability: for suggestions alone, it shows nothing


class OfferKind(StrEnum):
    """What an enterprise offers."""

    COURSE = "course"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class NewItem:
    """One ability of a framework. ``parent`` is a code of the same framework; ``identifier`` is kept from CASE."""

    code: str
    statement: str
    parent: str | None = None
    english: str = ""
    identifier: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewSource:
    """What shows an ability at a mastery. Which fields are given depends on the kind."""

    ability: str
    mastery: Mastery
    kind: SourceKind
    occupation: str | None = None
    certificate_level: int | None = None
    college_id: UUID | None = None
    programme_code: str | None = None
    course_code: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class FrameworkContent:
    """A framework to keep: abilities in order, what shows them, what comes before what, what is related."""

    title: str
    items: Sequence[NewItem]
    sources: Sequence[NewSource] = ()
    precedes: Sequence[tuple[str, str]] = ()
    related: Sequence[tuple[str, str]] = ()
    identifier: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post of an enterprise: how many are needed, and which abilities at which mastery."""

    title: str
    needed_count: int = 1
    occupation: str | None = None
    needs: tuple[tuple[UUID, Mastery], ...] = ()
    is_inviting: bool = False  # every worker alike may be asked, in her own pages, whether to show herself


@dataclass(frozen=True, slots=True)
class NewOffer:
    """A course or practice place that an enterprise offers. ``starts_on`` and ``ends_on`` are its days."""

    kind: OfferKind
    title: str
    place: str
    starts_on: date
    ends_on: date
    places_count: int
    gives: tuple[tuple[UUID, Mastery], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One ability that a post asks for, over all of the enterprise's own workers.

    ``holders`` is None where so few people hold it, or lack it, that a count would tell who.
    """

    post_id: UUID
    ability_id: UUID
    mastery: Mastery
    holders: int | None
    people: int | None

    @property
    def missing(self) -> int | None:
        """How many lack it, where that may be said."""
        return None if self.holders is None or self.people is None else self.people - self.holders
