"""What closes most of a group's gap with at most so many ways: a maximum cover, solved exactly by HiGHS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from niangjia.creditbank.abilities.fitting.covering import SECONDS
from niangjia.creditbank.abilities.fitting.values import Need, Way

LEAST: Final = 1 / 2


@dataclass(frozen=True, slots=True)
class Closing:
    """The chosen ways with what each closes first, how many gaps that is in all, and whether none closes more."""

    ways: tuple[tuple[Way, tuple[Need, ...]], ...]
    closed: int
    is_proven: bool


def closing_most(missing: Mapping[Need, int], ways: Sequence[Way], *, most: int) -> Closing:
    """At most ``most`` ways that close the most gaps; a gap is one person who lacks one ability.

    Of choices that close as much the one with fewer ways is taken. Where the time runs out the greedy one is given.
    """
    needs = [need for need, count in sorted(missing.items()) if count > 0]
    useful = [way for way in ways if any(way.brings(need) for need in needs)]
    if not needs or not useful:
        return Closing((), 0, is_proven=True)
    weights = np.array([missing[need] for need in needs], dtype=float)
    brings = np.array([[way.brings(need) for way in useful] for need in needs], dtype=float)
    count, size = len(useful), len(useful) + len(needs)
    goal = np.concatenate([np.ones(count), -weights * (count + 1)])  # closing one gap more outweighs every way saved
    within = LinearConstraint(np.hstack([-brings, np.eye(len(needs))]), ub=0)
    few = LinearConstraint(np.concatenate([np.ones(count), np.zeros(len(needs))]), ub=most)
    found = milp(
        goal,
        constraints=[within, few],
        integrality=np.ones(size, dtype=np.int64),
        bounds=Bounds(0, 1),
        options={"time_limit": SECONDS, "mip_rel_gap": 0},
    )
    is_proven = found.status == 0
    if is_proven and found.x is not None:
        taken = [place for place in range(count) if found.x[place] > LEAST]
    else:
        taken = _greedy(brings, weights, most)
    return _closing([useful[place] for place in taken], needs, missing, is_proven=is_proven)


def _greedy(brings: np.ndarray, weights: np.ndarray, most: int) -> list[int]:
    left, chosen = weights.copy(), []
    for _ in range(most):
        gains = left @ brings
        if gains.max() <= 0:
            break
        chosen.append(int(gains.argmax()))
        left[brings[:, chosen[-1]] > 0] = 0
    return chosen


def _closing(chosen: list[Way], needs: list[Need], missing: Mapping[Need, int], *, is_proven: bool) -> Closing:
    left, found = list(needs), []
    for way in sorted(chosen, key=lambda way: (-sum(missing[need] for need in needs if way.brings(need)), way.key)):
        closes = tuple(need for need in left if way.brings(need))
        left = [need for need in left if need not in closes]
        found.append((way, closes))
    return Closing(tuple(found), sum(missing[need] for need in needs if need not in left), is_proven)
