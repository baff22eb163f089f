"""Family 8: caps. Per kind, category, institution, term, year; numbers; shares; the lower of two."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from niangjia.core.conditions import Condition, fact
from niangjia.creditbank.engine.binding import what_binds
from niangjia.creditbank.engine.books import Case, DatedBy, HeldOutcome, LimitKind, LimitRow, Period
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.periods import first_day
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.tests.families.reading import freed, posted, recognised
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    frees,
    pool,
    programme,
    training,
    worth,
)

TERMS = ("03-01", "09-01")


def cap(credits_: str | None = None, *, side: Side = Side.SOURCE, key: str = "L", **settings: object) -> LimitRow:
    kind = settings.pop("kind", LimitKind.AMOUNT)
    amount = None if credits_ is None else Decimal(credits_)
    return LimitRow(
        **{"id": key, "article": "第十一条", "name": "上限", "kind": kind, "side": side, "credits": amount, **settings}
    )


def of(*outcomes: HeldOutcome, limits: tuple[LimitRow, ...] = (), **settings: object) -> Case:
    """Outcomes (certificates 8 credits, trainings at 18 hours) and two pools of 40 and 20 credits in two categories."""
    rules = book(
        valuations=(worth("V1", "8", IS_CERTIFICATE), by_hours("V2")),
        rows=(frees("R", "P", "Q"),),
        limits=limits,
        term_starts=TERMS,
        year_start="09-01",
    )
    pools = replace(pool("P", "40"), category="专业课"), replace(pool("Q", "20"), category="公共课")
    return case(rules, programme(*pools, total="80"), *outcomes, **settings)


def trainings(*dates: date, hours: int = 540) -> tuple[HeldOutcome, ...]:
    """Trainings of 30 credits each, awarded on these days."""
    return tuple(training(f"T{place}", hours, awarded_on=each) for place, each in enumerate(dates))


LONG = trainings(date(2025, 12, 6), date(2025, 12, 7))


def test_of_one_source_kind_or_one_category() -> None:
    """Certificates at most 6 of 8; courses of one category at most 10 of 40."""
    held = (certificate("A", 4), *LONG)
    assert recognised(of(*held, limits=())) == 60
    assert recognised(of(held[0], limits=(cap("6", when=IS_CERTIFICATE),))) == 6
    professional = fact("course_category").equals("专业课")
    assert freed(of(*held, limits=(cap("10", side=Side.SINK, when=professional),))) == {"P": 10, "Q": 20}


def test_of_each_institution_by_itself() -> None:
    """At most 6 credits from each institution: two of them give 12, however many papers each issued."""
    held = [training(f"T{place}", 90, issuer=issuer) for place, issuer in enumerate(("甲学院", "甲学院", "乙学院"))]
    asked = of(*held, limits=(cap("6", each_of="issuer"),))
    assert recognised(asked) == 11
    assert recognised(of(*held[:2], limits=(cap("6", each_of="issuer"),))) == 6
    assert "上限：甲学院" in str([each.term.zh for each in what_binds(convert(asked)).limits])


def test_of_each_category_by_itself() -> None:
    assert freed(of(*LONG, limits=(cap("12", side=Side.SINK, each_of="course_category"),))) == {"P": 12, "Q": 12}


@pytest.mark.parametrize(
    ("day", "term", "year"),
    [
        (date(2026, 2, 28), date(2025, 9, 1), date(2025, 9, 1)),
        (date(2026, 3, 1), date(2026, 3, 1), date(2025, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1)),
    ],
)
def test_terms_and_years_begin_when_the_book_says(day: date, term: date, year: date) -> None:
    rules = book(term_starts=TERMS, year_start="09-01")
    assert (first_day(Period.TERM, day, rules), first_day(Period.YEAR, day, rules)) == (term, year)
    assert first_day(Period.YEAR, day, book()) == date(2026, 1, 1)


def test_twenty_four_a_term_by_the_day_of_the_decision() -> None:
    """Of 60 credits 24 are recognised this term. 10 of this term leave 14, 10 of last term leave 24."""
    limits = (cap("24", period=Period.TERM, dated_by=DatedBy.DECISION),)
    assert recognised(of(*LONG, limits=limits)) == 24
    found = {
        day: recognised(of(*LONG, limits=limits, history=(posted("T0", "P", "10", decided_on=day),)))
        for day in (date(2026, 3, 5), date(2026, 2, 5), None)
    }
    assert found == {date(2026, 3, 5): 14, date(2026, 2, 5): 24, None: 14}


def test_twenty_four_a_term_by_the_day_of_the_award() -> None:
    """Papers of two terms: 24 of each; two papers of one term: 24 together."""
    limits = (cap("24", period=Period.TERM, dated_by=DatedBy.AWARD),)
    assert recognised(of(*trainings(date(2025, 12, 6), date(2026, 4, 1)), limits=limits)) == 48
    assert recognised(of(*LONG, limits=limits)) == 24


def test_forty_two_a_year() -> None:
    """24 a term and 42 a year: 24 of last term leave 18 of this academic year; of the year before they leave 24."""
    limits = (cap("24", period=Period.TERM), cap("42", key="M", period=Period.YEAR))
    found = [
        recognised(of(*LONG, limits=limits, history=(posted("T0", "P", "24", decided_on=day),)))
        for day in (date(2025, 10, 1), date(2025, 6, 1))
    ]
    assert found == [18, 24]


def test_the_term_of_the_posting_counts() -> None:
    """Claimed in February, posted in March: what the first term has used does not count any more."""
    limits, line = (cap("24", period=Period.TERM),), posted("T0", "P", "10", decided_on=date(2026, 2, 1))
    claimed = {"history": (line,), "on": date(2026, 2, 20)}
    rules = {"effective_from": date(2026, 1, 1)}
    early = of(*LONG, limits=limits, **claimed)
    early = replace(early, book=replace(early.book, **rules))
    assert recognised(early) == 14
    assert recognised(replace(early, redeemed_on=date(2026, 3, 2))) == 24


@pytest.mark.parametrize(("part", "whole", "most"), [(1, 5, 16), (3, 10, 24), (2, 5, 32), (1, 2, 40)])
def test_a_share_of_the_programme(part: int, whole: int, most: int) -> None:
    """20, 30, 40, 50 % of 80 credits."""
    assert recognised(of(*LONG, limits=(cap(kind=LimitKind.SHARE_OF_PROGRAMME, part=part, whole=whole),))) == most


def test_the_lower_of_two() -> None:
    """Half of the programme (40) and at most 36: 36. With at most 44: 40."""
    half = cap(kind=LimitKind.SHARE_OF_PROGRAMME, part=1, whole=2)
    found = [recognised(of(*LONG, limits=(half, cap(most, key="M")))) for most in ("36", "44")]
    assert found == [36, 40]


def only(number: int, when: Condition, **settings: object) -> LimitRow:
    return cap(kind=LimitKind.OUTCOME_COUNT, count=number, when=when, **settings)


def test_the_number_of_certificates() -> None:
    """Three certificates of 8 credits, of which two may be used in all; or one in each term."""
    held = [
        certificate("A", 4, occupation="6-18-01-01", awarded_on=date(2025, 4, 1)),
        certificate("B", 4, occupation="6-18-01-02", awarded_on=date(2025, 5, 1)),
        certificate("C", 4, occupation="6-18-01-03", awarded_on=date(2025, 10, 1)),
    ]
    assert recognised(of(*held, limits=(only(2, IS_CERTIFICATE),))) == 16
    by_award = only(1, IS_CERTIFICATE, period=Period.TERM, dated_by=DatedBy.AWARD)
    assert recognised(of(*held, limits=(by_award,))) == 16
    by_decision = only(1, IS_CERTIFICATE, period=Period.TERM)
    assert recognised(of(*held, limits=(by_decision,))) == 8


def test_a_share_of_what_is_recognised() -> None:
    """Trainings at most half of it: beside 8 credits of a certificate, 8 of the 30."""
    half = cap(kind=LimitKind.SHARE_OF_RECOGNISED, when=IS_TRAINING, part=1, whole=2)
    assert recognised(of(certificate("A", 4), LONG[0], limits=(half,))) == 16
