"""A part with one pour and no limit needs no solver: its best answer is read off."""

from niangjia.creditbank.engine.problem import Outcome, Pour, Problem, Remainder, Sink
from niangjia.creditbank.engine.solve.inflow import credited_range, most_inflow, rounded, rounding_slack
from niangjia.creditbank.engine.solve.solved import Solved


def solve_directly(problem: Problem) -> Solved | None:
    """The answer of a part with one pour and no limit; ``None`` for any other part."""
    if problem.limits or problem.packages or len(problem.pours) != 1:
        return None
    amount = _best_amount(problem.pours[0], problem.outcomes[0], problem.sinks[0])
    return Solved(((0, amount),), ()) if amount else Solved((), ())


def _best_amount(pour: Pour, outcome: Outcome, sink: Sink) -> int:
    """The most credited; then the least spent where spending matters, else the most poured. 0: nothing is possible."""
    most = min(outcome.amount, most_inflow(sink))
    credited = rounded(sink, most)
    below, above = rounding_slack(sink)
    least = max(pour.least, credited + below)
    if credited not in credited_range(sink) or least > most:
        return 0
    is_spending = outcome.remainder is Remainder.KEPT and outcome.life_months > 0
    return least if is_spending else min(most, credited + above)
