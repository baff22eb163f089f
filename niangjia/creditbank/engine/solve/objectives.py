"""The objectives of a problem, first to last, each as an expression to be made as large as possible."""

from niangjia.creditbank.engine.problem import Aim
from niangjia.creditbank.engine.solve.formulation import Formulation
from niangjia.creditbank.engine.solve.model import Linear, add

Objective = tuple[str, Linear]  # the tier's name, and the expression to make as large as possible


def objectives(formulation: Formulation) -> list[Objective]:
    """Shortfall (where the programme aims at requirements), credited, credit-months, lines."""
    credited = add(*((1, amount) for amount in formulation.credited.values()))
    lives = {outcome.id: outcome.life_months for outcome in formulation.problem.outcomes}
    months = add(*((-lives[key], consumed) for key, consumed in formulation.consumed.items()))
    lines = dict.fromkeys([*formulation.pour_used, *formulation.package_used], -1)
    later: list[Objective] = [("credited", credited), ("credit_months", months), ("lines", lines)]
    if formulation.problem.aim is Aim.REQUIREMENTS:
        return [("shortfall", _shortfall(formulation)), *later]
    return later


def _shortfall(formulation: Formulation) -> Linear:
    """Minus the sum of shortfalls, one column for each floor that is not met yet."""
    columns: dict[int, int] = {}
    for floor in formulation.problem.floors:
        missing = floor.minimum - floor.got
        if missing > 0:
            short = formulation.model.column(missing)
            credited = [(1, amount) for key, amount in formulation.credited.items() if key in floor.members]
            formulation.model.at_least(add((1, {short: 1}), *credited), missing)
            columns[short] = -1
    return columns
