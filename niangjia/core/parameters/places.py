"""Places by division code: the nation (CN) > province > city > county."""

import re
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

NATION: Final = "CN"
_UNKNOWN: Final = Term(
    "“{place}”不是行政区划代码：应为六位数字，或 CN（全国）。",
    "“{place}” is no division code: six digits are expected, or CN for the nation.",
)


def chain(place: str) -> tuple[str, ...]:
    """A place and all above it, deepest first: 320922, 320900, 320000, CN. Refuses what is no division code."""
    if place == NATION:
        return (NATION,)
    if not re.fullmatch(r"[1-9][0-9]{5}", place):
        raise Refusal("unknown_place", _UNKNOWN.format(place=place))
    return tuple(dict.fromkeys((place, place[:4] + "00", place[:2] + "0000", NATION)))


def is_above(higher: str, lower: str) -> bool:
    """Whether a place stands above another one."""
    return higher != lower and higher in chain(lower)
