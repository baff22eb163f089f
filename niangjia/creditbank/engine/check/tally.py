"""What an allocation does, told outcome by outcome and sink by sink, from its lines alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from niangjia.creditbank.engine.problem import Allocation, Outcome, Package, Pour, Problem, Remainder, Rounding, Sink


@dataclass(slots=True)
class Given:
    """What one outcome gave. ``poured`` is what its pours moved; the rest of ``amount`` went into packages."""

    amount: int = 0
    poured: int = 0
    lines: int = 0
    spills: int = 0
    is_unrelated: bool = False


@dataclass(slots=True)
class Got:
    """What flowed into one sink, and by how many lines."""

    amount: int = 0
    lines: int = 0


@dataclass(slots=True)
class Tally:
    """An allocation by its meaning; only outcomes and sinks that it touches are named."""

    given: dict[str, Given] = field(default_factory=lambda: defaultdict(Given))
    got: dict[str, Got] = field(default_factory=lambda: defaultdict(Got))
    pours: Counter[Pour] = field(default_factory=Counter)
    packages: Counter[Package] = field(default_factory=Counter)
    credited: dict[str, int] = field(default_factory=dict)
    consumed: dict[str, int] = field(default_factory=dict)


def tally(problem: Problem, allocation: Allocation) -> Tally:
    """Count an allocation's lines; what the problem does not know is counted as well."""
    total = Tally()
    for used in allocation.poured:
        total.pours[used.pour] += 1
        _count_pour(total, used.pour, used.amount)
    for package in allocation.packages:
        total.packages[_plain(package)] += 1
        _count_package(total, package)
    sinks = {sink.id: sink for sink in problem.sinks}
    outcomes = {outcome.id: outcome for outcome in problem.outcomes}
    total.credited = {key: credited_with(sinks[key], got.amount) for key, got in total.got.items() if key in sinks}
    total.consumed = {key: _consumed(outcomes[key], given) for key, given in total.given.items() if key in outcomes}
    return total


def candidates(problem: Problem) -> tuple[set[Pour], set[Package]]:
    """What the problem allows to be used at all."""
    return set(problem.pours), {_plain(package) for package in problem.packages}


def credited_with(sink: Sink, inflow: int) -> int:
    """The inflow rounded to the sink's step in its own way."""
    match sink.rounding:
        case Rounding.FLOOR:
            return inflow - inflow % sink.step
        case Rounding.CEIL:
            return inflow + -inflow % sink.step
        case Rounding.HALF_UP:
            return (2 * inflow + sink.step) // (2 * sink.step) * sink.step


def _plain(package: Package) -> Package:
    """A package's order of takes and gives has no meaning."""
    return Package(package.row, tuple(sorted(package.takes)), tuple(sorted(package.gives)))


def _count_pour(total: Tally, pour: Pour, amount: int) -> None:
    given, got = total.given[pour.outcome], total.got[pour.sink]
    given.amount += amount
    given.poured += amount
    given.lines += 1
    given.spills += pour.spill
    given.is_unrelated |= pour.unrelated
    got.amount += amount
    got.lines += 1


def _count_package(total: Tally, package: Package) -> None:
    for key, amount in package.takes:
        total.given[key].amount += amount
        total.given[key].lines += 1
    for key, amount in package.gives:
        total.got[key].amount += amount
        total.got[key].lines += 1


def _consumed(outcome: Outcome, given: Given) -> int:
    return given.amount if outcome.remainder is Remainder.KEPT else outcome.amount
