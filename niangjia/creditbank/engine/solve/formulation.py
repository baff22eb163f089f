"""The rows (1) to (9) of the model: which columns a problem has, what flows, what is touched and freed.

Every candidate has a used column (0 or 1) and every pour an amount column as well. Where an outcome or a sink has one
candidate only, that candidate's used column stands for touched or freed.
"""

from dataclasses import dataclass, field

from niangjia.creditbank.engine.problem import Outcome, Problem, Remainder, Sink
from niangjia.creditbank.engine.solve.inflow import credited_range, most_inflow, rounding_slack, takes_part
from niangjia.creditbank.engine.solve.model import Linear, Model, add


@dataclass(slots=True)
class Formulation:
    """The model of one problem with the meaning of its columns; expressions are sums over columns."""

    problem: Problem
    model: Model = field(default_factory=Model)
    pour_used: list[int] = field(default_factory=list)  # by position in problem.pours
    pour_amount: list[int] = field(default_factory=list)
    package_used: list[int] = field(default_factory=list)  # by position in problem.packages
    touched: dict[str, int] = field(default_factory=dict)  # outcome -> column
    freed: dict[str, int] = field(default_factory=dict)  # sink -> column
    credited: dict[str, Linear] = field(default_factory=dict)  # sink -> expression
    consumed: dict[str, Linear] = field(default_factory=dict)  # outcome -> expression

    def candidates_of(self, outcome: str) -> list[int]:
        """Used columns of all candidates that an outcome serves."""
        pours = [used for pour, used in zip(self.problem.pours, self.pour_used, strict=True) if pour.outcome == outcome]
        return pours + [
            used
            for package, used in zip(self.problem.packages, self.package_used, strict=True)
            if any(taken == outcome for taken, _ in package.takes)
        ]

    def candidates_into(self, sink: str) -> list[int]:
        """Used columns of all candidates that fill a sink."""
        pours = [used for pour, used in zip(self.problem.pours, self.pour_used, strict=True) if pour.sink == sink]
        return pours + [
            used
            for package, used in zip(self.problem.packages, self.package_used, strict=True)
            if any(given == sink for given, _ in package.gives)
        ]


def formulate(problem: Problem) -> Formulation:
    """The columns and the rows (1) to (9); the limits come by ``limits.add_limits``."""
    formulation = Formulation(problem)
    _add_candidates(formulation)
    for outcome in problem.outcomes:
        _add_outcome(formulation, outcome)
    for sink in problem.sinks:
        _add_sink(formulation, sink)
    for pour, used in zip(problem.pours, formulation.pour_used, strict=True):
        if pour.spill:
            _add_spill(formulation, pour.outcome, used)
    return formulation


def _add_candidates(formulation: Formulation) -> None:
    """(1) pour: least times used <= amount <= most times used, as close as the outcome and the sink make them."""
    model, problem = formulation.model, formulation.problem
    spendable = {outcome.id: outcome.amount for outcome in problem.outcomes}
    sinks = {sink.id: sink for sink in problem.sinks}
    mosts = [min(spendable[pour.outcome], most_inflow(sinks[pour.sink])) for pour in problem.pours]
    for place, (pour, most) in enumerate(zip(problem.pours, mosts, strict=True)):
        used, amount = model.column(1), model.amount(most)
        least = max(pour.least, _least_beside_others(problem, sinks[pour.sink], mosts, place))
        model.at_most({used: least, amount: -1}, 0)
        model.at_most({amount: 1, used: -most}, 0)
        formulation.pour_used.append(used)
        formulation.pour_amount.append(amount)
    formulation.package_used.extend(model.column(1) for _ in problem.packages)


def _least_beside_others(problem: Problem, sink: Sink, mosts: list[int], place: int) -> int:
    """What a pour must give at least, when the other candidates of its sink give all that they can."""
    amounts = credited_range(sink)
    if not amounts:
        return 1
    others = [most for other, most in enumerate(mosts) if problem.pours[other].sink == sink.id and other != place]
    others += [dict(package.gives).get(sink.id, 0) for package in problem.packages]
    count = len(others) if sink.contributors is None else sink.contributors - 1
    beside = sum(sorted(others, reverse=True)[: max(0, count)])
    return amounts[0] + rounding_slack(sink)[0] - beside


