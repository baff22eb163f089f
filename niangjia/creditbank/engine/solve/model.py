"""A system of integer rows over bounded integer columns, exact: what is asked of the solver and checked after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd

Linear = Mapping[int, int]  # column -> factor


@dataclass(frozen=True, slots=True)
class Row:
    """``low`` <= sum of factor times column <= ``high``; ``None`` is no bound."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None

    def holds(self, point: Sequence[int]) -> bool:
        """Whether the row is true of an integer point."""
        total = sum(factor * point[column] for column, factor in self.terms)
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)


@dataclass(slots=True)
class Model:
    """Columns with inclusive integer bounds, and rows.

    ``amounts`` are columns that mostly come out whole by themselves; the solver may try without asking it of them.
    """

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    amounts: set[int] = field(default_factory=set)

    def column(self, high: int) -> int:
        """A new column from 0 to ``high``; its number."""
        self.lows.append(0)
        self.highs.append(high)
        return len(self.lows) - 1

    def amount(self, high: int) -> int:
        """A new column that holds an amount; its number."""
        self.amounts.add(len(self.lows))
        return self.column(high)

    def largest_factor(self) -> int:
        """The largest factor of any row, without its sign; 0 where there is no row."""
        return max((abs(factor) for row in self.rows for _, factor in row.terms), default=0)

    def copy(self) -> "Model":
        """A model that can be changed apart from this one."""
        return Model(list(self.lows), list(self.highs), list(self.rows), set(self.amounts))

    def at_most(self, terms: Linear, high: int) -> None:
        """Sum of terms <= high."""
        self._add(terms, None, high)

    def at_least(self, terms: Linear, low: int) -> None:
        """Sum of terms >= low."""
        self._add(terms, low, None)

    def _add(self, terms: Linear, low: int | None, high: int | None) -> None:
        kept = tuple((column, factor) for column, factor in terms.items() if factor)
        if kept:
            common = gcd(*(factor for _, factor in kept))
            terms_ = tuple((column, factor // common) for column, factor in kept)
            self.rows.append(
                Row(terms_, None if low is None else -(-low // common), None if high is None else high // common)
            )
        elif (low is not None and low > 0) or (high is not None and high < 0):
            raise ValueError("a row without columns can't hold")

    def fix(self, column: int, value: int) -> None:
        """Let a column have one value from now on."""
        self.lows[column] = self.highs[column] = value

    def holds(self, point: Sequence[int]) -> bool:
        """Whether an integer point satisfies every bound and every row."""
        bounded = all(low <= value <= high for low, value, high in zip(self.lows, point, self.highs, strict=True))
        return bounded and all(row.holds(point) for row in self.rows)


def value_of(terms: Linear, point: Sequence[int]) -> int:
    """The value of a linear expression at a point."""
    return sum(factor * point[column] for column, factor in terms.items())


def add(*parts: tuple[int, Linear]) -> dict[int, int]:
    """The sum of linear expressions, each times a factor."""
    total: dict[int, int] = {}
    for times, terms in parts:
        for column, factor in terms.items():
            total[column] = total.get(column, 0) + times * factor
    return total
