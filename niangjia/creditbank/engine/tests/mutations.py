"""Every way to tamper with an allocation that we could think of; each gives its kind and what it makes of it."""

from collections.abc import Iterator
from dataclasses import replace

from niangjia.creditbank.engine.problem import Allocation, Package, Pour, PouredAmount, Problem, Tier

Tampered = tuple[str, Allocation]


def tamperings(problem: Problem, allocation: Allocation) -> Iterator[Tampered]:
    """Allocations in which one thing was changed and nothing else was."""
    for place, used in enumerate(allocation.poured):
        yield from line_tamperings(problem, allocation, place, used)
    yield from package_tamperings(problem, allocation)
    for field in ("credited", "consumed"):
        yield from statement_tamperings(problem, allocation, field)
    yield from tier_tamperings(allocation)


def line_tamperings(problem: Problem, allocation: Allocation, place: int, used: PouredAmount) -> Iterator[Tampered]:
    def instead(*lines: PouredAmount) -> Allocation:
        return replace(allocation, poured=(*allocation.poured[:place], *lines, *allocation.poured[place + 1 :]))

    pour = used.pour
    yield "a grain is added", instead(replace(used, amount=used.amount + 1))
    yield "a grain is taken", instead(replace(used, amount=used.amount - 1))
    yield "an amount becomes nothing", instead(replace(used, amount=0))
    yield "an amount becomes negative", instead(replace(used, amount=-used.amount))
    yield "a line is dropped", instead()
    yield "a line is doubled", instead(used, used)
    if used.amount > 1:
        half = used.amount // 2
        yield "a line is split", instead(replace(used, amount=half), replace(used, amount=used.amount - half))
    yield "a row is made up", instead(replace(used, pour=replace(pour, row="made up")))
    yield "a mark is changed", instead(replace(used, pour=replace(pour, spill=not pour.spill)))
    yield "another mark is changed", instead(replace(used, pour=replace(pour, unrelated=not pour.unrelated)))
    yield "the least amount is changed", instead(replace(used, pour=replace(pour, least=pour.least + 1)))
    yield "a line comes from nowhere", instead(replace(used, pour=replace(pour, outcome="nobody's")))
    yield from moved_lines(problem, allocation, place, used)


def moved_lines(problem: Problem, allocation: Allocation, place: int, used: PouredAmount) -> Iterator[Tampered]:
    def instead(pour: Pour) -> Allocation:
        line = replace(used, pour=pour)
        return replace(allocation, poured=(*allocation.poured[:place], line, *allocation.poured[place + 1 :]))

    pour = used.pour
    for sink in problem.sinks:
        if sink.id != pour.sink:
            yield "a line goes to another sink", instead(replace(pour, sink=sink.id))
    for outcome in problem.outcomes:
        if outcome.id != pour.outcome:
            yield "a line comes from another outcome", instead(replace(pour, outcome=outcome.id))
    for other in problem.pours:
        if other != pour and (other.sink == pour.sink or other.outcome == pour.outcome):
            yield "another candidate takes the line", instead(other)
    for beside, other_used in enumerate(allocation.poured):
        if beside != place:
            lines = list(allocation.poured)
            lines[place] = replace(used, amount=used.amount - 1)
            lines[beside] = replace(other_used, amount=other_used.amount + 1)
            yield "a grain moves to another line", replace(allocation, poured=tuple(lines))


def package_tamperings(problem: Problem, allocation: Allocation) -> Iterator[Tampered]:
    for package in problem.packages:
        others = tuple(other for other in allocation.packages if other != package)
        if package not in allocation.packages:
            yield "a package is added", replace(allocation, packages=(*others, package))
            continue
        yield "a package is dropped", replace(allocation, packages=others)
        yield "a package is doubled", replace(allocation, packages=(*others, package, package))
        (sink, amount), *gives = package.gives
        richer = replace(package, gives=((sink, amount + 1), *gives))
        yield "a package gives more", replace(allocation, packages=(*others, richer))
        (outcome, amount), *takes = package.takes
        cheaper = replace(package, takes=((outcome, amount - 1), *takes))
        yield "a package takes less", replace(allocation, packages=(*others, cheaper))
    if problem.outcomes and problem.sinks:
        made_up = Package("made up", ((problem.outcomes[0].id, 0),), ((problem.sinks[0].id, 1),))
        yield "a package is made up", replace(allocation, packages=(*allocation.packages, made_up))


def statement_tamperings(problem: Problem, allocation: Allocation, field: str) -> Iterator[Tampered]:
    stated: tuple[tuple[str, int], ...] = getattr(allocation, field)
    known = problem.sinks if field == "credited" else problem.outcomes
    for place, (key, amount) in enumerate(stated):
        before, after = stated[:place], stated[place + 1 :]
        for change, pairs in (
            ("is one more", [(key, amount + 1)]),
            ("is one less", [(key, amount - 1)]),
            ("is dropped", []),
            ("is doubled", [(key, amount), (key, amount)]),
            ("is of another", [("nobody's", amount)]),
        ):
            yield f"{field} {change}", replace(allocation, **{field: (*before, *pairs, *after)})
    for item in known:
        if item.id not in dict(stated):
            yield f"{field} is added", replace(allocation, **{field: (*stated, (item.id, 1))})


def tier_tamperings(allocation: Allocation) -> Iterator[Tampered]:
    tiers = allocation.tiers

    def instead(place: int, *some: Tier) -> Allocation:
        return replace(allocation, tiers=(*tiers[:place], *some, *tiers[place + 1 :]))

    for place, tier in enumerate(tiers):
        for step in (1, -1):
            yield f"{tier.name} is stated wrongly", instead(place, replace(tier, value=tier.value + step))
            yield f"{tier.name} has another bound", instead(place, replace(tier, bound=tier.bound + step))
            both = replace(tier, value=tier.value + step, bound=tier.bound + step)
            yield f"{tier.name} is inflated with its bound", instead(place, both)
        yield "an objective is dropped", instead(place)
        yield "an objective is doubled", instead(place, tier, tier)
        yield "an objective is renamed", instead(place, replace(tier, name="made up"))
        yield "an objective is not proven and the next is claimed", instead(place, replace(tier, optimal=False))
    yield "objectives change places", replace(allocation, tiers=(*tiers[1:], tiers[0]))
    yield "all objectives are dropped", replace(allocation, tiers=())
