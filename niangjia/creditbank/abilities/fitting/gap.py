"""The gap of one person for one post: what she holds and by what, what is missing, and the shortest way in an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from niangjia.creditbank.abilities.fitting.covering import fewest_ways
from niangjia.creditbank.abilities.fitting.values import Evidence, Need, Way


@dataclass(frozen=True, slots=True)
class Line:
    """One ability of the post. ``evidence`` is the best that shows it, enough or not; ``ways`` all that would bring it.

    Ways are empty where the need is met.
    """

    need: Need
    evidence: tuple[Evidence, ...]
    ways: tuple[Way, ...]

    @property
    def held(self) -> int | None:
        """The best mastery that is shown."""
        return max((each.mastery for each in self.evidence), default=None)

    @property
    def is_met(self) -> bool:
        """Whether that is enough."""
        return self.held is not None and self.held >= self.need.mastery


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on the way, and what of the post it closes."""

    way: Way
    closes: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """The comparison. ``route`` closes all that can be closed in the fewest steps, if ``is_shortest`` says so."""

    lines: tuple[Line, ...]
    route: tuple[Step, ...]
    is_shortest: bool

    @property
    def held_count(self) -> int:
        """How many abilities are met."""
        return sum(line.is_met for line in self.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """What is not met."""
        return tuple(line for line in self.lines if not line.is_met)

    @property
    def without_way(self) -> tuple[Line, ...]:
        """What is not met and nothing on offer would bring."""
        return tuple(line for line in self.missing if not line.ways)


def fit_of(
    needs: Sequence[Need],
    evidence: Iterable[Evidence],
    ways: Iterable[Way],
    precedes: Iterable[tuple[str, str]] = (),
    *,
    on: date,
) -> Fit:
    """Compare what is shown with what a post asks for.

    Ways that begin before ``on`` are over. Of as few steps those that can begin earlier are preferred. ``precedes``
    are pairs of abilities: what brings the first is done before what brings the second.
    """
    shown: dict[str, list[Evidence]] = {}
    for each in evidence:
        shown.setdefault(each.ability, []).append(each)
    open_ways = sorted((way for way in ways if way.starts_on is None or way.starts_on >= on), key=_earliest)
    lines = tuple(_line(need, shown.get(need.ability, ()), open_ways) for need in needs)
    wanted = [line.need for line in lines if line.ways]
    useful = [way for way in open_ways if any(way.brings(need) for need in wanted)]
    chosen, is_shortest = fewest_ways(wanted, useful)
    return Fit(lines, _in_order(_steps(chosen, wanted), tuple(precedes)), is_shortest)


def _line(need: Need, evidence: Sequence[Evidence], ways: Sequence[Way]) -> Line:
    best = tuple(sorted(evidence, key=lambda each: (-each.mastery, each.kind, each.key)))
    line = Line(need, best, ())
    return line if line.is_met else Line(need, best, tuple(way for way in ways if way.brings(need)))


def _earliest(way: Way) -> tuple[date, str, str]:
    """What needs no waiting first; then by day, and by key so that the answer is always the same."""
    return way.starts_on or date.min, way.title, way.key


def _steps(chosen: Sequence[Way], wanted: Sequence[Need]) -> list[Step]:
    """Each need is closed by the first way that brings it."""
    left, steps = list(wanted), []
    for way in sorted(chosen, key=_earliest):
        closes = tuple(need for need in left if way.brings(need))
        left = [need for need in left if need not in closes]
        steps.append(Step(way, closes))
    return steps


def _in_order(steps: list[Step], precedes: tuple[tuple[str, str], ...]) -> tuple[Step, ...]:
    """What comes before goes first, as far as that is possible; else the earlier first."""
    places = {need.ability: place for place, step in enumerate(steps) for need in step.closes}
    before: dict[int, set[int]] = {place: set() for place in range(len(steps))}
    for first, second in precedes:
        if first in places and second in places and places[first] != places[second]:
            before[places[second]].add(places[first])
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError:  # two courses that each need the other: days alone decide
        return tuple(steps)
    ordered: list[Step] = []
    ready: set[int] = set()
    while sorter.is_active():
        ready.update(sorter.get_ready())
        place = min(ready)
        ready.remove(place)
        ordered.append(steps[place])
        sorter.done(place)
    return tuple(ordered)
