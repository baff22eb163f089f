"""Solve an allocation problem exactly: most credits, then what dies first, then the fewest lines, then one answer."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from niangjia.creditbank.engine.problem import Aim, Allocation, Problem
from niangjia.creditbank.engine.solve.assembly import assemble
from niangjia.creditbank.engine.solve.components import split
from niangjia.creditbank.engine.solve.direct import solve_directly
from niangjia.creditbank.engine.solve.lexicographic import solve_component
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.reduction import reduce
from niangjia.creditbank.engine.solve.solved import Solved
from niangjia.creditbank.engine.validation import validate

if TYPE_CHECKING:
    from niangjia.creditbank.engine.solve.special import Searched

__all__ = ["solve", "solve_by_highs", "solve_many"]


def solve(problem: Problem, *, time_limit_seconds: float = 60) -> Allocation:
    """The canonical best allocation. Amounts in grain; the order of the problem's tuples has no influence.

    The special solver proves what fits it; the parts that it leaves go to HiGHS. Each objective comes with its value
    and bound, and ``optimal`` only where it is proven; when the time runs out the best allocation found is returned and
    the rest is not claimed. Raises ``ValueError`` for an impossible problem.
    """
    validate(problem)
    return _solve_specially(in_order(problem), time.monotonic() + time_limit_seconds)


def solve_many(problems: Sequence[Problem], *, time_limit_seconds: float = 60) -> list[Allocation]:
    """``solve`` for many problems that ``prepare`` made and that need no validation, so many seconds for each."""
    return [_solve_specially(in_order(problem), time.monotonic() + time_limit_seconds) for problem in problems]


def solve_by_highs(problem: Problem, *, time_limit_seconds: float = 60) -> Allocation:
    """``solve`` without the special solver: the second opinion that an answer needs before it is posted."""
    validate(problem)
    deadline = time.monotonic() + time_limit_seconds
    ordered = in_order(problem)
    parts = split(reduce(ordered))
    return assemble(ordered, [(part, solve_directly(part) or solve_component(part, deadline)) for part in parts])


def _solve_specially(ordered: Problem, deadline: float) -> Allocation:
    from niangjia.creditbank.engine.solve.special import NODES, search_whole  # noqa: PLC0415 - loads compiled code

    seconds = min(1.0, max(0.0, deadline - time.monotonic()))
    searched = search_whole(ordered, nodes=int(NODES * seconds))
    whole = searched.solved(ordered) if searched.is_whole else None
    if whole is not None:
        return assemble(ordered, [(ordered, whole)])
    parts = split(reduce(ordered))
    found = assemble(ordered, [(part, _solved(part, searched, deadline)) for part in parts])
    return found if found.optimal else _at_least_greedy(ordered, found)


def _solved(part: Problem, searched: "Searched", deadline: float) -> Solved:
    return (
        solve_directly(part)
        or searched.solved(part)
        or _amounts_settled(part, searched.chosen(part), deadline)
        or solve_component(part, deadline)
    )


def _amounts_settled(part: Problem, chosen: tuple[int, ...] | None, deadline: float) -> Solved | None:
    """The answer where it is known which pours give something: HiGHS is asked for their amounts alone."""
    if chosen is None:
        return None
    found = solve_component(replace(part, pours=tuple(part.pours[place] for place in chosen)), deadline)
    if len(found.amounts) != len(chosen):  # some give nothing after all: the whole is asked
        return None
    return replace(found, amounts=tuple((chosen[place], amount) for place, amount in found.amounts))


def _at_least_greedy(ordered: Problem, found: Allocation) -> Allocation:
    """What was found when the time ran out, unless the greedy plan credits more: then that, with nothing claimed."""
    from niangjia.creditbank.engine.greedy import greedy  # noqa: PLC0415 - it stands on this package

    plan = greedy(ordered)
    return plan if ordered.aim is Aim.CREDITS and plan.total > found.total else found
