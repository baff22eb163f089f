"""What a revocation undoes (family 15): whole decisions that touched the outcome, never a new solution."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from niangjia.creditbank.engine.books import PostedLine


@dataclass(frozen=True, slots=True)
class Undone:
    """One decision to be reversed as a whole: what returns to each other outcome, and the courses that open again.

    ``returned`` is in book credits of the decision's own book, by outcome; ``courses`` are what its lines gave.
    """

    decision: str
    book_hash: str
    returned: tuple[tuple[str, Fraction], ...]
    courses: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Cascade:
    """Everything that the revocation of some outcomes undoes, by decision."""

    revoked: frozenset[str]
    undone: tuple[Undone, ...]

    @property
    def decisions(self) -> tuple[str, ...]:
        """The decisions to reverse."""
        return tuple(each.decision for each in self.undone)


def cascade_of(lines: Iterable[PostedLine], revoked: Iterable[str]) -> Cascade:
    """Which of the posted decisions touched a revoked outcome.

    A reversed decision gives its other outcomes back and frees no other decision's: it only widens what is left, so
    that no decision outside the set loses its ground and the cascade ends here.
    """
    gone, posted = frozenset(revoked), tuple(lines)
    touched = {line.decision for line in posted if line.outcome in gone}
    return Cascade(
        gone, tuple(_undone([line for line in posted if line.decision == key], gone) for key in sorted(touched))
    )


def left_after(lines: Iterable[PostedLine], cascade: Cascade) -> tuple[PostedLine, ...]:
    """The lines that stand when the cascade is posted."""
    return tuple(line for line in lines if line.decision not in cascade.decisions)


def _undone(lines: list[PostedLine], revoked: frozenset[str]) -> Undone:
    returned: dict[str, Fraction] = {}
    courses: dict[str, Fraction] = {}
    for line in lines:
        courses[line.course] = courses.get(line.course, Fraction()) + Fraction(line.amount)
        if line.outcome not in revoked:
            returned[line.outcome] = returned.get(line.outcome, Fraction()) + Fraction(line.consumed)
    first = lines[0]
    return Undone(first.decision, first.book_hash, tuple(sorted(returned.items())), tuple(sorted(courses.items())))
