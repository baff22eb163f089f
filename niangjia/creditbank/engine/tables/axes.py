"""Each fact cut at the breakpoints of the conditions that ask it: finitely many bands, the unknown among them.

No question tells two values of one band apart: each is answered yes, no or unknown alike. A question that is about more
than one fact, or about a collection, is an axis of its own, whose bands are its three answers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, count, pairwise
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from niangjia.core.conditions import Condition, Truth, Value, holds
from niangjia.core.conditions.subject import EXACT, Held
from niangjia.core.conditions.types import ORDERED, Joined, Kind, kind_of
from niangjia.creditbank.engine.atoms import Atom, alternatives

Bands = NDArray[np.int32]
Truths = NDArray[np.int8]
ELSE: Final = "\N{HORIZONTAL ELLIPSIS}\uffff"  # stands for every text that no condition names
ANSWERS: Final = (Truth.NO.value, Truth.UNKNOWN.value, Truth.YES.value)
_MOST_REMEMBERED: Final = 4096
_LAST: Final = date.max.toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """The bands of one fact. ``stands`` has a value of each band; ``truths`` each question's answer in each band.

    ``band_at`` gives the band of each position: below the first cut, at it, between it and the second, and so on for
    ordered facts, else of each constant that the conditions name; the last position is "not known".
    """

    name: str
    kind: Kind | None  # None: a question of its own, or one that no value answers otherwise than another
    cuts: tuple[Any, ...]  # ordered facts: numbers or dates, ascending
    band_at: Bands
    stands: tuple[Held, ...]
    truths: Mapping[Condition, Truths]
    question: Condition | None = None
    _signatures: Mapping[bytes, int] = field(default_factory=dict, repr=False)
    _remembered: dict[Held, int] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """How many bands."""
        return len(self.stands)

    @property
    def unknown(self) -> int:
        """The band of what is not known."""
        return int(self.band_at[-1])

    def band_of(self, facts: Mapping[str, Held]) -> int:
        """The band in which a subject with these facts stands."""
        if self.question is not None:
            return holds(self.question, facts).value
        held = facts.get(self.name)
        band = self._remembered.get(held)  # type: ignore[call-overload, unused-ignore] # a collection is unhashable
        return self.band(held) if band is None else band  # type: ignore[arg-type]

    def band(self, held: Value | None) -> int:
        """The band of a value of this fact. TypeError if it is of another kind than what it is compared with."""
        if held is None:
            return self.unknown
        kind = kind_of(held)
        if self.kind is None:
            return int(self.band_at[0])
        if kind != self.kind:
            raise TypeError(f"{self.name}: {held!r} can't be compared with a {self.kind}")
        found = self._place(held)
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[held] = found
        return found

    def _place(self, held: Value) -> int:
        if self.kind in ORDERED:
            return int(self.band_at[bisect_left(self.cuts, held) + bisect_right(self.cuts, held)])
        facts = {self.name: held}
        return self._signatures[bytes(holds(question, facts).value for question in self.truths)]


def axes_of(conditions: Iterable[Condition]) -> dict[str, Axis]:
    """The axis of every fact that the conditions ask, in the order in which they first ask it."""
    asked: dict[str, dict[Condition, Atom]] = {}
    for leaf in chain.from_iterable(map(questions, conditions)):
        asked.setdefault(axis_name(leaf), {})[leaf] = _atom(leaf)
    return {name: _axis(name, tuple(atoms.values())) for name, atoms in asked.items()}


def questions(condition: Condition) -> Iterator[Condition]:
    """The questions that a condition joins by all, any and none."""
    if isinstance(condition, Joined):
        yield from chain.from_iterable(map(questions, condition.members))
    else:
        yield condition


def axis_name(question: Condition) -> str:
    """The fact that a question is about; of one about several, its own text."""
    return _atom(question).fact or f"?{question!r}"


def _atom(question: Condition) -> Atom:
    (((atom,),)) = alternatives(question)
    return atom


def _axis(name: str, atoms: Sequence[Atom]) -> Axis:
    if atoms[0].fact is None:
        whole = atoms[0].condition
        return Axis(name, None, (), np.arange(3, dtype=np.int32), ANSWERS, {whole: np.arange(3, dtype=np.int8)}, whole)
    constants = {constant for atom in atoms for constant in atom.constants}
    kinds = {kind_of(constant) for constant in constants}
    if len(kinds) > 1:
        raise TypeError(f"{name} is compared with values of several kinds")
    kind = kinds.pop() if kinds else None
    cuts = tuple(sorted(constants)) if kind in ORDERED else ()
    values = tuple(_positions(kind, constants, cuts, is_tree=any(atom.is_tree for atom in atoms)))
    return _banded(name, kind, cuts, values, atoms)


def _banded(
    name: str, kind: Kind | None, cuts: tuple[Any, ...], values: tuple[Value | None, ...], atoms: Sequence[Atom]
) -> Axis:
    """Positions at which every question is answered alike become one band."""
    answers = [bytes(atom.verdict(value).value for atom in atoms) for value in values]
    bands = {answer: band for band, answer in enumerate(dict.fromkeys(answers))}
    stands = tuple(values[answers.index(answer)] for answer in bands)
    table = np.array([list(answer) for answer in bands], dtype=np.int8)
    truths = {atom.condition: np.ascontiguousarray(table[:, place]) for place, atom in enumerate(atoms)}
    band_at = np.array([bands[answer] for answer in answers], dtype=np.int32)
    return Axis(name, kind, cuts, band_at, stands, truths, None, bands)


def _positions(
    kind: Kind | None, constants: AbstractSet[Value], cuts: tuple[Any, ...], *, is_tree: bool
) -> Iterator[Value | None]:
    match kind:
        case None:
            yield 0
        case "boolean":
            yield from (False, True)
        case "number":
            yield from _numbers([Decimal(cut) for cut in cuts])
        case "date":
            yield from (date.fromordinal(min(max(day, 1), _LAST)) for day in _days([cut.toordinal() for cut in cuts]))
        case "key":
            yield from constants
            yield next(key for key in map(_key, count()) if key not in constants)
        case _:
            yield from sorted(constants, key=str)
            yield from (f"{constant}-{ELSE}" for constant in constants if is_tree)
            yield ELSE
    yield None


def _numbers(cuts: Sequence[Decimal]) -> Iterator[Decimal]:
    """Below, at and between the cuts, and above."""
    yield cuts[0] - 1
    for low, high in pairwise(cuts):
        yield low
        yield EXACT.divide(EXACT.add(low, high), Decimal(2))
    yield cuts[-1]
    yield cuts[-1] + 1


def _days(cuts: Sequence[int]) -> Iterator[int]:
    """Below, at, between and above; where no day lies between, the earlier stands for a position that none takes."""
    yield cuts[0] - 1
    for low, high in pairwise(cuts):
        yield low
        yield (low + high) // 2
    yield cuts[-1]
    yield cuts[-1] + 1


def _key(number: int) -> UUID:
    return UUID(int=number)
