"""What a rule book says that an outcome is worth (families 1 and 2): the first row that matches, in exact fractions."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, lcm

from niangjia.core.conditions import Truth, explain, holds
from niangjia.creditbank.engine.books import HeldOutcome, Programme, RoundingPlace, RuleBook, ValuationRow
from niangjia.creditbank.engine.facts import Facts
from niangjia.creditbank.engine.problem import Rounding

POSTING_GRAIN = 100  # postings are in 1/100 credit


@dataclass(frozen=True, slots=True)
class Valuation:
    """The book value of an outcome in credits, and the row that gave it.

    ``value`` is None when no row matches. ``needs`` names the facts that are not known and would settle a row that
    stands higher and gives more: until they are known the outcome has no value, or that of a lower row that gives
    no more than any row left open.
    """

    value: Fraction | None = None
    row: ValuationRow | None = None
    unrounded: Fraction | None = None
    needs: tuple[str, ...] = ()


def value_of(outcome: HeldOutcome, facts: Facts, book: RuleBook) -> Valuation:
    """The book value of an outcome with these facts."""
    open_rows: list[ValuationRow] = []
    for row in book.valuations:
        match holds(row.when, facts):
            case Truth.YES:
                return _settled(row, open_rows, outcome, facts, book)
            case Truth.UNKNOWN:
                open_rows.append(row)
    return Valuation(needs=_needs(open_rows, facts))


def row_value(row: ValuationRow, outcome: HeldOutcome) -> Fraction | None:
    """What a row gives the outcome, before rounding; None if its measure or share is not known."""
    share = Fraction(outcome.share) if outcome.share is not None else None
    if row.times_share and share is None:
        return None
    factor = share if row.times_share and share is not None else Fraction(1)
    if row.credits is not None:
        return Fraction(row.credits) * factor
    measured = measure_of(row, outcome)
    if measured is None or row.per is None:
        return None
    return measured / Fraction(row.per) * factor


def measure_of(row: ValuationRow, outcome: HeldOutcome) -> Fraction | None:
    """How much the outcome has of what the row measures: hours, months or credits."""
    match row.measure:
        case "hours":
            held: Decimal | int | None = outcome.hours
        case "months":
            held = outcome.months
        case "credits":
            held = outcome.credits
        case _:
            held = None
    return None if held is None else Fraction(held)


def rounded(value: Fraction, step: Decimal | Fraction, rounding: Rounding) -> Fraction:
    """The value in whole steps."""
    unit = Fraction(step)
    steps = value / unit
    match rounding:
        case Rounding.FLOOR:
            return floor(steps) * unit
        case Rounding.HALF_UP:
            return floor(steps + Fraction(1, 2)) * unit
        case Rounding.CEIL:
            return -floor(-steps) * unit


def smallest_unit(book: RuleBook) -> Fraction:
    """The credits in whole numbers of which a course is credited; where the total is rounded, what may be posted."""
    return Fraction(1, POSTING_GRAIN) if book.rounding_place is RoundingPlace.TOTAL else Fraction(book.step)


def grain_of(book: RuleBook, programme: Programme, values: tuple[Fraction, ...], multiple_of: int = 1) -> int:
    """D, the parts of a credit in which the engine counts.

    The least common multiple of 100, of every ratio and fixed figure of the book, of the programme's credits and of
    the values at hand: nothing in a case is rounded by being counted.
    """
    ratios = [1 / Fraction(row.per) for row in book.valuations if row.per]
    fixed = [row.credits for row in book.valuations] + [limit.credits for limit in book.limits]
    least = [row.least for row in book.rows] + [take.credits for package in book.packages for take in package.takes]
    floors = [floor.minimum for floor in programme.floors]
    courses = [figure for course in programme.courses for figure in (course.credits, course.least_part)]
    written = [book.step, programme.total_credits, programme.residency, *fixed, *least, *floors, *courses]
    exact = [Fraction(figure) for figure in written if figure is not None]
    return lcm(POSTING_GRAIN, multiple_of, *(figure.denominator for figure in (*ratios, *exact, *values)))


def _settled(
    row: ValuationRow, open_rows: list[ValuationRow], outcome: HeldOutcome, facts: Facts, book: RuleBook
) -> Valuation:
    """The first row that matches, unless a row left open above it could give less."""
    raw = row_value(row, outcome)
    if raw is None:
        return Valuation(row=row, needs=_missing_measures(row, outcome))
    above = [row_value(each, outcome) for each in open_rows]
    if any(each is None or each < raw for each in above):
        return Valuation(needs=_needs(open_rows, facts))
    value = rounded(raw, book.step, book.rounding) if book.rounding_place is RoundingPlace.OUTCOME else raw
    return Valuation(value, row, raw, _needs(open_rows, facts))


def _needs(rows: list[ValuationRow], facts: Facts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in explain(row.when, facts).needs()))


def _missing_measures(row: ValuationRow, outcome: HeldOutcome) -> tuple[str, ...]:
    measure = (row.measure,) if row.measure is not None and measure_of(row, outcome) is None else ()
    return (*measure, "share") if row.times_share and outcome.share is None else measure
