"""HiGHS, by way of scipy, on the plain model: the first objective, or all of them and the canonical answer."""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from bench.plain import Plain, Row, Terms, objectives

CHUNK = 14


@dataclass
class HiGHS:
    """A plain model as arrays; what is settled becomes a row or a fixed column."""

    model: Plain
    fixed: dict[int, int] = field(default_factory=dict)
    held: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The rows as arrays, made once."""
        self.rows = _matrix(self.model.rows, len(self.model.most))

    def maximise(self, objective: Terms) -> list[int]:
        """The point that HiGHS finds best, with no gap left. Raises RuntimeError where it finds none."""
        costs = np.zeros(len(self.model.most))
        costs[list(objective)] = [-factor for factor in objective.values()]
        lows, highs = np.zeros(len(self.model.most)), np.array(self.model.most, float)
        columns = list(self.fixed)
        lows[columns] = highs[columns] = list(self.fixed.values())
        constraints = [self.rows, *([_matrix(self.held, len(lows))] if self.held else [])]
        found = milp(
            costs,
            integrality=np.ones(len(lows)),
            bounds=Bounds(lows, highs),
            constraints=constraints,
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise RuntimeError(found.message)
        return [round(value) for value in found.x]

    def first_objective(self) -> int:
        """The most that can be credited."""
        credited = objectives(self.model)[0]
        return _value(credited, self.maximise(credited))

    def all_objectives(self) -> tuple[list[int], dict[int, int]]:
        """The value of each objective, and the amounts of the canonical answer by pour."""
        values, point = [], [0]
        for objective in objectives(self.model):
            point = self.maximise(objective)
            values.append(_value(objective, point))
            self.held.append((objective, values[-1], None))
        for start in range(0, len(self.model.used), CHUNK):
            chunk = self.model.used[start : start + CHUNK]
            point = self.maximise({column: 1 << (len(chunk) - 1 - place) for place, column in enumerate(chunk)})
            self.fixed |= {column: point[column] for column in chunk}
        for amount, used in zip(self.model.amount, self.model.used, strict=True):
            if self.fixed[used]:
                point = self.maximise({amount: 1})
                self.fixed[amount] = point[amount]
        return values, {place: point[amount] for place, amount in enumerate(self.model.amount) if point[amount]}


def _value(terms: Terms, point: list[int]) -> int:
    return sum(factor * point[column] for column, factor in terms.items())


def _matrix(rows: list[Row], width: int) -> LinearConstraint:
    ends = np.cumsum([0, *(len(terms) for terms, _, _ in rows)])
    factors = [float(factor) for terms, _, _ in rows for factor in terms.values()]
    columns = [column for terms, _, _ in rows for column in terms]
    lows = [-np.inf if least is None else least for _, least, _ in rows]
    highs = [np.inf if most is None else most for _, _, most in rows]
    return LinearConstraint(csr_array((factors, columns, ends), shape=(len(rows), width)), lows, highs)
