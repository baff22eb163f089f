"""Laws of the settings: a wider one never recognises less, and what a revocation leaves can be worked again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.creditbank.engine.books import (
    Case,
    DatedBy,
    HeldOutcome,
    LimitKind,
    LimitRow,
    Period,
    PostedLine,
    RoundingPlace,
)
from niangjia.creditbank.engine.cascade import cascade_of, left_after
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.periods import first_day
from niangjia.creditbank.engine.problem import Rounding, Side
from niangjia.creditbank.engine.tests.samples import TODAY, book, by_hours, case, frees, pool, programme, training
from niangjia.creditbank.engine.valuation import rounded

DAYS = st.dates(date(2023, 1, 1), TODAY)
TRAININGS = st.lists(st.tuples(st.integers(1, 200), st.sampled_from("甲乙丙"), DAYS), min_size=1, max_size=5)
LINES = st.lists(st.tuples(st.sampled_from("012"), st.integers(1, 3), DAYS), max_size=4)
TERMS = ("03-01", "09-01")


def held(found: list[tuple[int, str, date]]) -> tuple[HeldOutcome, ...]:
    return tuple(
        training(f"T{place}", hours, issuer=issuer, awarded_on=day) for place, (hours, issuer, day) in enumerate(found)
    )


def posted(found: list[tuple[str, int, date]]) -> tuple[PostedLine, ...]:
    return tuple(
        PostedLine(f"D{place}", f"T{key}", "P", Decimal(amount), Decimal(amount), "R", "hash", day)
        for place, (key, amount, day) in enumerate(found)
    )


def of(outcomes: tuple[HeldOutcome, ...], lines: tuple[PostedLine, ...] = (), **parts: object) -> Case:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "P"),), term_starts=TERMS, **parts)
    return case(rules, programme(pool("P", "40")), *outcomes, history=lines)


def total(asked: Case) -> Decimal:
    return convert(asked).certain.totals.recognised


@settings(max_examples=25, deadline=None)
@given(TRAININGS, LINES, st.integers(1, 12))
def test_a_cap_of_each_part_is_never_tighter_than_the_same_cap_of_all(
    found: list[tuple[int, str, date]], lines: list[tuple[str, int, date]], most: int
) -> None:
    row = LimitRow("L", "第十一条", "上限", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(most))
    parts = (
        replace(row, each_of="issuer"),
        replace(row, period=Period.TERM),
        replace(row, period=Period.YEAR, dated_by=DatedBy.AWARD),
    )
    outcomes, history = held(found), posted(lines)
    everything, free = total(of(outcomes, history, limits=(row,))), total(of(outcomes, history))
    assert all(everything <= total(of(outcomes, history, limits=(each,))) <= free for each in parts)


@given(DAYS)
def test_a_day_lies_in_the_term_that_it_begins_or_follows(day: date) -> None:
    rules = book(term_starts=TERMS)
    begun = first_day(Period.TERM, day, rules)
    assert begun <= day < begun + timedelta(days=184)
    assert begun.strftime("%m-%d") in TERMS
    assert first_day(Period.TERM, begun, rules) == begun


@settings(max_examples=25, deadline=None)
@given(TRAININGS, st.sampled_from(Rounding))
def test_a_rounded_total_is_whole_and_posts_only_what_was_given(
    found: list[tuple[int, str, date]], rounding: Rounding
) -> None:
    asked = of(held(found), rounding=rounding, rounding_place=RoundingPlace.TOTAL)
    conversion = convert(asked)
    totals = conversion.certain.totals
    counted = totals.recognised + totals.by_rounding
    assert rounded(Fraction(counted), Decimal("0.5"), rounding) == counted
    assert totals.recognised <= sum(line.amount for line in conversion.certain.lines)
    assert 0 <= totals.by_rounding < Decimal("0.5")


@settings(max_examples=25, deadline=None)
@given(TRAININGS, LINES, st.sampled_from(["T0", "T1", "T2"]))
def test_what_a_revocation_leaves_touches_it_no_more(
    found: list[tuple[int, str, date]], lines: list[tuple[str, int, date]], revoked: str
) -> None:
    history = posted(lines)
    cascade = cascade_of(history, (revoked,))
    left = left_after(history, cascade)
    assert all(line.outcome != revoked for line in left)
    assert {line.decision for line in history} == {line.decision for line in left} | set(cascade.decisions)
    assert cascade_of(left, (revoked,)).undone == ()
    assert total(of(held(found), left)) >= total(of(held(found), history))
