"""An impossible problem is refused before anything is computed; every fault is named."""

from dataclasses import replace

import pytest

from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.greedy import greedy
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Floor,
    Outcome,
    Overlap,
    Package,
    Pour,
    Problem,
    ShareCap,
    Side,
    Sink,
    UnrelatedCap,
)
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.why_not_more import why_not_more

A, ONE = Outcome("A", 200, 200), Sink("1", 200, 200, step=50)
GOOD = Problem(100, (A,), (ONE,), (Pour("A", "1", "r"),))


def packed(takes=(("A", 100),), gives=(("1", 100),)):
    return replace(GOOD, packages=(Package("p", takes, gives),))


def limited(limit):
    return replace(GOOD, limits=(limit,))


@pytest.mark.parametrize(
    ("problem", "fault"),
    [
        (replace(GOOD, grain=0), "grain is 0, expected 1 or more"),
        (replace(GOOD, outcomes=(A, A)), "outcome 'A' stands twice"),
        (replace(GOOD, sinks=(ONE, ONE)), "sink '1' stands twice"),
        (replace(GOOD, pours=GOOD.pours * 2), "pour ('A', '1', 'r') stands twice"),
        (replace(packed(), packages=packed().packages * 2), "package ('p'"),
        (replace(GOOD, outcomes=(replace(A, amount=-1),)), "outcome 'A': amount is -1, expected 0 or more"),
        (replace(GOOD, outcomes=(replace(A, fan_out=-1),)), "fan_out is -1"),
        (replace(GOOD, outcomes=(replace(A, life_months=121),)), "life_months is 121, expected 0 to 120"),
        (replace(GOOD, sinks=(replace(ONE, need=-50),)), "sink '1': need is -50"),
        (replace(GOOD, sinks=(replace(ONE, step=0),)), "sink '1': step is 0, expected 1 or more"),
        (replace(GOOD, sinks=(replace(ONE, least=0),)), "sink '1': least is 0"),
        (replace(GOOD, sinks=(replace(ONE, contributors=-1),)), "contributors is -1"),
        (replace(GOOD, pours=(Pour("B", "1", "r"),)), "pour 'r': unknown outcome 'B'"),
        (replace(GOOD, pours=(Pour("A", "2", "r"),)), "pour 'r': unknown sink '2'"),
        (replace(GOOD, pours=(Pour("A", "1", "r", least=0),)), "pour 'r': least is 0, expected 1 or more"),
        (packed(takes=()), "package 'p' takes or gives nothing"),
        (packed(gives=()), "package 'p' takes or gives nothing"),
        (packed(takes=(("B", 1),)), "package 'p': unknown outcome 'B'"),
        (packed(takes=(("A", -1),)), "package 'p' takes of 'A': amount is -1"),
        (packed(takes=(("A", 1), ("A", 2))), "package 'p': outcome 'A' stands twice"),
        (packed(gives=(("2", 50),)), "package 'p': unknown sink '2'"),
        (packed(gives=(("1", 0),)), "package 'p' gives to '1': amount is 0"),
        (packed(gives=(("1", 30),)), "package 'p' gives 30 to '1', expected a multiple of its step 50"),
        (limited(AmountCap("x", Side.SOURCE, frozenset("AB"), 1)), "limit 'x': unknown member 'B'"),
        (limited(AmountCap("x", Side.SINK, frozenset("A"), 1)), "limit 'x': unknown member 'A'"),
        (limited(AmountCap("x", Side.SOURCE, frozenset("A"), -1)), "limit 'x': room is -1"),
        (limited(ShareCap("x", Side.SINK, frozenset("1"), 1, 0)), "limit 'x': whole is 0"),
        (limited(ShareCap("x", Side.SINK, frozenset("1"), -1, 2)), "limit 'x': part is -1"),
        (limited(ShareCap("x", Side.SINK, frozenset("1"), 1, 2, -3)), "limit 'x': used_counted is -3"),
        (limited(CountCap("x", Side.SOURCE, frozenset("B"), 1)), "limit 'x': unknown member 'B'"),
        (limited(UnrelatedCap("x", -1)), "limit 'x': room is -1"),
        (limited(Exclusion("x", Side.SOURCE, frozenset("AB"))), "limit 'x': unknown member 'B'"),
        (limited(Exclusion("x", Side.SOURCE, frozenset("A"), "C")), "closed by 'C', which is none of its members"),
        (limited(Overlap("x", "A", "B", 1)), "limit 'x': unknown member 'B'"),
        (limited(Overlap("x", "A", "A", 1)), "limit 'x': outcome 'A' overlaps with itself"),
        (replace(GOOD, limits=(UnrelatedCap("x", 1),) * 2), "limit 'x' stands twice"),
        (replace(GOOD, floors=(Floor("f", frozenset("2"), 1),)), "floor 'f': unknown sink '2'"),
        (replace(GOOD, floors=(Floor("f", frozenset("1"), -1),)), "floor 'f': minimum is -1"),
        (replace(GOOD, floors=(Floor("f", frozenset("1"), 1),) * 2), "floor 'f' stands twice"),
    ],
)
def test_a_fault_is_named(problem, fault):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the sentence is compared below
        solve(problem)
    assert fault in str(refused.value)


def test_all_faults_are_named_at_once():
    broken = replace(GOOD, grain=0, pours=(Pour("B", "2", "r"),))
    with pytest.raises(ValueError, match="grain is 0.*unknown outcome 'B'.*unknown sink '2'"):
        solve(broken)


def test_every_door_refuses():
    broken = replace(GOOD, grain=0)
    for door in (solve, greedy, lambda problem: why_not_more(problem, solve(GOOD))):
        with pytest.raises(ValueError, match="grain is 0"):
            door(broken)


def test_a_member_that_closed_an_exclusion_may_be_gone():
    closed = limited(Exclusion("x", Side.SOURCE, frozenset({"A", "gone"}), "gone"))
    allocation = solve(closed)
    assert allocation.total == 0
    assert check(closed, allocation) == ()
