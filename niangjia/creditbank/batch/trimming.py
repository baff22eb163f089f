"""Leave out of a problem what nothing can be done with: most courses have no candidate. The answer stays the same."""

from dataclasses import replace

from niangjia.creditbank.engine.problem import Limit, Overlap, Problem, Side, UnrelatedCap


def trimmed(problem: Problem) -> Problem:
    """The problem with only those outcomes and sinks that a candidate or an overlap names, and what limits them."""
    outcomes = {pour.outcome for pour in problem.pours}
    outcomes.update(key for package in problem.packages for key, _ in package.takes)
    for limit in problem.limits:
        if isinstance(limit, Overlap):
            outcomes.update((limit.first, limit.second))
    sinks = {pour.sink for pour in problem.pours}
    sinks.update(key for package in problem.packages for key, _ in package.gives)
    named = {Side.SOURCE: frozenset(outcomes), Side.SINK: frozenset(sinks)}
    narrowed = (_narrowed(limit, named) for limit in problem.limits)
    return replace(
        problem,
        outcomes=tuple(outcome for outcome in problem.outcomes if outcome.id in outcomes),
        sinks=tuple(sink for sink in problem.sinks if sink.id in sinks),
        limits=tuple(limit for limit in narrowed if limit is not None),
        floors=tuple(replace(floor, members=floor.members & sinks) for floor in problem.floors),
    )


def _narrowed(limit: Limit, named: dict[Side, frozenset[str]]) -> Limit | None:
    """The limit on what is left; None where nothing is left that it counts."""
    if isinstance(limit, Overlap | UnrelatedCap):
        return limit
    members = limit.members & named[limit.side]
    if not members:
        return None
    return limit if members == limit.members else replace(limit, members=members)
