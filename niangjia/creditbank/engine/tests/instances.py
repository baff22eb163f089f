"""Small random problems that use everything the model has: every limit, package, spill, rounding, cover and history."""

from random import Random

from niangjia.creditbank.engine.problem import (
    Aim,
    AmountCap,
    CountCap,
    Cover,
    Exclusion,
    Floor,
    Limit,
    Outcome,
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


def instance(chance: Random, *, outcomes: int = 3, sinks: int = 3, pours: int = 6, most: int = 5) -> Problem:
    """A problem of at most so many outcomes, sinks and pours, with amounts of at most ``most``."""
    outcome_list = [some_outcome(chance, f"o{n}", most) for n in range(chance.randint(2, outcomes))]
    sink_list = [some_sink(chance, f"s{n}", most) for n in range(chance.randint(2, sinks))]
    problem = Problem(
        grain=1,
        outcomes=tuple(shuffled(chance, outcome_list)),
        sinks=tuple(shuffled(chance, sink_list)),
        pours=tuple(some_pours(chance, outcome_list, sink_list, pours)),
        packages=tuple(some_packages(chance, outcome_list, sink_list)),
        floors=tuple(some_floors(chance, sink_list)),
        aim=chance.choice((Aim.CREDITS, Aim.CREDITS, Aim.REQUIREMENTS)),
    )
    return with_limits(problem, [some_limit(chance, problem, n) for n in range(chance.randint(0, 4))])


def with_limits(problem: Problem, limits: list[Limit]) -> Problem:
    return Problem(
        problem.grain,
        problem.outcomes,
        problem.sinks,
        problem.pours,
        problem.packages,
        tuple(limits),
        problem.floors,
        problem.aim,
    )


def shuffled(chance, items):
    return chance.sample(items, len(items))


def some_outcome(chance: Random, key: str, most: int) -> Outcome:
    amount = chance.choice((0, *range(1, most + 1), *range(1, most + 1)))
    return Outcome(
        key,
        amount,
        amount + chance.randint(0, 2),
        fan_out=chance.choice((None, None, None, None, 0, 1, 1, 2, 2, 2)),
        remainder=chance.choice((Remainder.KEPT, Remainder.LOST)),
        life_months=chance.choice((0, 1, 2, 6, 120)),
        used_before=chance.random() < 0.2,
    )


def some_sink(chance: Random, key: str, most: int) -> Sink:
    step = chance.choice((1, 1, 1, 1, 2, 3))
    whole = chance.choice((0, *range(1, max(1, most // step) + 1), *range(1, max(1, most // step) + 1)))
    need = step * whole + (chance.random() < 0.05)
    return Sink(
        key,
        need,
        need + chance.randint(0, 2),
        kind=chance.choice((SinkKind.COURSE, SinkKind.COURSE, SinkKind.POOL)),
        cover=chance.choice((Cover.FULL, Cover.FULL, Cover.PART)),
        least=chance.choice((1, 1, 1, 1, 1, 2, 3)),
        contributors=chance.choice((None, None, None, None, 0, 1, 1, 2, 2, 2)),
        step=step,
        rounding=chance.choice(tuple(Rounding)),
    )


def some_pours(chance: Random, outcomes: list[Outcome], sinks: list[Sink], count: int) -> list[Pour]:
    places = [(outcome.id, sink.id, row) for outcome in outcomes for sink in sinks for row in ("r1", "r2")]
    weights = [1 if place[2] == "r1" or chance.random() < 0.15 else 0 for place in places]
    chosen = [place for place, weight in zip(places, weights, strict=True) if weight]
    return [
        Pour(
            *place,
            least=chance.choice((1, 1, 1, 1, 1, 2)),
            spill=chance.random() < 0.12,
            unrelated=chance.random() < 0.3,
        )
        for place in chance.sample(chosen, min(len(chosen), chance.randint(count // 2, count)))
    ]


def some_packages(chance: Random, outcomes: list[Outcome], sinks: list[Sink]) -> list[Package]:
    packages = []
    for n in range(chance.choice((0, 0, 1, 2))):
        takes = chance.sample(outcomes, chance.randint(1, min(2, len(outcomes))))
        gives = chance.sample(sinks, chance.randint(1, min(2, len(sinks))))
        packages.append(
            Package(
                f"p{n}",
                tuple((outcome.id, chance.randint(0, outcome.amount)) for outcome in takes),
                tuple((sink.id, chance.choice((max(1, sink.need // sink.step), 1)) * sink.step) for sink in gives),
            )
        )
    return packages


def some_floors(chance: Random, sinks: list[Sink]) -> list[Floor]:
    floors = []
    for n in range(chance.randint(0, 2)):
        members = chance.sample(sinks, chance.randint(1, len(sinks)))
        floors.append(
            Floor(f"f{n}", frozenset(sink.id for sink in members), chance.randint(0, 6), chance.choice((0, 0, 1)))
        )
    return floors


def some_limit(chance: Random, problem: Problem, number: int) -> Limit:
    name, side = f"l{number}", chance.choice(tuple(Side))
    items = problem.outcomes if side is Side.SOURCE else problem.sinks
    members = chance.sample(items, chance.randint(min(2, len(items)), len(items)))
    keys = frozenset(item.id for item in members)
    kind = chance.choice((AmountCap, AmountCap, ShareCap, CountCap, UnrelatedCap, Exclusion, Overlap))
    if kind is AmountCap:
        total = sum(item.amount if isinstance(item, Outcome) else item.need for item in members)
        return AmountCap(name, side, keys, chance.randint(min(1, total), max(1, total * 3 // 4)))
    if kind is ShareCap:
        whole = chance.randint(1, 4)
        used_counted, used_total = chance.choice(((0, 0), (0, 0), (0, 4), (1, 4), (3, 3)))
        return ShareCap(name, side, keys, chance.randint(1, whole), whole, used_counted, used_total)
    return some_relation(chance, problem, name, side, keys, kind)


def some_relation(chance: Random, problem: Problem, name: str, side: Side, members: frozenset[str], kind) -> Limit:
    if kind is CountCap:
        return CountCap(name, side, members, chance.choice((0, 1, 1, 1, 1, 1, 2, 2)))
    if kind is UnrelatedCap:
        return UnrelatedCap(name, chance.choice((0, 1, 1, 1)))
    if kind is Overlap:
        first, second = chance.sample([outcome.id for outcome in problem.outcomes], 2)
        return Overlap(name, first, second, chance.randint(1, 7))
    if chance.random() < 0.3:
        closed_by = chance.choice((*sorted(members), "gone"))
        return Exclusion(name, side, members | {closed_by}, closed_by)
    return Exclusion(name, side, members)