def _add_outcome(formulation: Formulation, outcome: Outcome) -> None:
    """(2) touch, (3) value, (4) consumed, (5) fan-out."""
    model, used = formulation.model, formulation.candidates_of(outcome.id)
    touched = formulation.touched[outcome.id] = used[0] if len(used) == 1 else _joint(model, used)
    given = _given(formulation, outcome.id)
    model.at_most(add((1, given), (-outcome.amount, {touched: 1})), 0)
    is_lost = outcome.remainder is Remainder.LOST
    formulation.consumed[outcome.id] = {touched: outcome.amount} if is_lost else given
    if outcome.fan_out is not None and outcome.fan_out < len(used):
        model.at_most(dict.fromkeys(used, 1), outcome.fan_out)


def _joint(model: Model, used: list[int]) -> int:
    """A column that is 1 exactly when one of the columns is."""
    joint = model.column(1)
    for column in used:
        model.at_most({column: 1, joint: -1}, 0)
    model.at_most(add((1, {joint: 1}), (-1, dict.fromkeys(used, 1))), 0)
    return joint


def _given(formulation: Formulation, outcome: str) -> Linear:
    problem = formulation.problem
    given = {
        amount: 1
        for pour, amount in zip(problem.pours, formulation.pour_amount, strict=True)
        if pour.outcome == outcome
    }
    for package, used in zip(problem.packages, formulation.package_used, strict=True):
        given[used] = dict(package.takes).get(outcome, 0)
    return given


def _add_sink(formulation: Formulation, sink: Sink) -> None:
    """(6) inflow, (7) cover, (8) fan-in."""
    model, used = formulation.model, formulation.candidates_into(sink.id)
    amounts = credited_range(sink)
    freed = formulation.freed[sink.id] = used[0] if len(used) == 1 else _joint(model, used)
    if not amounts:
        model.fix(freed, 0)
    formulation.credited[sink.id] = _credited(model, sink, freed)
    flow = add((1, _inflow(formulation, sink.id)), (-1, formulation.credited[sink.id]))
    below, above = rounding_slack(sink)
    model.at_least(flow, below)
    model.at_most(flow, above)
    if sink.contributors is not None and sink.contributors < len(used):
        model.at_most(add((1, dict.fromkeys(used, 1)), (-sink.contributors, {freed: 1})), 0)


def _credited(model: Model, sink: Sink, freed: int) -> Linear:
    amounts = credited_range(sink)
    if not takes_part(sink) or not amounts:
        return {freed: sink.need}
    steps = model.column(amounts[-1] // sink.step)
    model.at_most({freed: amounts[0] // sink.step, steps: -1}, 0)
    model.at_most({steps: 1, freed: -(amounts[-1] // sink.step)}, 0)
    return {steps: sink.step}


def _inflow(formulation: Formulation, sink: str) -> Linear:
    problem = formulation.problem
    inflow = {
        amount: 1 for pour, amount in zip(problem.pours, formulation.pour_amount, strict=True) if pour.sink == sink
    }
    for package, used in zip(problem.packages, formulation.package_used, strict=True):
        inflow[used] = dict(package.gives).get(sink, 0)
    return inflow


def _add_spill(formulation: Formulation, outcome: str, used: int) -> None:
    """(9) a spill only beside another use of the same outcome, in this decision or in history."""
    problem = formulation.problem
    if any(other.id == outcome and other.used_before for other in problem.outcomes):
        return
    spills = {column for pour, column in zip(problem.pours, formulation.pour_used, strict=True) if pour.spill}
    beside = dict.fromkeys((column for column in formulation.candidates_of(outcome) if column not in spills), -1)
    formulation.model.at_most({**beside, used: 1}, 0)
