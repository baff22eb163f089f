"""What outcomes are worth: families 1 (hours) and 2 (tables), with figures a registrar can check by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.conditions import Condition, all_of, fact
from niangjia.creditbank.engine.books import (
    HeldOutcome,
    Learner,
    OutcomeKind,
    Prize,
    RoundingPlace,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.facts import facts_of
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    TODAY,
    book,
    by_hours,
    certificate,
    competition,
    course,
    programme,
    training,
    worth,
)
from niangjia.creditbank.engine.valuation import Valuation, grain_of, rounded, value_of


def valued(outcome: HeldOutcome, *rows: ValuationRow, **settings: object) -> Valuation:
    rules: RuleBook = book(valuations=rows, **settings)
    return value_of(outcome, facts_of(outcome, Learner("w"), TODAY), rules)


@pytest.mark.parametrize(
    ("per", "hours", "credits_"),
    [
        ("18", 54, Fraction(3)),
        ("18", 45, Fraction(5, 2)),
        ("18", 6, Fraction(1, 3)),
        ("16", 40, Fraction(5, 2)),
        ("10", 25, Fraction(5, 2)),
        ("30", 45, Fraction(3, 2)),
    ],
)
def test_hours_divided_by_the_ratio_of_the_book(per: str, hours: int, credits_: Fraction) -> None:
    assert valued(training("T", hours), by_hours("V", per)).value == credits_


@pytest.mark.parametrize(
    ("rounding", "step", "credits_"),
    [
        (Rounding.FLOOR, "0.5", Fraction(2)),
        (Rounding.HALF_UP, "0.5", Fraction(5, 2)),
        (Rounding.CEIL, "0.5", Fraction(5, 2)),
        (Rounding.FLOOR, "0.1", Fraction(23, 10)),
        (Rounding.HALF_UP, "1", Fraction(2)),
    ],
)
def test_a_book_may_round_each_outcome(rounding: Rounding, step: str, credits_: Fraction) -> None:
    """42 hours at 18 a credit are 2 1/3."""
    settings = {"rounding": rounding, "step": Decimal(step), "rounding_place": RoundingPlace.OUTCOME}
    found = valued(training("T", 42), by_hours("V"), **settings)
    assert (found.value, found.unrounded) == (credits_, Fraction(7, 3))


def prize(tier: int, won: str, *, team: bool, value: str, **more: Condition) -> ValuationRow:
    when = all_of(
        IS_COMPETITION,
        fact("tier").equals(tier),
        fact("prize").equals(won),
        fact("is_team").equals(team),
        *more.values(),
    )
    return worth(f"{tier}{won}{team}", value, when)


def test_a_table_of_tier_prize_and_team() -> None:
    table = (
        prize(4, "first", team=False, value="6"),
        prize(4, "second", team=False, value="4"),
        prize(4, "first", team=True, value="3", ranks=fact("rank").at_most(1)),
        prize(4, "second", team=True, value="2", ranks=fact("rank").at_most(3)),
    )
    assert valued(competition("C", 4, Prize.SECOND), *table).value == 4
    assert valued(competition("C", 4, Prize.SECOND, is_team=True, rank=3), *table).value == 2
    assert valued(competition("C", 4, Prize.SECOND, is_team=True, rank=4), *table).value is None
    assert valued(competition("C", 3, Prize.SECOND), *table) == Valuation()


def test_tenure_of_mentoring_in_steps() -> None:
    """≥ 3 years 21, ≥ 2 years 14, ≥ 1 year 7, ≥ 6 months 4."""
    steps = [(36, "21"), (24, "14"), (12, "7"), (6, "4")]
    table = [worth(f"V{months}", value, fact("months").at_least(months)) for months, value in steps]
    mentoring = HeldOutcome("M", OutcomeKind.MENTORING, "带徒", TODAY)
    given_months = [(5, None), (6, 4), (11, 4), (12, 7), (35, 14), (48, 21)]
    found = [(months, valued(replace(mentoring, months=months), *table).value) for months, _ in given_months]
    assert found == given_months


def test_the_share_of_a_contributor() -> None:
    """A city result of 3 credits, of which the worker made 40 %."""
    row = ValuationRow("V", "第六条", fact("kind").equals("five_smalls"), credits=Decimal(3), times_share=True)
    result = HeldOutcome("F", OutcomeKind.FIVE_SMALLS, "小发明", TODAY, share=Decimal("0.4"))
    assert valued(result, row).value == Fraction(6, 5)
    assert valued(replace(result, share=None), row) == Valuation(row=row, needs=("share",))


def test_the_first_row_that_matches_gives_the_value() -> None:
    rows = (
        worth("V1", "8", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))),
        worth("V2", "5", IS_CERTIFICATE),
    )
    found = valued(certificate("A", 5), *rows)
    assert (found.value, found.row) == (8, rows[0])
    assert valued(certificate("A", "3.5"), *rows).row == rows[1]


def test_a_fact_that_is_not_known_never_gives_more_than_a_row_that_matches() -> None:
    """90 marks give 5 credits, else 3. Without marks: 3, and 5 once they are shown. If they could give less: open."""
    high = worth("V1", "5", fact("score").at_least(Decimal(90)))
    rest = worth("V2", "3")
    assert valued(training("T", 36, score=Decimal(91)), high, rest).value == 5
    assert valued(training("T", 36), high, rest) == Valuation(Fraction(3), rest, Fraction(3), ("score",))
    low = worth("V1", "1", fact("score").less_than(Decimal(60)))
    assert valued(training("T", 36), low, rest) == Valuation(needs=("score",))


def test_what_is_measured_must_be_known() -> None:
    row = by_hours("V")
    assert valued(replace(training("T", 1), hours=None), row) == Valuation(row=row, needs=("hours",))


def test_the_grain_holds_every_ratio_and_figure() -> None:
    major = programme(course("1", "2.5"))
    assert grain_of(book(), major, ()) == 100
    assert grain_of(book(valuations=(by_hours("V"),)), major, ()) == 900
    assert grain_of(book(valuations=(by_hours("V"), by_hours("W", "16"))), major, ()) == 3600
    assert grain_of(book(), major, (Fraction(1, 7),)) == 700
    assert grain_of(book(), major, (), multiple_of=900) == 900


@given(
    st.fractions(0, 100, max_denominator=1000),
    st.sampled_from([Decimal("0.5"), Decimal("0.1"), Decimal(1)]),
    st.sampled_from(Rounding),
)
def test_rounding_moves_less_than_a_step(value: Fraction, step: Decimal, rounding: Rounding) -> None:
    found, unit = rounded(value, step, rounding), Fraction(step)
    assert found % unit == 0
    match rounding:
        case Rounding.FLOOR:
            assert 0 <= value - found < unit
        case Rounding.CEIL:
            assert 0 <= found - value < unit
        case Rounding.HALF_UP:
            assert -unit / 2 <= value - found < unit / 2
