"""Gaps and conflicts off the cells: examples, and agreement with what proofreading says of the same rows."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from niangjia.core.conditions import Condition, all_of, fact
from niangjia.creditbank.engine.books import ValuationRow
from niangjia.creditbank.engine.coverage import coverage_of
from niangjia.creditbank.engine.tables.completeness import TooManyCellsError, completeness_of
from niangjia.creditbank.engine.tables.tests.strategies import tables
from niangjia.creditbank.engine.tests.samples import book

CERTIFICATE, TRAINING = fact("kind").equals("skill_certificate"), fact("kind").equals("training")
KINDS = ("skill_certificate", "competition", "five_smalls", "training", "mentoring", "earlier_course")
OTHERS = fact("kind").one_of(*(kind for kind in KINDS if kind != "skill_certificate"))


def level(least: int | str) -> Condition:
    return all_of(CERTIFICATE, fact("level").at_least(Decimal(least)))


def test_a_table_with_nothing_amiss() -> None:
    found = completeness_of([level(4), level(1), OTHERS])
    assert (found.never_hold, found.never_reached, found.crossings, found.gaps) == ((), (), (), ())
    assert found.overlaps == ((0, 1),)


def test_what_no_row_speaks_of_is_told_by_the_facts_that_matter() -> None:
    exam = fact("certificate_class").one_of("exam", "experience")
    found = completeness_of([all_of(level(3), exam), OTHERS])
    lead = ("skill_certificate",)
    assert [dict(gap) for gap in found.gaps] == [
        {"kind": lead, "level": (Decimal(2),)},
        {"kind": lead, "level": (Decimal(3),), "certificate_class": ("…\uffff",)},
    ]


def test_between_two_half_levels_there_is_no_gap() -> None:
    below = all_of(CERTIFICATE, fact("level").at_most(3))
    assert completeness_of([level("3.5"), below, OTHERS]).gaps == ()
    assert len(completeness_of([level(4), below, OTHERS]).gaps) == 1


def test_two_rows_together_hide_a_third() -> None:
    below = all_of(CERTIFICATE, fact("level").less_than(4))
    assert completeness_of([level(4), below, level(2), OTHERS]).never_reached == (2,)


def test_a_row_that_contradicts_itself_never_holds() -> None:
    assert completeness_of([all_of(CERTIFICATE, TRAINING), level(9), OTHERS]).never_hold == (0, 1)


def test_a_table_without_one_grid_is_not_judged() -> None:
    with pytest.raises(TooManyCellsError):
        completeness_of([fact("level").at_least(3), fact("hours").at_least(3)], most_cells=5)


@settings(deadline=None)
@given(tables(), st.sampled_from([(), (CERTIFICATE,)]))
def test_proofreading_says_the_same_of_the_same_rows(
    conditions: list[Condition], guards: tuple[Condition, ...]
) -> None:
    rows = [all_of(*guards, each) for each in conditions]
    valuations = tuple(ValuationRow(str(place), "", when, Decimal(place)) for place, when in enumerate(rows))
    said = [finding for finding in coverage_of(book(valuations=valuations), ()) if finding.code != "gap"]
    found = completeness_of(rows)
    assert [int(each.rows[0]) for each in said if each.code == "never_holds"] == list(found.never_hold)
    assert [int(each.rows[0]) for each in said if each.code == "row_unreachable"] == list(found.never_reached)
    crossing = {(int(each.rows[1]), int(each.rows[0])) for each in said if each.code == "rows_overlap"}
    assert crossing == {pair for pair in found.crossings if pair[1] not in found.never_reached}
