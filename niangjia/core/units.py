"""Amounts are integers in the smallest unit; decimals exist only at the edge."""

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from enum import IntEnum
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term


class Unit(IntEnum):
    """What an amount counts. The numbers stand in the ledger and never change."""

    CNY = 1
    STANDARD_CREDIT = 2
    COURSE_CREDIT = 3
    QUOTA = 4
    POINTS = 5
    HOURS = 6

    @property
    def per_whole(self) -> int:
        """How many of the smallest unit make one yuan, credit, place, point or hour."""
        return _PER_WHOLE[self]

    @property
    def term(self) -> Term:
        """The unit's name."""
        return _TERMS[self]


_PER_WHOLE: Final = {
    Unit.CNY: 100,
    Unit.STANDARD_CREDIT: 100,
    Unit.COURSE_CREDIT: 100,
    Unit.QUOTA: 1,
    Unit.POINTS: 1,
    Unit.HOURS: 100,
}
_TERMS: Final = {
    Unit.CNY: Term("元", "yuan"),
    Unit.STANDARD_CREDIT: Term("标准学分", "standard credits"),
    Unit.COURSE_CREDIT: Term("课程学分", "course credits"),
    Unit.QUOTA: Term("名额", "places"),
    Unit.POINTS: Term("积分", "points"),
    Unit.HOURS: Term("学时", "hours"),
}
_EXACT: Final = Context(prec=18, traps=[Inexact, InvalidOperation])  # 18 digits always fit a bigint
_INEXACT: Final = Term(
    "{value} 不能精确换算或数值过大：{unit}的最小单位是 1/{per}，请改为整倍数。",
    "{value} is not exact or too large: the smallest unit of {unit} is 1/{per}. Give a whole multiple of it.",
)


def to_units(value: Decimal, unit: Unit) -> int:
    """The amount in the smallest unit, below 10**18. Refuses (``inexact_amount``) what is no whole number of them."""
    if not isinstance(value, Decimal | int):
        raise TypeError("amounts are decimals or integers")
    try:
        return int(_EXACT.quantize(_EXACT.multiply(Decimal(value), Decimal(unit.per_whole)), Decimal(1)))
    except (DecimalException, ValueError):
        raise Refusal("inexact_amount", _INEXACT.format(value=value, unit=unit.term, per=unit.per_whole)) from None


def from_units(amount: int, unit: Unit) -> Decimal:
    """The amount as people write it: 150 fen are ``Decimal("1.5")``; never in exponents."""
    whole = Decimal(amount) / unit.per_whole
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole.normalize()
