"""Only the question how much can be credited, for "why not more" and "what would one more step bring"."""

import time

from niangjia.creditbank.engine.problem import Aim, Problem, Tier
from niangjia.creditbank.engine.solve.assembly import credited_by
from niangjia.creditbank.engine.solve.components import split
from niangjia.creditbank.engine.solve.direct import solve_directly
from niangjia.creditbank.engine.solve.highs import maximise
from niangjia.creditbank.engine.solve.inflow import rounded
from niangjia.creditbank.engine.solve.lexicographic import modelled, reach
from niangjia.creditbank.engine.solve.model import value_of
from niangjia.creditbank.engine.solve.objectives import objectives
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.reduction import reduce


def reduced(problem: Problem) -> Problem:
    """What is left of a problem when nothing that can't matter is looked at; equal ones have equal answers."""
    return reduce(in_order(problem))


def most_credited(problem: Problem, *, time_limit_seconds: float = 60) -> Tier:
    """The ``credited`` objective alone, after shortfall where the programme aims at its requirements. In grain."""
    from niangjia.creditbank.engine.solve.special import NODES, search_whole  # noqa: PLC0415 - loads compiled code

    deadline = time.monotonic() + time_limit_seconds
    ordered = in_order(problem)
    searched = search_whole(ordered, goals=1, nodes=int(NODES * min(1.0, time_limit_seconds)))
    whole = searched.solved(ordered) if searched.is_whole else None
    if whole is not None:
        total = credited_by(ordered, whole)
        return Tier("credited", total, total, optimal=True)
    tiers = [_part(part, deadline) for part in split(reduce(ordered))]
    value, bound = sum(tier.value for tier in tiers), sum(tier.bound for tier in tiers)
    return Tier("credited", value, bound, all(tier.optimal for tier in tiers))


def _part(part: Problem, deadline: float) -> Tier:
    direct = solve_directly(part)
    if direct is not None:
        value = sum(rounded(part.sinks[0], amount) for _, amount in direct.amounts)
        return Tier("credited", value, value, optimal=True)
    formulation = modelled(part)
    goals = [goal for goal in objectives(formulation) if goal[0] in {"shortfall", "credited"}]
    point, claims = reach(formulation, goals, deadline)
    value = value_of(goals[-1][1], point)
    return Tier("credited", value, value + claims["credited"].slack, claims["credited"].proven)


def may_credit_more(problem: Problem, than: int, *, short_at_most: int, time_limit_seconds: float = 60) -> bool | None:
    """Whether more than an amount can be credited, with no more shortfall; ``None`` when time runs out before."""
    deadline = time.monotonic() + time_limit_seconds
    if problem.aim is Aim.CREDITS:
        tier = most_credited(problem, time_limit_seconds=time_limit_seconds)
        value, bound = tier.value, tier.bound
    else:
        value, bound = _most_with_shortfall(reduced(problem), short_at_most, deadline)
    if value > than:
        return True
    return False if bound <= than else None


def _most_with_shortfall(problem: Problem, short_at_most: int, deadline: float) -> tuple[int, int]:
    """Value and bound of credited over the whole problem, where shortfall may not grow."""
    if not problem.pours and not problem.packages:
        return 0, 0
    formulation = modelled(problem)
    (_, shortfall), (_, credited), *_ = objectives(formulation)
    formulation.model.at_least(shortfall, -short_at_most)
    answer = maximise(formulation.model, credited, deadline)
    return 0 if answer.point is None else value_of(credited, answer.point), answer.bound
