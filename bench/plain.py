"""The allocation problem written down as it is stated, row by row: the model that HiGHS and CP-SAT are given.

Only what the bench's learners have: pours, courses in full or in part, fan-out, contributors, remainders kept or lost,
amount caps on outcomes, exclusions of outcomes. Nothing is reduced, tightened or split first. All columns are
whole numbers; a row is terms with a least and a most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from niangjia.creditbank.engine.problem import AmountCap, Cover, Exclusion, Problem, Remainder
from niangjia.creditbank.engine.solve.order import in_order

Terms = dict[int, int]
Row = tuple[Terms, int | None, int | None]


@dataclass
class Plain:
    """Columns by their greatest value (the least is 0), rows, and which column is what."""

    problem: Problem
    most: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    amount: list[int] = field(default_factory=list)  # by pour, in canonical order
    used: list[int] = field(default_factory=list)  # by pour
    touched: dict[str, int] = field(default_factory=dict)
    consumed: dict[str, Terms] = field(default_factory=dict)
    freed: dict[str, int] = field(default_factory=dict)
    credited: Terms = field(default_factory=dict)

    def column(self, most: int) -> int:
        """A new column from 0 to ``most``."""
        self.most.append(most)
        return len(self.most) - 1

    def row(self, terms: Terms, least: int | None, most: int | None) -> None:
        """A new row."""
        self.rows.append((terms, least, most))


def plain_model(problem: Problem) -> Plain:
    """Every row of the statement."""
    model = Plain(in_order(problem))
    for outcome in model.problem.outcomes:
        model.touched[outcome.id] = model.column(1)
    for sink in model.problem.sinks:
        model.freed[sink.id] = model.column(1)
    _add_pours(model)
    _add_outcomes(model)
    _add_courses(model)
    _add_limits(model)
    return model


def objectives(model: Plain) -> list[Terms]:
    """To be made as large as possible, one after the other: credited, minus credit-months, minus lines."""
    months: Terms = {}
    for outcome in model.problem.outcomes:
        for column, factor in model.consumed[outcome.id].items():
            months[column] = -outcome.life_months * factor
    return [model.credited, months, dict.fromkeys(model.used, -1)]


def _add_pours(model: Plain) -> None:
    """(1) pour; (2) a pour touches its outcome."""
    amounts = {outcome.id: outcome.amount for outcome in model.problem.outcomes}
    for pour in model.problem.pours:
        amount, used = model.column(amounts[pour.outcome]), model.column(1)
        model.amount.append(amount)
        model.used.append(used)
        model.row({amount: 1, used: -pour.least}, 0, None)
        model.row({amount: 1, used: -amounts[pour.outcome]}, None, 0)
        model.row({used: 1, model.touched[pour.outcome]: -1}, None, 0)


def _add_outcomes(model: Plain) -> None:
    """(2) touched by a pour only; (3) value; (4) consumed; (5) fan-out."""
    for outcome in model.problem.outcomes:
        touched = model.touched[outcome.id]
        places = [place for place, pour in enumerate(model.problem.pours) if pour.outcome == outcome.id]
        amounts, used = _ones(model.amount, places), _ones(model.used, places)
        model.row({**used, touched: -1}, 0, None)
        model.row({**amounts, touched: -outcome.amount}, None, 0)
        model.consumed[outcome.id] = amounts if outcome.remainder is Remainder.KEPT else {touched: outcome.amount}
        if outcome.fan_out is not None:
            model.row(used, None, outcome.fan_out)


def _add_courses(model: Plain) -> None:
    """(6) inflow and (7) cover; (8) contributors, which none has unless the course is freed."""
    for sink in model.problem.sinks:
        places = [place for place, pour in enumerate(model.problem.pours) if pour.sink == sink.id]
        freed = model.freed[sink.id]
        inflow = _ones(model.amount, places)
        if sink.cover is Cover.FULL:
            model.row({**inflow, freed: -sink.need}, 0, 0)
            model.credited[freed] = sink.need
        else:
            model.row({**inflow, freed: -sink.least}, 0, None)
            model.row({**inflow, freed: -sink.need}, None, 0)
            model.credited |= inflow
        if sink.contributors is not None:
            model.row({**_ones(model.used, places), freed: -sink.contributors}, None, 0)


def _add_limits(model: Plain) -> None:
    """(10) amount caps; (14) exclusions."""
    for limit in model.problem.limits:
        match limit:
            case AmountCap():
                places = [place for place, pour in enumerate(model.problem.pours) if pour.outcome in limit.members]
                model.row(_ones(model.amount, places), None, limit.room)
            case Exclusion():
                model.row({model.touched[key]: 1 for key in sorted(limit.members)}, None, 1)
            case _:
                raise ValueError(f"the bench's learners have no {type(limit).__name__}")


def _ones(columns: Sequence[int], places: Sequence[int]) -> Terms:
    return {columns[place]: 1 for place in places}
