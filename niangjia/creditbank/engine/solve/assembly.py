"""Put the parts' answers together and state each objective of the whole."""

from collections.abc import Sequence

from niangjia.creditbank.engine.problem import Aim, Allocation, Package, PouredAmount, Problem, Remainder, Tier
from niangjia.creditbank.engine.solve.inflow import rounded
from niangjia.creditbank.engine.solve.order import package_key, pour_key
from niangjia.creditbank.engine.solve.solved import Claim, Solved

PROVEN = Claim(0, proven=True)


def assemble(problem: Problem, parts: Sequence[tuple[Problem, Solved]]) -> Allocation:
    """The allocation of the whole problem from the answers of its parts."""
    poured = [PouredAmount(part.pours[place], amount) for part, solved in parts for place, amount in solved.amounts]
    packages = [part.packages[place] for part, solved in parts for place in solved.packages]
    return stated(problem, poured, packages, [solved for _, solved in parts])


def credited_by(problem: Problem, solved: Solved) -> int:
    """All that an answer of a whole problem is credited, in grain."""
    poured = [PouredAmount(problem.pours[place], amount) for place, amount in solved.amounts]
    packages = [problem.packages[place] for place in solved.packages]
    return sum(_credited(problem, poured, packages).values())


def unclaimed(problem: Problem, poured: Sequence[PouredAmount], packages: Sequence[Package]) -> Allocation:
    """An allocation of these lines that states what it gives and consumes, and claims nothing to be the best."""
    bare = stated(problem, poured, packages, [])
    bounds = {"credited": sum(sink.need for sink in problem.sinks)}
    claims = {tier.name: Claim(abs(bounds.get(tier.name, 0) - tier.value), proven=False) for tier in bare.tiers}
    claims["canonical"] = Claim(len(problem.pours) + len(problem.packages), proven=False)
    return stated(problem, poured, packages, [Solved((), (), claims)])


def stated(
    problem: Problem, poured: Sequence[PouredAmount], packages: Sequence[Package], parts: Sequence[Solved] = ()
) -> Allocation:
    """An allocation of these lines with what it gives and consumes; claims are those of the parts, else all."""
    poured = sorted(poured, key=lambda used: pour_key(used.pour))
    packages = sorted(packages, key=package_key)
    credited, consumed = _credited(problem, poured, packages), _consumed(problem, poured, packages)
    return Allocation(
        poured=tuple(poured),
        packages=tuple(packages),
        credited=tuple(sorted(credited.items())),
        consumed=tuple(sorted(consumed.items())),
        tiers=_tiers(_values(problem, credited, consumed, len(poured) + len(packages)), parts),
    )


def _credited(problem: Problem, poured: list[PouredAmount], packages: list[Package]) -> dict[str, int]:
    inflow: dict[str, int] = {}
    for used in poured:
        inflow[used.pour.sink] = inflow.get(used.pour.sink, 0) + used.amount
    for key, amount in (given for package in packages for given in package.gives):
        inflow[key] = inflow.get(key, 0) + amount
    return {sink.id: rounded(sink, inflow[sink.id]) for sink in problem.sinks if sink.id in inflow}


def _consumed(problem: Problem, poured: list[PouredAmount], packages: list[Package]) -> dict[str, int]:
    given: dict[str, int] = {}
    for used in poured:
        given[used.pour.outcome] = given.get(used.pour.outcome, 0) + used.amount
    for key, amount in (taken for package in packages for taken in package.takes):
        given[key] = given.get(key, 0) + amount
    return {
        outcome.id: given[outcome.id] if outcome.remainder is Remainder.KEPT else outcome.amount
        for outcome in problem.outcomes
        if outcome.id in given
    }


def _values(problem: Problem, credited: dict[str, int], consumed: dict[str, int], lines: int) -> dict[str, int]:
    """Value of each objective, first to last."""
    lives = {outcome.id: outcome.life_months for outcome in problem.outcomes}
    values = {
        "credited": sum(credited.values()),
        "credit_months": sum(lives[key] * amount for key, amount in consumed.items()),
        "lines": lines,
    }
    if problem.aim is not Aim.REQUIREMENTS:
        return values
    got = {floor: floor.got + sum(credited.get(key, 0) for key in floor.members) for floor in problem.floors}
    return {"shortfall": sum(max(0, floor.minimum - amount) for floor, amount in got.items()), **values}


def _tiers(values: dict[str, int], parts: Sequence[Solved]) -> tuple[Tier, ...]:
    """Values and bounds of the parts add up; an objective is proven when it is in every part."""
    tiers = []
    for name, value in values.items():
        claims = [solved.claims.get(name, PROVEN) for solved in parts]
        slack = sum(claim.slack for claim in claims)
        bound = value + slack if name == "credited" else value - slack
        tiers.append(Tier(name, value, bound, all(claim.proven for claim in claims)))
    left_open = sum(solved.claims.get("canonical", PROVEN).slack for solved in parts)
    return (*tiers, Tier("canonical", left_open, 0, not left_open))
