"""What a scope speaks of: kind, occupation with all under it, levels from low to high."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from niangjia.creditbank.accreditation.types import NewScope, Standing, Work

TURNER = Work("skill_certificate", "6-18-01-01", Decimal(4))


def covered(work, *scopes):
    return Standing(UUID(int=1), "RZ-2026-0001", date(2027, 1, 1), None, "", scopes).covers(work)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (NewScope(), True),
        (NewScope("skill_certificate"), True),
        (NewScope("training"), False),
        (NewScope(occupation="6-18"), True),
        (NewScope(occupation="6-18-01-01"), True),
        (NewScope(occupation="6-1"), False),  # 6-1 is no group above 6-18
        (NewScope(occupation="6-31"), False),
        (NewScope(level_from=Decimal(2), level_to=Decimal(4)), True),
        (NewScope(level_from=Decimal(4), level_to=Decimal(5)), True),
        (NewScope(level_from=Decimal(5), level_to=Decimal(8)), False),
    ],
)
def test_a_scope_covers_what_lies_within_all_that_it_names(scope, expected):
    assert covered(TURNER, scope) is expected


def test_one_of_several_scopes_is_enough_and_none_covers_nothing():
    assert covered(TURNER, NewScope("training"), NewScope("skill_certificate", "6-18"))
    assert not covered(TURNER)


def test_what_has_no_occupation_or_level_lies_in_no_scope_that_names_one():
    prize = Work("competition")
    assert covered(prize, NewScope("competition"))
    assert not covered(prize, NewScope("competition", "6-18"))
    assert not covered(prize, NewScope("competition", level_from=Decimal(1), level_to=Decimal(8)))
