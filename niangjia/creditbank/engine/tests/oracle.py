"""The best allocation found by trying everything: slow, plain, and written apart from the solver and the check."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from niangjia.creditbank.engine.problem import (
    Aim,
    AmountCap,
    CountCap,
    Cover,
    Exclusion,
    Overlap,
    Package,
    Pour,
    Problem,
    Remainder,
    Rounding,
    ShareCap,
    Side,
    Sink,
    SinkKind,
    UnrelatedCap,
)


@dataclass(frozen=True)
class Trial:
    """One way to use the candidates: an amount for each pour used, and the packages used."""

    amounts: dict[Pour, int]
    packages: tuple[Package, ...]

    def given(self, outcome: str) -> int:
        poured = sum(amount for pour, amount in self.amounts.items() if pour.outcome == outcome)
        return poured + sum(amount for package in self.packages for key, amount in package.takes if key == outcome)

    def inflow(self, sink: str) -> int:
        poured = sum(amount for pour, amount in self.amounts.items() if pour.sink == sink)
        return poured + sum(amount for package in self.packages for key, amount in package.gives if key == sink)

    def lines_of(self, outcome: str) -> int:
        pours = sum(pour.outcome == outcome for pour in self.amounts)
        return pours + sum(any(key == outcome for key, _ in package.takes) for package in self.packages)

    def lines_into(self, sink: str) -> int:
        pours = sum(pour.sink == sink for pour in self.amounts)
        return pours + sum(any(key == sink for key, _ in package.gives) for package in self.packages)


@dataclass(frozen=True)
class Best:
    """The values of the objectives, first to last, and the canonical choice among all that reach them."""

    values: tuple[int, ...]
    amounts: tuple[tuple[Pour, int], ...]
    packages: tuple[Package, ...]


def brute_force(problem: Problem) -> Best:
    """Try every set of candidates with every amount; keep the best, and the canonical one of the best."""
    pours = sorted(problem.pours, key=lambda pour: (pour.sink, pour.outcome, pour.row))
    packages = sorted(problem.packages, key=lambda p: (sorted(p.gives), sorted(p.takes), p.row))
    best, best_rank = None, None
    for trial in every_trial(problem, pours, packages):
        if not feasible(problem, trial):
            continue
        values = objective_values(problem, trial)
        signs = [1 if name == "credited" else -1 for name, _ in values]
        rank = (
            [sign * value for sign, (_, value) in zip(signs, values, strict=True)],
            [pour in trial.amounts for pour in pours] + [package in trial.packages for package in packages],
            [trial.amounts.get(pour, 0) for pour in pours],
        )
        if best_rank is None or rank > best_rank:
            best, best_rank = (values, trial), rank
    values, trial = best
    amounts = tuple((pour, trial.amounts[pour]) for pour in pours if pour in trial.amounts)
    return Best(tuple(value for _, value in values), amounts, tuple(p for p in packages if p in trial.packages))


def most_by_trying(problem: Problem, shortfall: int) -> int:
    """The most that can be credited by any trial with at most so much shortfall."""
    values = [dict(objective_values(problem, trial)) for trial in feasible_trials(problem)]
    return max(value["credited"] for value in values if value.get("shortfall", 0) <= shortfall)


def feasible_trials(problem: Problem) -> Iterator[Trial]:
    trials = every_trial(problem, list(problem.pours), list(problem.packages))
    return (trial for trial in trials if feasible(problem, trial))


def every_trial(problem: Problem, pours: list[Pour], packages: list[Package]) -> Iterator[Trial]:
    """All trials that no outcome's amount forbids."""
    stock = {outcome.id: outcome.amount for outcome in problem.outcomes}

    def extend(place: int, amounts: dict[Pour, int], used: tuple[Package, ...]) -> Iterator[Trial]:
        if place == len(pours) + len(packages):
            yield Trial(dict(amounts), used)
            return
        yield from extend(place + 1, amounts, used)
        if place >= len(pours):
            package = packages[place - len(pours)]
            trial = Trial(amounts, (*used, package))
            if all(trial.given(key) <= stock[key] for key, _ in package.takes):
                yield from extend(place + 1, amounts, trial.packages)
            return
        pour = pours[place]
        left = stock[pour.outcome] - sum(x for other, x in amounts.items() if other.outcome == pour.outcome)
        for amount in range(pour.least, left + 1):
            amounts[pour] = amount
            yield from extend(place + 1, amounts, used)
        amounts.pop(pour, None)

    yield from extend(0, {}, ())


