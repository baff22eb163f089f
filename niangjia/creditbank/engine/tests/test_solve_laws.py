"""Laws that hold for every problem, tried on random ones."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from niangjia.creditbank.engine.loosening import loosened
from niangjia.creditbank.engine.problem import (
    Aim,
    AmountCap,
    CountCap,
    Exclusion,
    Outcome,
    Overlap,
    Pour,
    Problem,
    Remainder,
    Rounding,
    Side,
    Sink,
)
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.tests.instances import instance
from niangjia.creditbank.engine.tests.posting import after

problems = st.randoms(use_true_random=False).map(lambda chance: instance(chance, outcomes=4, sinks=4, pours=7))
some = settings(max_examples=15, deadline=None)


@some
@given(problems, st.randoms(use_true_random=False))
def test_order_of_input_has_no_influence(problem, chance):
    def shuffled(items):
        return tuple(chance.sample(items, len(items)))

    reordered = replace(
        problem,
        outcomes=shuffled(problem.outcomes),
        sinks=shuffled(problem.sinks),
        pours=shuffled(problem.pours),
        packages=tuple(
            replace(package, takes=shuffled(package.takes), gives=shuffled(package.gives))
            for package in shuffled(problem.packages)
        ),
        limits=shuffled(problem.limits),
        floors=shuffled(problem.floors),
    )
    first, second = solve(problem), solve(reordered)
    assert [package.row for package in first.packages] == [package.row for package in second.packages]
    assert replace(first, packages=()) == replace(second, packages=())


@some
@given(problems)
def test_solving_twice_gives_the_same(problem):
    assert solve(problem) == solve(problem)


@some
@given(problems, st.integers(0, 3), st.integers(1, 3))
def test_loosening_a_limit_never_takes_credits_away(problem, place, step):
    assume(place < len(problem.limits))
    free = replace(problem, aim=Aim.CREDITS)
    assert solve(loosened(free, free.limits[place], step)).total >= solve(free).total


@some
@given(problems, st.integers(0, 5), st.integers(0, 3))
def test_one_outcome_more_never_takes_credits_away(problem, amount, place):
    assume(place < len(problem.sinks))
    free = replace(problem, aim=Aim.CREDITS)
    more = replace(
        free,
        outcomes=(*free.outcomes, Outcome("new", amount, amount)),
        pours=(*free.pours, Pour("new", free.sinks[place].id, "r")),
    )
    assert solve(more).total >= solve(free).total


@some
@given(problems)
def test_requirements_first_never_leaves_a_larger_shortfall(problem):
    aimed, free = replace(problem, aim=Aim.REQUIREMENTS), replace(problem, aim=Aim.CREDITS)
    credited = dict(solve(free).credited)
    short = (max(0, f.minimum - f.got - sum(credited.get(key, 0) for key in f.members)) for f in problem.floors)
    assert solve(aimed).tiers[0].value <= sum(short)


@some
@given(problems)
def test_posting_and_solving_again_brings_nothing_more(problem):
    """With floor rounding, and amounts that may be cut to any size: else two steps may reach what one can't."""
    plain = replace(
        problem,
        aim=Aim.CREDITS,
        sinks=tuple(replace(sink, rounding=Rounding.FLOOR) for sink in problem.sinks),
        pours=tuple(replace(pour, least=1) for pour in problem.pours),
    )
    assert solve(after(plain, solve(plain))).total == 0


@some
@given(problems, st.integers(2, 7))
def test_all_amounts_times_a_factor_give_the_same_answer(problem, factor):
    """Where a finer grain opens no new way: nothing is rounded, and limits do not cross the flows."""
    plain = flowing(problem)
    first, second = solve(plain), solve(times(plain, factor))
    assert [(line.pour.sink, line.pour.outcome, line.amount * factor) for line in first.poured] == [
        (line.pour.sink, line.pour.outcome, line.amount) for line in second.poured
    ]
    assert second.total == first.total * factor
    assert second.tiers[1].value == first.tiers[1].value * factor
    assert second.tiers[2] == first.tiers[2]


def test_a_finer_grain_does_more_where_amounts_are_rounded_up():
    """Why the law above is one of flows: what is rounded up costs less the finer it can be cut."""
    sinks = tuple(Sink(key, 1, 1, rounding=Rounding.CEIL) for key in "12")
    coarse = Problem(1, (Outcome("A", 1, 1),), sinks, (Pour("A", "1", "r"), Pour("A", "2", "r")))
    fine = replace(times(coarse, 2), pours=coarse.pours)
    assert (solve(coarse).total, solve(fine).total) == (1, 4)


def flowing(problem: Problem) -> Problem:
    """Only bare pours whose size is the outcome's or the sink's to say, of outcomes whose spending matters."""
    return replace(
        problem,
        aim=Aim.CREDITS,
        outcomes=tuple(
            replace(outcome, remainder=Remainder.KEPT, life_months=max(1, outcome.life_months))
            for outcome in problem.outcomes
        ),
        sinks=tuple(replace(sink, step=1, rounding=Rounding.FLOOR) for sink in problem.sinks),
        packages=(),
        limits=tuple(
            limit
            for limit in problem.limits
            if isinstance(limit, CountCap | Exclusion) or (isinstance(limit, AmountCap) and limit.side is Side.SINK)
        )[:1],
    )


def times(problem: Problem, factor: int) -> Problem:
    return replace(
        problem,
        grain=problem.grain * factor,
        outcomes=tuple(
            replace(outcome, amount=outcome.amount * factor, book_value=outcome.book_value * factor)
            for outcome in problem.outcomes
        ),
        sinks=tuple(
            replace(
                sink,
                need=sink.need * factor,
                full=sink.full * factor,
                step=sink.step * factor,
                least=sink.least * factor,
            )
            for sink in problem.sinks
        ),
        pours=tuple(replace(pour, least=pour.least * factor) for pour in problem.pours),
        limits=tuple(
            replace(limit, room=limit.room * factor) if isinstance(limit, AmountCap | Overlap) else limit
            for limit in problem.limits
        ),
    )
