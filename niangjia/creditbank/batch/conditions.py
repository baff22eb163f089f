"""Every condition of a rule book that may read a fact of an outcome or a learner."""

from collections.abc import Iterable, Iterator
from typing import Any

from niangjia.core.conditions import Condition
from niangjia.creditbank.engine.books import RuleBook


def conditions(book: RuleBook) -> Iterator[Condition]:
    """Of its values, rows, classes never recognised, gates, limits, recencies and packages."""
    rows: Iterable[Any] = (
        *book.valuations, *book.rows, *book.never, *book.gates, *book.limits, *book.recencies,
    )  # fmt: skip
    yield from (row.when for row in rows if row.when is not None)
    yield from (take.when for row in book.packages for take in row.takes)