def credited(sink: Sink, inflow: int) -> int:
    steps = Fraction(inflow, sink.step)
    if sink.rounding is Rounding.CEIL:
        return ceil(steps) * sink.step
    return floor(steps + (Fraction(1, 2) if sink.rounding is Rounding.HALF_UP else 0)) * sink.step


def feasible(problem: Problem, trial: Trial) -> bool:
    return (
        all(sink_allows(sink, trial) for sink in problem.sinks)
        and all(outcome_allows(outcome, trial) for outcome in problem.outcomes)
        and all(limit_allows(problem, limit, trial) for limit in problem.limits)
    )


def sink_allows(sink, trial):
    lines, amount = trial.lines_into(sink.id), credited(sink, trial.inflow(sink.id))
    if not lines:
        return True
    if sink.contributors is not None and lines > sink.contributors:
        return False
    if sink.kind is SinkKind.POOL or sink.cover is Cover.PART:
        return sink.least <= amount <= sink.need
    return amount == sink.need > 0


def outcome_allows(outcome, trial):
    lines = trial.lines_of(outcome.id)
    if not lines:
        return True
    if trial.given(outcome.id) > outcome.amount or (outcome.fan_out is not None and lines > outcome.fan_out):
        return False
    spills = sum(pour.spill for pour in trial.amounts if pour.outcome == outcome.id)
    return spills < lines or outcome.used_before


def consumed(outcome, trial):
    if not trial.lines_of(outcome.id):
        return 0
    return outcome.amount if outcome.remainder is Remainder.LOST else trial.given(outcome.id)


def limit_allows(problem, limit, trial):
    if isinstance(limit, AmountCap):
        return counted(problem, limit.side, limit.members, trial) <= limit.room
    if isinstance(limit, ShareCap):
        return share_allows(problem, limit, trial)
    return count_allows(problem, limit, trial)


def share_allows(problem, cap, trial):
    left = cap.whole * counted(problem, cap.side, cap.members, trial)
    total = sum(credited(sink, trial.inflow(sink.id)) for sink in problem.sinks)
    return left <= cap.part * total + max(0, cap.part * cap.used_total - cap.whole * cap.used_counted)


def count_allows(problem, limit, trial):
    match limit:
        case CountCap(_, side, members, room):
            return len(used(side, members, trial)) <= room
        case UnrelatedCap(_, room):
            return len({pour.outcome for pour in trial.amounts if pour.unrelated}) <= room
        case Exclusion(_, side, members, None):
            return len(used(side, members, trial)) <= 1
        case Exclusion(_, side, members, closed_by):
            return not used(side, members - {closed_by}, trial)
        case Overlap(_, first, second, room):
            return sum(consumed(o, trial) for o in problem.outcomes if o.id in (first, second)) <= room


def counted(problem, side, members, trial):
    if side is Side.SINK:
        return sum(credited(sink, trial.inflow(sink.id)) for sink in problem.sinks if sink.id in members)
    total = sum(amount for pour, amount in trial.amounts.items() if pour.outcome in members)
    for package in trial.packages:
        if any(key in members for key, _ in package.takes):
            total += sum(amount for _, amount in package.gives)
    return total


def used(side, members, trial):
    lines = trial.lines_of if side is Side.SOURCE else trial.lines_into
    return {key for key in members if lines(key)}


def objective_values(problem: Problem, trial: Trial) -> list[tuple[str, int]]:
    amounts = {sink.id: credited(sink, trial.inflow(sink.id)) for sink in problem.sinks}
    values = [
        ("credited", sum(amounts.values())),
        ("credit_months", sum(outcome.life_months * consumed(outcome, trial) for outcome in problem.outcomes)),
        ("lines", len(trial.amounts) + len(trial.packages)),
    ]
    if problem.aim is Aim.REQUIREMENTS:
        short = [max(0, f.minimum - f.got - sum(amounts[key] for key in f.members)) for f in problem.floors]
        return [("shortfall", sum(short)), *values]
    return values
