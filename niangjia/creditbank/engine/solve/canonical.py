"""The canonical answer among all best ones: the greatest choices in canonical order, then the greatest amounts.

Choices are settled by chunks: HiGHS with weights of powers of two. A choice that the last point already takes is the
greatest that it can be, and what the rows force in integers needs no solver at all.
"""

from niangjia.creditbank.engine.solve.formulation import Formulation
from niangjia.creditbank.engine.solve.highs import Point, maximise
from niangjia.creditbank.engine.solve.model import Model
from niangjia.creditbank.engine.solve.propagation import tighten

CHUNK = 14


def settle(formulation: Formulation, point: Point, deadline: float) -> tuple[Point, int]:
    """The canonical point among those that the model still allows, and the number of choices not proven.

    The columns of ``formulation.model`` are narrowed on the way.
    """
    model = formulation.model
    choices = [*formulation.pour_used, *formulation.package_used]
    point, left_open = _settle_choices(model, choices, point, deadline)
    if left_open:
        return point, left_open
    used = [
        amount for column, amount in zip(formulation.pour_used, formulation.pour_amount, strict=True) if point[column]
    ]
    return _settle_amounts(model, used, point, deadline)


def _settle_choices(model: Model, choices: list[int], point: Point, deadline: float) -> tuple[Point, int]:
    while chunk := _next_open(model, choices, point):
        weights = {column: 1 << (len(chunk) - 1 - place) for place, column in enumerate(chunk)}
        answer = maximise(model, weights, deadline, point)
        if answer.point is None or not answer.proven:
            return point, sum(model.lows[column] < model.highs[column] for column in choices)
        point = answer.point
        for column in chunk:
            model.fix(column, point[column])
    return point, 0


def _next_open(model: Model, choices: list[int], point: Point) -> list[int]:
    """Settle what needs no solver; the next choices that do."""
    tighten(model.lows, model.highs, model.rows)
    for place, column in enumerate(choices):
        if model.lows[column] == model.highs[column]:
            continue
        if not point[column]:
            return [later for later in choices[place:] if model.lows[later] < model.highs[later]][:CHUNK]
        model.fix(column, 1)
        tighten(model.lows, model.highs, model.rows)
    return []


def _settle_amounts(model: Model, amounts: list[int], point: Point, deadline: float) -> tuple[Point, int]:
    for place, column in enumerate(amounts):
        tighten(model.lows, model.highs, model.rows)
        if point[column] < model.highs[column]:
            answer = maximise(model, {column: 1}, deadline, point)
            if answer.point is None or not answer.proven:
                return point, len(amounts) - place
            point = answer.point
        model.fix(column, point[column])
    return point, 0
