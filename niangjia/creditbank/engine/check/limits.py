"""Every limit recomputed from what the outcomes gave and the sinks got."""

from collections.abc import Iterator

from niangjia.creditbank.engine.check.tally import Tally
from niangjia.creditbank.engine.check.violations import Violation, violation
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Limit,
    Overlap,
    Problem,
    ShareCap,
    Side,
    UnrelatedCap,
)


def limit_violations(problem: Problem, total: Tally) -> Iterator[Violation]:
    """The limits that an allocation breaks, with what counts against them and what they allow."""
    for limit in problem.limits:
        code, found, allowed = _measured(limit, total)
        if found > allowed:
            yield violation(code, limit.name, found, allowed, problem.grain)


def counted_against(problem: Problem, total: Tally) -> Iterator[tuple[str, int, int]]:
    """The limits against which something counts: name, what counts (grain, or how many), and what is allowed."""
    for limit in problem.limits:
        _, found, allowed = _measured(limit, total)
        if found:
            yield limit.name, found, allowed


def _measured(limit: Limit, total: Tally) -> tuple[str, int, int]:
    """The kind of limit, what counts, and what is allowed."""
    match limit:
        case AmountCap():
            return "amount_cap", _amount(total, limit.side, limit.members), limit.room
        case ShareCap():
            return "share_cap", _amount(total, limit.side, limit.members), _share_room(limit, total)
        case CountCap():
            return "count_cap", len(_used(total, limit.side) & limit.members), limit.room
        case UnrelatedCap():
            return "unrelated_cap", sum(given.is_unrelated for given in total.given.values()), limit.room
        case Exclusion():
            used = _used(total, limit.side) & limit.members
            return "exclusion", len(used - {limit.closed_by}), 1 if limit.closed_by is None else 0
        case Overlap():
            return "overlap", sum(total.consumed.get(key, 0) for key in (limit.first, limit.second)), limit.room


def _amount(total: Tally, side: Side, members: frozenset[str]) -> int:
    """Credited to the sinks; or poured by the outcomes and given by the packages that take one of them."""
    if side is Side.SINK:
        return sum(amount for key, amount in total.credited.items() if key in members)
    poured = sum(given.poured for key, given in total.given.items() if key in members)
    return poured + sum(
        times * sum(amount for _, amount in package.gives)
        for package, times in total.packages.items()
        if members.intersection(key for key, _ in package.takes)
    )


def _share_room(cap: ShareCap, total: Tally) -> int:
    """How much may count now, given what is recognised now; history that is over the share takes nothing away."""
    left_over = max(0, cap.part * cap.used_total - cap.whole * cap.used_counted)
    return (cap.part * sum(total.credited.values()) + left_over) // cap.whole


def _used(total: Tally, side: Side) -> set[str]:
    return set(total.given if side is Side.SOURCE else total.got)
