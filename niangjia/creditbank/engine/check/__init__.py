"""Judge an allocation by its meaning: what each outcome gave, what each sink got, what each limit and objective says.

Nothing here is shared with the solver, so that an error there can't hide itself. The same check runs again inside the
transaction that posts a decision, against fresh balances and history.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from niangjia.creditbank.engine.check.limits import counted_against, limit_violations
from niangjia.creditbank.engine.check.movements import line_violations, outcome_violations, sink_violations
from niangjia.creditbank.engine.check.neighbours import optimality_violations
from niangjia.creditbank.engine.check.statements import amount_violations, tier_violations
from niangjia.creditbank.engine.check.tally import Tally, tally
from niangjia.creditbank.engine.check.violations import Violation
from niangjia.creditbank.engine.problem import Allocation, Package, PouredAmount, Problem

__all__ = ["Counted", "Violation", "allowed_credits", "check", "check_rules", "counted"]


class Counted(NamedTuple):
    """Credits in grain; and of each limit that something counts against its name, what counts and what is allowed."""

    credited: int
    used: tuple[tuple[str, int, int], ...]


def check(problem: Problem, allocation: Allocation) -> tuple[Violation, ...]:
    """Everything that is wrong with an allocation of this problem; empty when it may be posted.

    Optimality can't be proven here: a claim is held against its own bound, and against every small change.
    """
    total = tally(problem, allocation)
    return _wrong(problem, allocation, total) or tuple(optimality_violations(problem, allocation, total))


def check_rules(problem: Problem, allocation: Allocation) -> tuple[Violation, ...]:
    """The same without trying small changes: nothing forbids the allocation, and what it says of itself is true."""
    return _wrong(problem, allocation, tally(problem, allocation))


def allowed_credits(problem: Problem, poured: Sequence[PouredAmount], packages: Sequence[Package]) -> int | None:
    """What these lines are credited together, in grain; None if they break a rule."""
    bare = Allocation(poured=tuple(poured), packages=tuple(packages))
    total = tally(problem, bare)
    broken = chain(
        line_violations(problem, bare, total),
        outcome_violations(problem, total),
        sink_violations(problem, total),
        limit_violations(problem, total),
    )
    return None if next(broken, None) is not None else sum(total.credited.values())


def counted(problem: Problem, allocation: Allocation) -> Counted:
    """What the lines are credited and what of it counts against the limits; what the allocation states is not read."""
    total = tally(problem, allocation)
    return Counted(sum(total.credited.values()), tuple(counted_against(problem, total)))


def _wrong(problem: Problem, allocation: Allocation, total: Tally) -> tuple[Violation, ...]:
    return (
        *line_violations(problem, allocation, total),
        *outcome_violations(problem, total),
        *sink_violations(problem, total),
        *limit_violations(problem, total),
        *amount_violations(problem, allocation, total),
        *tier_violations(problem, allocation, total),
    )
