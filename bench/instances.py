"""Learners to allocate for: outcomes of three kinds, courses, caps for each kind, exclusions.

In full: an outcome frees one course whole, or several; a course is filled by one outcome, or by several. In part: each
outcome goes to one course, a course takes any part from any number, so that only the choice of courses is hard. What is
left of an outcome is kept or lost. Amounts are in 1/100 credit. The same number gives the same learner everywhere.
"""

from dataclasses import replace
from random import Random

from niangjia.creditbank.engine.problem import (
    AmountCap,
    Cover,
    Exclusion,
    Limit,
    Outcome,
    Pour,
    Problem,
    Remainder,
    Side,
    Sink,
)

CREDIT = 100
KINDS = ("certificate", "prize", "training")
MATCHED = 9  # so many courses on the average match an outcome
SEED = 20_260


def learner(number: int, *, outcomes: int = 12, courses: int = 30) -> Problem:
    """The learner of this number: always the same one."""
    chance = Random(f"{SEED} {outcomes} {courses} {number}")
    held = tuple(_outcome(chance, place) for place in range(outcomes))
    wanted = tuple(_course(chance, place) for place in range(courses))
    return Problem(
        grain=CREDIT,
        outcomes=held,
        sinks=wanted,
        pours=tuple(
            Pour(outcome.id, course.id, "row")
            for outcome in held
            for course in wanted
            if chance.random() * courses < MATCHED
        ),
        limits=(*_caps(chance, held), *_exclusions(chance, held)),
    )


def learner_in_part(number: int, *, outcomes: int = 12, courses: int = 30) -> Problem:
    """The same learner, whose outcomes go to one course each and whose courses take any part."""
    problem = learner(number, outcomes=outcomes, courses=courses)
    return replace(
        problem,
        outcomes=tuple(replace(outcome, fan_out=1) for outcome in problem.outcomes),
        sinks=tuple(replace(sink, cover=Cover.PART, contributors=None) for sink in problem.sinks),
    )


def _outcome(chance: Random, place: int) -> Outcome:
    amount = chance.randint(4, 24) * CREDIT // 2
    return Outcome(
        f"o{place:02}",
        amount,
        amount,
        fan_out=chance.choice((1, 1, 3)),
        remainder=chance.choice((Remainder.KEPT, Remainder.LOST)),
        life_months=chance.choice((6, 18, 30, 120)),
    )


def _course(chance: Random, place: int) -> Sink:
    need = chance.randint(2, 12) * CREDIT // 2
    return Sink(f"c{place:02}", need, need, contributors=chance.choice((1, 1, None)))


def _caps(chance: Random, outcomes: tuple[Outcome, ...]) -> list[Limit]:
    """Of each kind about half to nine tenths of what there is may count."""
    caps: list[Limit] = []
    for place, kind in enumerate(KINDS):
        members = outcomes[place :: len(KINDS)]
        room = sum(outcome.amount for outcome in members) * chance.randint(5, 9) // 10
        caps.append(AmountCap(kind, Side.SOURCE, frozenset(outcome.id for outcome in members), room))
    return caps


def _exclusions(chance: Random, outcomes: tuple[Outcome, ...]) -> list[Limit]:
    """Two pairs of outcomes of one occupation: the lower beside the higher counts for nothing."""
    chosen = chance.sample([outcome.id for outcome in outcomes], 4)
    pairs = (chosen[:2], chosen[2:])
    return [Exclusion(f"same occupation {place}", Side.SOURCE, frozenset(pair)) for place, pair in enumerate(pairs)]
