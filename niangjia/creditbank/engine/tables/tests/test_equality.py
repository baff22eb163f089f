"""A compiled table, in numba and in numpy, answers as the conditions themselves do."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.core.conditions import Condition, Truth, explain, fact, holds
from niangjia.creditbank.engine.tables.columns import columns_of
from niangjia.creditbank.engine.tables.dense import compile_collected, compile_first_match
from niangjia.creditbank.engine.tables.evaluate import BLOCK, collected_rows, first_rows
from niangjia.creditbank.engine.tables.layout import MOST_CELLS
from niangjia.creditbank.engine.tables.tests.strategies import VALUES, subjects, tables

POPULATIONS = st.lists(subjects(), min_size=1, max_size=12)
# A table small enough, one that needs several grids, and one of whose rows most have none.
LIMITS = st.sampled_from([MOST_CELLS, 40, 5])


def first_by_explanation(conditions: list[Condition], facts: dict[str, Any]) -> int:
    verdicts = [explain(condition, facts).verdict for condition in conditions]
    return verdicts.index(Truth.YES) if Truth.YES in verdicts else -1


@settings(deadline=None)
@given(tables(), POPULATIONS, LIMITS)
def test_the_first_row_is_the_same_by_every_way(
    conditions: list[Condition], population: list[dict[str, Any]], most_cells: int
) -> None:
    table = compile_first_match(conditions, most_cells)
    columns = columns_of(population, VALUES)
    expected = [first_by_explanation(conditions, facts) for facts in population]
    assert [table.row_of(facts) for facts in population] == expected
    assert first_rows(table, columns, compiled=False).tolist() == expected
    assert first_rows(table, columns).tolist() == expected


@settings(deadline=None)
@given(tables(), POPULATIONS, LIMITS, st.sampled_from([Truth.YES, Truth.UNKNOWN, Truth.NO]))
def test_the_same_rows_are_collected_by_every_way(
    conditions: list[Condition], population: list[dict[str, Any]], most_cells: int, truth: Truth
) -> None:
    table = compile_collected(conditions, truth, most_cells)
    columns = columns_of(population, VALUES)
    expected = [
        tuple(row for row, condition in enumerate(conditions) if holds(condition, facts) is truth)
        for facts in population
    ]
    assert [table.rows_of(facts) for facts in population] == expected
    for compiled in (True, False):
        words = collected_rows(table, columns, compiled=compiled)
        assert [rows_in(each) for each in words] == expected


def test_rows_beyond_sixty_four_stand_in_further_words() -> None:
    conditions = [fact("rank").at_least(row) for row in range(130)]
    table = compile_collected(conditions)
    words = collected_rows(table, columns_of([{"rank": 129}, {"rank": 64}, {"rank": None}], ["rank"]))
    assert words.shape == (3, 3)
    assert [rows_in(each) for each in words] == [tuple(range(130)), tuple(range(65)), ()]


def test_a_population_of_many_blocks() -> None:
    ranks = [place % 7 for place in range(3 * BLOCK + 5)]
    table = compile_first_match([fact("rank").equals(3), fact("rank").at_least(2)])
    found = first_rows(table, columns_of([{"rank": rank} for rank in ranks], ["rank"]))
    assert found.tolist() == [0 if rank == 3 else 1 if rank >= 2 else -1 for rank in ranks]


def test_a_fact_without_a_column_is_not_known_of_anyone() -> None:
    table = compile_first_match([fact("level").at_least(1), fact("rank").at_least(1)])
    assert first_rows(table, columns_of([{"rank": 1}, {"rank": 0}], ["rank"])).tolist() == [1, -1]


def rows_in(words: np.ndarray) -> tuple[int, ...]:
    return tuple(row for row in range(64 * len(words)) if int(words[row // 64]) >> row % 64 & 1)
