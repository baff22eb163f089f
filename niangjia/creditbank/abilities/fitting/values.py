"""The plain values of a comparison. Abilities are named by their key as text; mastery runs from 1 to 5."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WayKind(StrEnum):
    """What a way to an ability is."""

    STUDY = "study"  # a course of a programme
    CERTIFICATE = "certificate"
    TRAINING = "training"
    COURSE = "course"  # offered by an enterprise
    PRACTICE = "practice"  # a practice place, offered by an enterprise


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """An ability that is asked for, at least at this mastery."""

    ability: str
    mastery: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows an ability: an outcome or a course, by its key, under a word for its kind."""

    ability: str
    mastery: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do, and the abilities that it brings. Without days it can be begun at any time."""

    key: str
    kind: WayKind
    title: str
    gives: tuple[Need, ...]
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def brings(self, need: Need) -> bool:
        """Whether it closes a need."""
        return any(each.ability == need.ability and each.mastery >= need.mastery for each in self.gives)
