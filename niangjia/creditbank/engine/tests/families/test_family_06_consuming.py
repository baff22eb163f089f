"""Family 6: consuming. Once only; whole or divisible; what becomes of the remainder; a spend is final."""

from decimal import Decimal
from fractions import Fraction

from niangjia.creditbank.engine.books import Case, KindSetting, OutcomeKind
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.problem import Remainder
from niangjia.creditbank.engine.standing import Obstacle
from niangjia.creditbank.engine.tests.families.reading import freed, obstacles, posted, recognised, spent
from niangjia.creditbank.engine.tests.samples import (
    book,
    case,
    certificate,
    course,
    frees,
    pool,
    programme,
    worth,
)


def of_eight(*, remainder: Remainder = Remainder.KEPT, fan_out: int | None = None, spills: bool = False) -> Case:
    """A certificate of 8 credits; courses of 4 and 3 that it may free; electives for what is left, where allowed."""
    setting = KindSetting(OutcomeKind.SKILL_CERTIFICATE, fan_out=fan_out, remainder=remainder)
    spill = (frees("R2", "P", spill=True),) if spills else ()
    rules = book(valuations=(worth("V", "8"),), rows=(frees("R1", "1", "2"), *spill), kinds=(setting,))
    return case(rules, programme(course("1", "4"), course("2", "3"), pool("P", "3")), certificate("A", 4))


def test_whole_frees_one_course_and_divisible_frees_both() -> None:
    assert freed(of_eight(fan_out=1)) == {"1": 4}
    assert freed(of_eight()) == {"1": 4, "2": 3}


def test_the_remainder_is_kept_or_lost() -> None:
    """8 credits, of which 7 free courses: 1 is kept, or goes with them."""
    kept, lost = (convert(of_eight(remainder=each)).certain.outcomes["A"] for each in (Remainder.KEPT, Remainder.LOST))
    assert (kept.given, kept.lost, kept.left) == (7, 0, 1)
    assert (lost.given, lost.lost, lost.left) == (7, 1, 0)


def test_the_remainder_spills_into_electives_where_the_book_lets_it() -> None:
    """One book forbids the spill: it has no such row. Another lets the last credit into the electives."""
    assert freed(of_eight()) == {"1": 4, "2": 3}
    assert freed(of_eight(spills=True)) == {"1": 4, "2": 3, "P": 1}


def test_only_a_remainder_spills() -> None:
    """Where no course takes the certificate there is no remainder, and nothing spills."""
    asked = of_eight(spills=True)
    passed = type(asked.learner)("w", passed_courses=frozenset({"1", "2"}))
    assert recognised(case(asked.book, asked.programme, *asked.outcomes, learner=passed)) == 0


def test_nothing_is_spent_twice() -> None:
    """Course 1 took 4 of the 8 last year, by a decision that is final: 4 are left, and 3 of them free course 2."""
    asked = of_eight()
    again = case(asked.book, asked.programme, *asked.outcomes, history=(posted("A", "1", "4"),))
    assert (freed(again), spent(again)) == ({"2": 3}, {"A": 3})


def test_a_lost_remainder_is_gone_for_good() -> None:
    asked = of_eight(remainder=Remainder.LOST)
    again = case(asked.book, asked.programme, *asked.outcomes, history=(posted("A", "1", "4"),))
    assert obstacles(again) == {"A": Obstacle.SPENT}


def test_what_another_college_took_is_gone_from_the_lot() -> None:
    """Half of the lot's standard value is spent elsewhere: half of the book value is left here."""
    rules = book(valuations=(worth("V", "8"),), rows=(frees("R1", "1", "2"),))
    half = certificate("A", 4, standard_value=1000, balance=500)
    asked = case(rules, programme(course("1", "4"), course("2", "3")), half)
    assert (freed(asked), spent(asked)) == ({"1": Decimal(4)}, {"A": Fraction(4)})


def test_what_is_spent_first_dies_first() -> None:
    """Two papers are worth the same; the one that dies next month is spent."""
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R1", "1"),))
    dying = certificate("B", 4, occupation="6-18-01-02", expires_on=case(rules, programme()).on.replace(month=6))
    asked = case(rules, programme(course("1", "4")), certificate("A", 4), dying)
    assert spent(asked) == {"B": 4}
