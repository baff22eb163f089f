"""Each fact cut at the breakpoints of the rows that ask it: finitely many cells, so that coverage is decided exactly.

A region is a mapping from fact to a set of cells, written as the bits of an integer; a fact that it does not name may
have any value. The last cell of a fact is "not recorded".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Final

from niangjia.core.conditions import Condition, Truth, Value
from niangjia.creditbank.engine.atoms import Alternative, Atom, alternatives
from niangjia.creditbank.engine.facts import CATALOGUE, FactEntry, Shown

Region = Mapping[str, int]
OTHER: Final = "\N{HORIZONTAL ELLIPSIS}"  # stands for every text that no row names


@dataclass(frozen=True, slots=True)
class Axis:
    """The cells of one fact, each with a value that stands for it; the last stands for "not recorded"."""

    fact: str
    values: tuple[Value | None, ...]

    @property
    def known(self) -> int:
        """Every cell but "not recorded"."""
        return (1 << (len(self.values) - 1)) - 1

    @property
    def unrecorded(self) -> int:
        """The cell "not recorded"."""
        return 1 << (len(self.values) - 1)

    def cells_of(self, atom: Atom) -> int:
        """Where the atom holds."""
        verdicts = enumerate(atom.verdict(value) for value in self.values)
        return sum(1 << position for position, verdict in verdicts if verdict is Truth.YES)

    def values_in(self, cells: int) -> tuple[Value | None, ...]:
        """The values that stand for these cells."""
        return tuple(value for position, value in enumerate(self.values) if cells >> position & 1)


class Grid:
    """The axes of every fact that some conditions ask."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self._alternatives: dict[Condition, tuple[Alternative, ...]] = {}
        by_fact: dict[str, list[Atom]] = {}
        for condition in conditions:
            self._alternatives[condition] = alternatives(condition)
            for atom in (atom for each in self._alternatives[condition] for atom in each):
                by_fact.setdefault(_axis_name(atom), []).append(atom)
        self.axes = {name: _axis(name, atoms) for name, atoms in by_fact.items()}

    def regions(self, condition: Condition) -> list[Region]:
        """Where one of the grid's conditions holds. None of no regions: nowhere."""
        found = (self._region(alternative) for alternative in self._alternatives[condition])
        return [region for region in found if all(region.values())]

    def _region(self, alternative: Alternative) -> Region:
        region: dict[str, int] = {}
        for atom in alternative:
            axis = self.axes[_axis_name(atom)]
            cells = axis.cells_of(atom) if atom.fact is not None else _opaque_cells(atom)
            region[axis.fact] = region.get(axis.fact, -1) & cells
        return region


def meets(one: Region, other: Region) -> bool:
    """The two regions have a cell in common."""
    return all(one[fact] & other[fact] for fact in one.keys() & other.keys())


def meeting(one: Region, other: Region) -> Region:
    """The cells that two regions have in common."""
    return {fact: one.get(fact, -1) & other.get(fact, -1) for fact in {**one, **other}}


def rest_of(region: Region, covers: Iterable[Region], axes: Mapping[str, Axis]) -> list[Region]:
    """What is left of a region outside all the others, as regions that do not meet."""
    left = [region]
    for cover in covers:
        left = [piece for each in left for piece in _outside(each, cover, axes)]
    return left


def merged(regions: list[Region]) -> list[Region]:
    """The same cells in fewer regions: two that differ in one fact only become one."""
    left = list(regions)
    for one, other in combinations(left, 2):
        differing = [fact for fact in one.keys() | other.keys() if one.get(fact, -1) != other.get(fact, -1)]
        if len(differing) == 1 and differing[0] in one and differing[0] in other:
            joined = {**one, differing[0]: one[differing[0]] | other[differing[0]]}
            return merged([joined, *(each for each in left if each is not one and each is not other)])
    return left


def _outside(region: Region, cover: Region, axes: Mapping[str, Axis]) -> Iterator[Region]:
    if not meets(region, cover):
        yield region
        return
    inside = dict(region)
    for fact, cells in sorted(cover.items()):
        held = inside.get(fact, _every_cell(axes[fact]))
        if held & ~cells:
            yield {**inside, fact: held & ~cells}
        inside[fact] = held & cells


def _every_cell(axis: Axis) -> int:
    return (1 << len(axis.values)) - 1


def _axis_name(atom: Atom) -> str:
    return atom.fact if atom.fact is not None else f"?{atom.condition!r}"


def _opaque_cells(atom: Atom) -> int:
    """A question about more than one fact: it holds in the first cell, not in the second."""
    return 0b10 if atom.is_negated else 0b01


def _axis(name: str, atoms: Sequence[Atom]) -> Axis:
    entry = CATALOGUE.get(name)
    constants = sorted({constant for atom in atoms for constant in atom.constants}, key=_order)
    if name.startswith("?"):
        values: Iterable[Value] = (True, False)
    elif entry is not None and entry.choices:
        values = entry.choices
    elif entry is not None and entry.shown is Shown.YES_NO:
        values = (True, False)
    elif entry is not None and entry.is_number:
        values = _numbers([Decimal(each) for each in constants if isinstance(each, int | Decimal)], entry)
    elif constants and all(isinstance(each, date) for each in constants):
        values = _days([each for each in constants if isinstance(each, date)])
    else:
        values = _texts(constants, any(atom.is_tree for atom in atoms))
    return Axis(name, (*values, None))


def _numbers(cuts: list[Decimal], entry: FactEntry) -> Iterator[Value]:
    """Each cut, its neighbours and the lowest of all: a value in every cell between the cuts. Levels stand whole."""
    step, least = entry.step or Decimal(1), entry.least or Decimal(0)
    near = {least, *cuts, *(cut // step * step + step for cut in cuts), *(cut - step for cut in cuts)}
    if entry.shown in {Shown.LEVEL, Shown.TIER} and entry.most is not None:
        near |= {Decimal(whole) for whole in range(int(least), int(entry.most) + 1)}
    for value in sorted(near):
        if value >= least and (entry.most is None or value <= entry.most) and value % step == 0:
            yield int(value) if step == 1 else value


def _days(cuts: list[date]) -> Iterator[Value]:
    yield from sorted({day + timedelta(days=shift) for day in cuts for shift in (-1, 0, 1)})


def _texts(constants: list[Value], is_tree: bool) -> Iterator[Value]:  # noqa: FBT001 - private, one call
    yield from constants
    if is_tree:
        yield from (f"{constant}-{OTHER}" for constant in constants)
    yield OTHER


def _order(value: Value) -> tuple[str, str]:
    return type(value).__name__, str(value)
