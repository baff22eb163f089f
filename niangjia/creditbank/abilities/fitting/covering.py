"""The fewest ways that close needs: a set cover, solved exactly by HiGHS, checked again in plain sets."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from niangjia.creditbank.abilities.fitting.values import Need, Way

SECONDS: Final = 2.0


def fewest_ways(needs: Sequence[Need], ways: Sequence[Way]) -> tuple[list[Way], bool]:
    """The fewest ways that together close every need, the earlier listed first where as few do; whether it is proven.

    Each need must be closed by some way. Where the time runs out, the greedy choice is given and nothing is claimed.
    """
    if not needs:
        return [], True
    closes = np.array([[way.brings(need) for way in ways] for need in needs], dtype=float)
    ranks = np.arange(len(ways))
    cost = ranks + ranks.sum() + 1  # one way fewer outweighs every order
    found = milp(
        cost,
        constraints=LinearConstraint(closes, lb=1),
        integrality=np.ones(len(ways), dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": SECONDS, "mip_rel_gap": 0},
    )
    chosen = [] if found.x is None else [way for way, taken in zip(ways, found.x, strict=True) if taken > 1 / 2]
    if found.status == 0 and _covers(chosen, needs):
        return chosen, True
    return greedy_ways(needs, ways), False


def greedy_ways(needs: Sequence[Need], ways: Sequence[Way]) -> list[Way]:
    """Whatever closes most of what is left, again and again: a cover, not always the fewest."""
    left, chosen = list(needs), []
    while left:
        best = max(ways, key=lambda way: sum(way.brings(need) for need in left))
        chosen.append(best)
        left = [need for need in left if not best.brings(need)]
    return chosen


def _covers(chosen: Sequence[Way], needs: Sequence[Need]) -> bool:
    return all(any(way.brings(need) for way in chosen) for need in needs)
