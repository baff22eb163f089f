"""The answers of many learners: each distinct problem is solved and checked once, whoever has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from niangjia.creditbank.batch.trimming import trimmed
from niangjia.creditbank.engine.books import RuleBook
from niangjia.creditbank.engine.check import check_rules, counted
from niangjia.creditbank.engine.conversion import CheckFailedError, Conversion, capped, room_in_whole_units
from niangjia.creditbank.engine.greedy import greedy_lines
from niangjia.creditbank.engine.problem import Allocation, Problem
from niangjia.creditbank.engine.solve import solve_many

HUNDREDTHS: Final = 100
TIME_LIMIT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of a conversion. Credits are in 1/100; ``courses_count`` is of the certain plan."""

    certain: int
    possible: int
    greedy: int
    courses_count: int
    is_optimal: bool


Used = tuple[tuple[str, int, int], ...]
"""Limits against which something counts: name, what counts, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Portion:
    """The answer to a part of what a learner has, in grain, with what counts against each limit in each plan."""

    grain: int
    certain: int = 0
    possible: int = 0
    greedy: int = 0
    courses_count: int = 0
    is_optimal: bool = True
    used: tuple[Used, ...] = ((), (), ())  # by the certain plan, the possible one, and greedy

    @property
    def answer(self) -> Answer:
        """What is kept where this is all that the learner has."""
        return Answer(
            certain=_hundredths(self.certain, self.grain),
            possible=_hundredths(self.possible, self.grain),
            greedy=self.greedy * HUNDREDTHS // self.grain,
            courses_count=self.courses_count,
            is_optimal=self.is_optimal,
        )


def answer_of(conversion: Conversion) -> Answer:
    """What is kept of the engine's own answer to a case."""
    certain, possible = conversion.certain, conversion.possible
    problems = conversion.prepared.certain, conversion.prepared.possible
    return _portion(problems, certain.allocation, possible.allocation).answer


def together(portions: Sequence[Portion], grain: int) -> Answer | None:
    """The answer to the parts as a whole; None where they pass a limit together, or one is not proven to be the best.

    Parts that share nothing but limits that only forbid have the best whole there is if no limit is passed.
    """
    if len(portions) == 1:
        return portions[0].answer
    if not all(each.is_optimal for each in portions) or _pass_a_limit(portions):
        return None
    return Portion(
        grain=grain,
        certain=sum(each.certain for each in portions),
        possible=sum(each.possible for each in portions),
        greedy=sum(each.greedy for each in portions),
        courses_count=sum(each.courses_count for each in portions),
    ).answer


def _pass_a_limit(portions: Sequence[Portion]) -> bool:
    for plan in range(3):
        total: dict[str, int] = {}
        for name, count, allowed in (each for portion in portions for each in portion.used[plan]):
            total[name] = total.get(name, 0) + count
            if total[name] > allowed:
                return True
    return False


def answers_of(pairs: Sequence[tuple[Problem, Problem]], book: RuleBook) -> list[Portion]:
    """The answers to pairs of problems: as the catalogue decides, and with what a panel could grant.

    Where no panel is asked both are the same object, which is solved once. Raises ``CheckFailedError``.
    """
    asked = [place for place, (one, other) in enumerate(pairs) if one is not other]
    narrowed = [trimmed(one) for one, _ in pairs]
    wider = {place: trimmed(pairs[place][1]) for place in asked}
    pairs = [(one, wider.get(place, one)) for place, one in enumerate(narrowed)]
    certain = _planned([pair[0] for pair in pairs], book)
    possible = dict(zip(asked, _planned([pairs[place][1] for place in asked], book), strict=True))
    return [
        _portion(pair, found, possible.get(place, found))
        for place, (pair, found) in enumerate(zip(pairs, certain, strict=True))
    ]


def _portion(problems: tuple[Problem, Problem], certain: Allocation, possible: Allocation) -> Portion:
    """What counts is counted by the independent check."""
    problem, wider = problems
    counts = counted(problem, certain), counted(wider, possible), counted(problem, greedy_lines(problem))
    return Portion(
        grain=problem.grain,
        certain=counts[0].credited,
        possible=counts[1].credited,
        greedy=counts[2].credited,
        courses_count=len(certain.credited),
        is_optimal=certain.optimal and possible.optimal,
        used=tuple(each.used for each in counts),
    )


def _hundredths(amount: int, grain: int) -> int:
    whole, rest = divmod(amount * HUNDREDTHS, grain)
    if rest:
        raise ValueError(f"{amount}/{grain} credits are no whole hundredths")
    return whole


def _planned(problems: Sequence[Problem], book: RuleBook) -> list[Allocation]:
    """The checked allocations; where the book rounds the total, of problems capped until it is whole units."""
    allocations = _solved(problems)
    for place, problem in enumerate(problems):
        narrowed = problem
        while (room := room_in_whole_units(book, Fraction(), narrowed, allocations[place])) is not None:
            narrowed = capped(narrowed, room)
            (allocations[place],) = _solved([narrowed])
    return allocations


def _solved(problems: Sequence[Problem]) -> list[Allocation]:
    """Each is checked by its rules; small changes are tried again when a decision is posted."""
    allocations = solve_many(problems, time_limit_seconds=TIME_LIMIT_SECONDS)
    for problem, allocation in zip(problems, allocations, strict=True):
        violations = check_rules(problem, allocation)
        if violations:
            raise CheckFailedError(violations)
    return allocations
