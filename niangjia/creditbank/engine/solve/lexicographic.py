"""One component, solved objective by objective; each proven value becomes a row for the next."""

import time

from niangjia.creditbank.engine.problem import Problem
from niangjia.creditbank.engine.solve.canonical import settle
from niangjia.creditbank.engine.solve.exact_bound import narrow
from niangjia.creditbank.engine.solve.formulation import Formulation, formulate
from niangjia.creditbank.engine.solve.highs import Point, maximise
from niangjia.creditbank.engine.solve.limits import add_limits
from niangjia.creditbank.engine.solve.model import Linear, Model, value_of
from niangjia.creditbank.engine.solve.objectives import Objective, objectives
from niangjia.creditbank.engine.solve.propagation import tighten
from niangjia.creditbank.engine.solve.solved import Claim, Solved

LARGE = 60  # columns; below, narrowing by duals costs more than it saves


def solve_component(problem: Problem, deadline: float) -> Solved:
    """Solve a problem in canonical order by HiGHS. Once time has run out, nothing more is claimed."""
    formulation = modelled(problem)
    point, claims = reach(formulation, objectives(formulation), deadline)
    left_open = len(formulation.pour_used) + len(formulation.package_used)
    if all(claim.proven for claim in claims.values()):
        point, left_open = settle(formulation, point, deadline)
    claims["canonical"] = Claim(left_open, not left_open)
    return _solved(formulation, point, claims)


def modelled(problem: Problem) -> Formulation:
    """All rows of a problem."""
    formulation = formulate(problem)
    add_limits(formulation)
    return formulation


def reach(formulation: Formulation, goals: list[Objective], deadline: float) -> tuple[Point, dict[str, Claim]]:
    """The goals one after the other; what is reached is a row of the model from then on."""
    model = formulation.model
    point, claims, is_proven = _doing_nothing(model, goals), dict[str, Claim](), True
    for name, objective in goals:
        answer = maximise(model, objective, deadline if is_proven else time.monotonic(), point)
        is_proven = is_proven and answer.proven
        point = _better(point, answer.point, objective)
        value = value_of(objective, point)
        claims[name] = Claim(answer.bound - value, is_proven)
        if is_proven:
            _hold(model, objective, value)
    return point, claims


def _hold(model: Model, objective: Linear, value: int) -> None:
    """Only points that reach the value from now on."""
    model.at_least(objective, value)
    if len(model.lows) > LARGE:
        narrow(model, objective, value)
    tighten(model.lows, model.highs, model.rows)


def _doing_nothing(model: Model, goals: list[Objective]) -> Point:
    """The point that uses nothing: every column is 0, and every shortfall is whole."""
    short = {column for name, objective in goals if name == "shortfall" for column in objective}
    return tuple(high if column in short else 0 for column, high in enumerate(model.highs))


def _better(point: Point, other: Point | None, objective: Linear) -> Point:
    is_better = other is not None and value_of(objective, other) >= value_of(objective, point)
    return other if other is not None and is_better else point


def _solved(formulation: Formulation, point: Point, claims: dict[str, Claim]) -> Solved:
    amounts = tuple(
        (place, point[amount])
        for place, (used, amount) in enumerate(zip(formulation.pour_used, formulation.pour_amount, strict=True))
        if point[used]
    )
    packages = tuple(place for place, used in enumerate(formulation.package_used) if point[used])
    return Solved(amounts, packages, claims)
