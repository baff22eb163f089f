"""Convert a case: what is certain, what a panel could add, and what is granted beside it. Solved, then checked."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from niangjia.creditbank.engine.books import Case, RoundingPlace, RuleBook
from niangjia.creditbank.engine.candidates import Beside
from niangjia.creditbank.engine.check import Violation, check
from niangjia.creditbank.engine.limits import ROUNDED_TOTAL
from niangjia.creditbank.engine.plan import CourseVerdict, Plan, plan_of
from niangjia.creditbank.engine.preparation import Prepared, prepare
from niangjia.creditbank.engine.problem import Allocation, AmountCap, Problem, Side
from niangjia.creditbank.engine.solve import solve, solve_by_highs
from niangjia.creditbank.engine.standing import floor_to_grain
from niangjia.creditbank.engine.valuation import rounded

TIME_LIMIT_SECONDS: Final = 20.0
SECOND_OPINION_SECONDS: Final = 5.0


class CheckFailedError(Exception):
    """The independent check does not accept what the solver proposed: nothing of it may be used."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(str(violation) for violation in violations))
        self.violations = violations


class SolversDisagreeError(Exception):
    """Two solvers prove different answers to one problem: one of them is wrong, and neither may be used."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The answer to a case.

    ``certain`` is decided by catalogue; ``possible`` is what could be had if a panel grants all that it is asked.
    ``beside`` holds the kinds that give no credit, for courses that the certain plan leaves to be studied.
    """

    prepared: Prepared
    certain: Plan
    possible: Plan
    beside: tuple[Beside, ...]

    @property
    def case(self) -> Case:
        """What was asked."""
        return self.prepared.case

    @property
    def optimal(self) -> bool:
        """Both plans are proven to be the best there is."""
        return self.certain.allocation.optimal and self.possible.allocation.optimal


def convert(case: Case, *, time_limit_seconds: float = TIME_LIMIT_SECONDS) -> Conversion:
    """Solve the case, within so many seconds for each of its problems.

    Refuses what ``prepare`` refuses. Raises ``CheckFailedError`` if a plan does not pass the independent check.
    """
    prepared = prepare(case)
    certain = _planned(prepared, prepared.certain, time_limit_seconds)
    asks_panel = prepared.possible != prepared.certain
    possible = _planned(prepared, prepared.possible, time_limit_seconds) if asks_panel else certain
    return Conversion(prepared, certain, possible, _still_useful(prepared, certain))


def _planned(prepared: Prepared, problem: Problem, time_limit_seconds: float) -> Plan:
    allocation = solve_checked(problem, time_limit_seconds)
    while (room := room_in_whole_units(prepared.case.book, prepared.history.total, problem, allocation)) is not None:
        problem = capped(problem, room)
        allocation = solve_checked(problem, time_limit_seconds)
    return plan_of(prepared, problem, allocation)


def solve_checked(problem: Problem, time_limit_seconds: float = TIME_LIMIT_SECONDS) -> Allocation:
    """An allocation that the independent check accepts."""
    allocation = solve(problem, time_limit_seconds=time_limit_seconds)
    violations = check(problem, allocation)
    if violations:
        raise CheckFailedError(violations)
    return allocation


def ask_twice(conversion: Conversion, *, time_limit_seconds: float = SECOND_OPINION_SECONDS) -> None:
    """Have HiGHS alone solve the certain plan's problem too, before anything is claimed from it.

    Raises ``SolversDisagreeError`` where both prove their answer and the answers differ. What HiGHS can't prove within
    the time says nothing.
    """
    plan = conversion.certain
    second = solve_by_highs(plan.problem, time_limit_seconds=time_limit_seconds)
    if second.optimal and plan.allocation.optimal and second != plan.allocation:
        raise SolversDisagreeError(f"{plan.allocation.tiers} and {second.tiers}")


def room_in_whole_units(book: RuleBook, before: Fraction, problem: Problem, allocation: Allocation) -> int | None:
    """Where rounding lowers the total: how much this step may credit so that it does not. None: it does not.

    Everything recognised is rounded, history (``before``) included. What rounding takes away is not posted: the
    outcomes keep it. What it adds was given by no outcome and belongs to no course, so that it can't be posted either:
    it stands in the totals alone (``plan.Totals.by_rounding``), counts towards the programme, and is worked out anew
    with each decision.
    """
    if book.rounding_place is not RoundingPlace.TOTAL:
        return None
    total = before + Fraction(allocation.total, problem.grain)
    room = floor_to_grain(max(Fraction(), rounded(total, book.step, book.rounding) - before), problem.grain)
    return room if room < allocation.total else None


def capped(problem: Problem, room: int) -> Problem:
    """The problem with so much room for its total, in grain."""
    others = tuple(limit for limit in problem.limits if limit.name != ROUNDED_TOTAL)
    sinks = frozenset(sink.id for sink in problem.sinks)
    return replace(problem, limits=(*others, AmountCap(ROUNDED_TOTAL, Side.SINK, sinks, room)))


def _still_useful(prepared: Prepared, plan: Plan) -> tuple[Beside, ...]:
    left = {CourseVerdict.LEFT, CourseVerdict.PARTLY}
    return tuple(each for each in prepared.beside if plan.courses[each.course].verdict in left)
