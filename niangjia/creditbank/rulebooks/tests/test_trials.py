"""What worked examples a book must bring: a yes, a no, every row that gives credit, and every edge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.creditbank.engine.books import ExampleRow
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.engine.trials import Edge, edges_of, trials_missing
from niangjia.web.tests.college import BOOK, LATHE, PROGRAMME

TURNING_ONLY = replace(BOOK, rows=BOOK.rows[:1])
ON = date(2026, 4, 1)


def example(key, level, *, accepted, course="NC"):
    held = replace(LATHE, id=key, level=Decimal(level), awarded_on=ON)
    return ExampleRow(key, f"车工 {level} 级", held, "SK", course, accepted)


def missing(*examples):
    book = replace(TURNING_ONLY, examples=examples)
    return [each.code for each in trials_missing(book, proofread(book, (PROGRAMME,)).examples)]


def test_the_edges_of_a_row_are_its_bounds():
    assert edges_of(TURNING_ONLY) == (Edge("12", "level", Decimal(4)),)


def test_without_examples_everything_is_missing():
    assert missing() == ["no_yes", "no_no", "rows_untried", "edge_untried"]


def test_a_yes_beyond_the_edge_and_a_no_leave_the_edge_untried():
    assert missing(example("Y", 5, accepted=True), example("N", 3, accepted=False)) == ["edge_untried"]


def test_a_yes_at_the_edge_and_a_no_below_it_are_enough():
    assert missing(example("Y", 4, accepted=True), example("N", 3, accepted=False)) == []


def test_an_example_that_comes_out_otherwise_is_named():
    found = missing(example("Y", 4, accepted=True), example("N", 3, accepted=False), example("W", 5, accepted=False))
    assert found == ["example_differs"]
