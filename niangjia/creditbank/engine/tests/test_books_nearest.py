"""The nearest miss: what would have to be other than it is, and no more than that."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.conditions import Condition, Truth, all_of, fact, holds, none_of, one_or_more_of
from niangjia.creditbank.engine.nearest import Repair, nearest_miss, repaired, repairs_of
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    course,
    frees,
    programme,
    training,
    worth,
)

_levels = st.integers(2, 16).map(lambda half: Decimal(half) / 2)
_facts = st.fixed_dictionaries(
    {
        "level": st.none() | _levels,
        "tier": st.none() | st.integers(1, 5),
        "hours": st.none() | st.integers(0, 90).map(Decimal),
        "is_team": st.none() | st.booleans(),
        "prize": st.none() | st.sampled_from(["first", "second", "third", "excellence"]),
        "awarded_on": st.dates(date(2024, 1, 1), date(2026, 1, 1)),
        "occupation": st.none() | st.sampled_from(["6-18", "6-18-01-01", "6-31"]),
    }
)
_COMPARISONS = ("at_least", "at_most", "more_than", "less_than", "equals", "differs")


def _comparison(name: str, bounds: st.SearchStrategy) -> st.SearchStrategy[Condition]:
    return st.builds(lambda word, bound: getattr(fact(name), word)(bound), st.sampled_from(_COMPARISONS), bounds)


_questions = st.one_of(
    _comparison("level", _levels),
    _comparison("tier", st.integers(1, 5)),
    _comparison("hours", st.integers(0, 90).map(Decimal)),
    _comparison("awarded_on", st.dates(date(2024, 1, 1), date(2026, 1, 1))),
    st.sampled_from([fact("is_team").is_true(), fact("is_team").is_false()]),
    st.sampled_from([fact("prize").one_of("first", "second"), fact("prize").equals("third")]),
    st.sampled_from([fact("occupation").under("6-18"), fact("occupation").equals("6-31")]),
)
_conditions = st.recursive(
    _questions,
    lambda below: st.builds(
        lambda joiner, members: joiner(*members),
        st.sampled_from([all_of, one_or_more_of, none_of]),
        st.lists(below, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@given(_conditions, _facts)
def test_closing_the_gaps_makes_the_row_match_and_nothing_smaller_does(condition: Condition, facts: dict) -> None:
    repairs = repairs_of(condition, facts)
    if not repairs:
        return
    assert holds(condition, facts) is not Truth.YES
    assert holds(condition, repaired(facts, repairs)) is Truth.YES
    for count in range(len(repairs)):
        for some in combinations(repairs, count):
            assert holds(condition, repaired(facts, some)) is not Truth.YES
    for repair in repairs:
        for smaller in _smaller(repair):
            others = [each for each in repairs if each is not repair]
            assert holds(condition, repaired(facts, [*others, smaller])) is not Truth.YES


def _smaller(repair: Repair) -> list[Repair]:
    """The same change, one step short."""
    step = Decimal("0.5") if repair.fact == "level" else 1
    if repair.gap is None or isinstance(repair.wanted, date) or abs(repair.gap) < step:
        return []  # what falls short by less than a step has nothing smaller
    short = repair.wanted - step if repair.gap > 0 else repair.wanted + step
    return [replace(repair, wanted=short)]


def test_a_certificate_one_level_short_of_the_course() -> None:
    """电工证书不低于四级，您是五级: one level is missing; the row for trainings is no near miss of a certificate."""
    rules = book(
        valuations=(worth("V", "4"),),
        rows=(
            frees("17", "1", when=all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(3)))),
            frees("18", "1", when=all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(5)))),
            frees("21", "1", when=IS_TRAINING),
        ),
    )
    prepared = prepare(case(rules, programme(course("1", "3")), certificate("E", 2)))
    miss = nearest_miss(prepared, "E", "1")
    assert miss is not None
    assert (miss.row.id, miss.repairs) == ("17", (Repair("level", Decimal(2), Decimal(3), Decimal(1)),))


def test_the_level_of_the_course_counts_with_the_row() -> None:
    rules = book(valuations=(worth("V", "4"),), rows=(frees("R", "1", when=IS_CERTIFICATE),))
    prepared = prepare(case(rules, programme(course("1", "3", level=Decimal(4))), certificate("E", "3.5")))
    miss = nearest_miss(prepared, "E", "1")
    assert miss is not None
    assert miss.repairs == (Repair("level", Decimal("3.5"), Decimal(4), Decimal("0.5")),)


def test_fewer_facts_go_before_smaller_gaps() -> None:
    rules = book(
        valuations=(by_hours("V"),),
        rows=(
            frees("R1", "1", when=all_of(fact("hours").at_least(Decimal(19)), fact("score").at_least(Decimal(61)))),
            frees("R2", "1", when=fact("hours").at_least(Decimal(54))),
        ),
    )
    prepared = prepare(case(rules, programme(course("1", "3")), training("T", 18, score=Decimal(60))))
    miss = nearest_miss(prepared, "T", "1")
    assert miss is not None
    assert (miss.row.id, miss.repairs) == ("R2", (Repair("hours", Decimal(18), Decimal(54), Decimal(36)),))


def test_a_row_that_matches_is_no_miss() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=IS_TRAINING),))
    prepared = prepare(case(rules, programme(course("1", "3")), training("T", 18), certificate("A", 4)))
    assert nearest_miss(prepared, "T", "1") is None
    assert nearest_miss(prepared, "A", "1") is None
