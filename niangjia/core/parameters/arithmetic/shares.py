"""Shares of all, in whole numbers; thresholds; and money rounded once, half up."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

from niangjia.core.parameters.reading import Reading
from niangjia.core.parameters.types import ParameterValue

_INCLUSIVE: Final = "inclusive"


class Vote(StrEnum):
    """What became of a vote."""

    PASSED = "passed"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"


def vote(reading: Reading, body: str, *, everyone: int, present: int, in_favour: int) -> Vote:
    """A vote of a body (``collective_contract``, ``congress``): quorum and majority are shares of everyone."""
    if present < least_number(reading.row(f"{body}_quorum"), everyone):
        return Vote.NO_QUORUM
    passed = in_favour >= least_number(reading.row(f"{body}_majority"), everyone)
    return Vote.PASSED if passed else Vote.REJECTED


def least_number(share: ParameterValue, everyone: int) -> int:
    """The least whole number that makes the share: 2/3 of 90 inclusive is 60, half of 90 exclusive is 46."""
    exact = share.share * everyone
    return ceil(exact) if share.comparison == _INCLUSIVE else floor(exact) + 1


def reaches(number: int, threshold: ParameterValue) -> bool:
    """Whether a number reaches a threshold, the threshold itself included unless the law says otherwise."""
    if threshold.comparison == _INCLUSIVE:
        return bool(number >= threshold.value)
    return bool(number > threshold.value)


def may_bargain(reading: Reading, *, representatives: int, from_outside: int) -> bool:
    """Whether a side has enough representatives, and not too many of them from outside."""
    enough = representatives >= reading.integer("bargaining_representatives_min")
    return (
        enough and from_outside <= reading.fraction("bargaining_external_representatives_max_share") * representatives
    )


def rounded(amount: Fraction) -> int:
    """The nearest whole number, halves up: money is rounded once, at the end."""
    return floor(amount + Fraction(1, 2))
