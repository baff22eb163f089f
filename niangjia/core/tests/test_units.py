"""Amounts are exact or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit, from_units, to_units


def test_amounts_are_counted_in_the_smallest_unit() -> None:
    assert to_units(Decimal("1.5"), Unit.CNY) == 150
    assert to_units(Decimal("0.05"), Unit.COURSE_CREDIT) == 5
    assert to_units(Decimal(3), Unit.QUOTA) == 3


@pytest.mark.parametrize("text", ["0.005", "1e-9", "NaN", "Infinity", "1e999999", "1.00000000000000000000000000001"])
def test_an_inexact_or_absurd_amount_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        to_units(Decimal(text), Unit.STANDARD_CREDIT)
    assert refusal.value.code == "inexact_amount"


def test_a_float_is_no_amount() -> None:
    with pytest.raises(TypeError):
        to_units(1.5, Unit.CNY)  # type: ignore[arg-type]


def test_whole_amounts_are_written_without_exponent() -> None:
    assert str(from_units(100_000, Unit.CNY)) == "1000"
    assert str(from_units(150, Unit.HOURS)) == "1.5"


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.sampled_from(Unit))
def test_an_amount_survives_the_edge_and_back(amount: int, unit: Unit) -> None:
    assert to_units(from_units(amount, unit), unit) == amount
