"""Whether the allocation says of itself what is true: credited, consumed, values and claims of its objectives."""

from collections.abc import Iterator

from niangjia.creditbank.engine.check.tally import Tally
from niangjia.creditbank.engine.check.violations import Violation, violation
from niangjia.creditbank.engine.problem import Aim, Allocation, Problem, Tier

GROWS = "credited"  # the one objective whose bound lies above its value


def amount_violations(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Violation]:
    """Credited and consumed amounts that are stated wrongly, twice, or not at all."""
    yield from _differences("credited", allocation.credited, total.credited, problem.grain)
    yield from _differences("consumed", allocation.consumed, total.consumed, problem.grain)


def _differences(
    code: str, stated: tuple[tuple[str, int], ...], true: dict[str, int], grain: int
) -> Iterator[Violation]:
    said: dict[str, list[int]] = {key: [] for key in true}
    for key, amount in stated:
        said.setdefault(key, []).append(amount)
    for key in sorted(said):
        if said[key] != ([true[key]] if key in true else []):
            yield violation(code, key, sum(said[key]), true.get(key, 0), grain)


def tier_violations(problem: Problem, allocation: Allocation, total: Tally) -> Iterator[Violation]:
    """Objectives that are missing, have another value, or claim more than their bound shows."""
    values = {**values_of(problem, total), "canonical": None}
    names = [tier.name for tier in allocation.tiers]
    if names != list(values):
        yield violation("tier_names", ", ".join(names) or "—", len(names), len(values), problem.grain)
        return
    is_proven = True
    for tier in allocation.tiers:
        value = values[tier.name]
        if value is not None and tier.value != value:
            yield violation("tier_value", tier.name, tier.value, value, problem.grain)
        yield from _claim(tier, problem.grain, may_claim=is_proven)
        is_proven = is_proven and tier.optimal


def _claim(tier: Tier, grain: int, *, may_claim: bool) -> Iterator[Violation]:
    contradicts = tier.bound < tier.value if tier.name == GROWS else tier.bound > tier.value
    if contradicts or (tier.name == "canonical" and tier.bound):
        yield violation("tier_bound", tier.name, tier.bound, tier.value, grain)
    says_less = tier.name == "canonical" and tier.value == tier.bound and may_claim and not tier.optimal
    if says_less or (tier.optimal and (tier.bound != tier.value or not may_claim)):
        yield violation("tier_claim", tier.name, tier.bound, tier.value, grain)


def values_of(problem: Problem, total: Tally) -> dict[str, int]:
    """The value of each objective, first to last, without the canonical one."""
    lives = {outcome.id: outcome.life_months for outcome in problem.outcomes}
    values = {
        "credited": sum(total.credited.values()),
        "credit_months": sum(lives[key] * amount for key, amount in total.consumed.items()),
        "lines": total.pours.total() + total.packages.total(),
    }
    if problem.aim is Aim.CREDITS:
        return values
    short = 0
    for floor in problem.floors:
        short += max(0, floor.minimum - floor.got - sum(total.credited.get(key, 0) for key in floor.members))
    return {"shortfall": short, **values}
