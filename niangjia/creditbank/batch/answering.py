"""The answers of many learners: each distinct problem is solved and checked once, whoever has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from niangjia.creditbank.batch.trimming import trimmed
from niangjia.creditbank.engine.books import RuleBook
from niangjia.creditbank.engine.check import check_rules
from niangjia.creditbank.engine.conversion import CheckFailedError, Conversion, capped, room_in_whole_units
from niangjia.creditbank.engine.greedy import greedy
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


def answer_of(conversion: Conversion) -> Answer:
    """What is kept of the engine's own answer to a case."""
    certain, possible = conversion.certain, conversion.possible
    return _answer(conversion.prepared.certain, certain.allocation, possible.allocation)


def answers_of(pairs: Sequence[tuple[Problem, Problem]], book: RuleBook) -> list[Answer]:
    """The answers to pairs of problems: as the catalogue decides, and with what a panel could grant.

    Where no panel is asked both are the same object, which is solved once. Raises ``CheckFailedError``.
    """
    asked = [place for place, (one, other) in enumerate(pairs) if one is not other]
    pairs = [(trimmed(one), trimmed(other)) for one, other in pairs]
    certain = _planned([pair[0] for pair in pairs], book)
    possible = dict(zip(asked, _planned([pairs[place][1] for place in asked], book), strict=True))
    return [
        _answer(pair[0], found, possible.get(place, found))
        for place, (pair, found) in enumerate(zip(pairs, certain, strict=True))
    ]


def _answer(problem: Problem, certain: Allocation, possible: Allocation) -> Answer:
    return Answer(
        certain=_hundredths(certain.total, problem.grain),
        possible=_hundredths(possible.total, problem.grain),
        greedy=greedy(problem).total * HUNDREDTHS // problem.grain,
        courses_count=len(certain.credited),
        is_optimal=certain.optimal and possible.optimal,
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
