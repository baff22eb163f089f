"""Why no more is credited, and what loosening one limit would bring."""

import time
from dataclasses import dataclass

from niangjia.creditbank.engine.loosening import NamedLimit, loosened, named_limits, without
from niangjia.creditbank.engine.problem import Allocation, Problem
from niangjia.creditbank.engine.solve.credited import may_credit_more, most_credited, reduced
from niangjia.creditbank.engine.validation import validate


@dataclass(frozen=True, slots=True)
class WhyNotMore:
    """Limits that together forbid one grain more, none of which could be left out; a ``Sink`` is a pool's size.

    No limits: nothing more matches, whatever the limits were. ``proven`` is False where the allocation is not known to
    be the best, or where time ran out (then the set may be larger than it needs to be).
    """

    limits: tuple[NamedLimit, ...]
    proven: bool


def why_not_more(problem: Problem, allocation: Allocation, *, time_limit_seconds: float = 60) -> WhyNotMore:
    """An irreducible set of named limits that forbids more than the allocation credits.

    Limits are taken away one by one in a fixed order; one stays named if its removal would allow more. Where the
    programme aims at its requirements, their shortfall may not grow for it.
    """
    validate(problem)
    search = _Search(problem, allocation, time.monotonic() + time_limit_seconds)
    named = search.irreducible()
    return WhyNotMore(named, search.is_proven)


def one_more_step(problem: Problem, limit: NamedLimit, step: int, *, time_limit_seconds: float = 60) -> int:
    """What would be credited in all, in grain, with the limit loosened by ``step`` of its own unit.

    Raises ``ValueError`` if the problem has no such limit.
    """
    validate(problem)
    if limit not in named_limits(problem):
        raise ValueError(f"the problem has no limit {limit!r}")
    return most_credited(loosened(problem, limit, step), time_limit_seconds=time_limit_seconds).value


class _Search:
    """The deletion filter: what is known, and how much time is left."""

    def __init__(self, problem: Problem, allocation: Allocation, deadline: float) -> None:
        tiers = {tier.name: tier for tier in allocation.tiers}
        self.problem = problem
        self.credited = allocation.total
        self.shortfall = tiers["shortfall"].value if "shortfall" in tiers else 0
        self.deadline = deadline
        self.is_proven = "credited" in tiers and tiers["credited"].optimal

    def irreducible(self) -> tuple[NamedLimit, ...]:
        everything = named_limits(self.problem)
        free = self.problem
        for limit in everything:
            free = without(free, limit)
        if not self._allows_more(free):
            return ()
        return self._needed(everything)

    def _needed(self, limits: list[NamedLimit]) -> tuple[NamedLimit, ...]:
        current, needed = self.problem, []
        for limit in limits:
            looser = without(current, limit)
            if reduced(looser) == reduced(current):
                current = looser
            elif self._allows_more(looser):
                needed.append(limit)
            else:
                current = looser
        return tuple(needed)

    def _allows_more(self, problem: Problem) -> bool:
        answer = may_credit_more(
            problem,
            self.credited,
            short_at_most=self.shortfall,
            time_limit_seconds=self.deadline - time.monotonic(),
        )
        self.is_proven = self.is_proven and answer is not None
        return answer is not False
