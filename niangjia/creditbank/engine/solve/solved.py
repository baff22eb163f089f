"""What one part of a problem gives, before the parts are put together."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Claim:
    """How far the bound of an objective is from the value (0 when they meet), and whether the value is proven."""

    slack: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Solved:
    """Amounts of the pours used and packages used (by position in the part), and what is claimed of each objective.

    An objective that is not named is proven.
    """

    amounts: tuple[tuple[int, int], ...]
    packages: tuple[int, ...]
    claims: Mapping[str, Claim] = field(default_factory=dict)
