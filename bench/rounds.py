"""Measure sides of one question in turn, round after round, and compare them: a goal is a ratio, never a time.

Machines are noisy. Every round runs each side once, in turn; a side's figure is its median over the rounds. What the
sides answer is compared before the first round: a wrong answer has no speed.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, TypeVar

ROUNDS = int(os.environ.get("NIANGJIA_BENCH_ROUNDS", "5"))  # fewer are for trying the bench out
Work = TypeVar("Work")


@dataclass(frozen=True, slots=True)
class Timed:
    """Units done and the seconds they took, where a side takes the time itself: in another process, or a percentile."""

    units: float
    seconds: float


Run = Callable[[], int | Timed]
"""Does the work once and gives how many units it did."""


class UnequalError(RuntimeError):
    """Two sides gave different answers; there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way of doing the work. ``prepare`` runs before each round and is not timed."""

    name: str
    run: Run
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Goal:
    """``ours`` and ``theirs`` name sides; ``least`` is the least ratio of their rates wanted, None where none is."""

    code: str
    ours: str
    theirs: str
    least: float | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Sides that do the same work, and what is wanted of them.

    Without ``goals``, ``sides[0]`` is ours and is compared with the last, the measure; ``goal`` is the least ratio
    wanted. ``check`` raises ``UnequalError`` where the sides' answers differ. ``facts`` tells after the rounds what
    else was seen: figures by name.
    """

    code: str
    title: str
    unit: str
    sides: Sequence[Side]
    goal: float | None = None
    goals: Sequence[Goal] = ()
    check: Callable[[], object] = lambda: None
    facts: Callable[[], Mapping[str, float]] = dict

    @property
    def wanted(self) -> Sequence[Goal]:
        """The comparisons to draw."""
        return self.goals or [Goal(self.code, self.sides[0].name, self.sides[-1].name, self.goal)]


@dataclass(frozen=True, slots=True)
class Answer:
    """Units a second of each side, the rate of every round."""

    question: Question
    rates: dict[str, list[float]]
    facts: Mapping[str, float] = field(default_factory=dict)

    def rate(self, name: str) -> float:
        """The median rate of a side."""
        return median(self.rates[name])

    def ratio(self, goal: Goal) -> float:
        """Ours over theirs."""
        return self.rate(goal.ours) / self.rate(goal.theirs)

    def is_met(self, goal: Goal) -> bool | None:
        """Whether the ratio is what is wanted; None where nothing is."""
        return None if goal.least is None else self.ratio(goal) >= goal.least

    def as_json(self) -> list[dict[str, Any]]:
        """What build/bench.json keeps of it: one object for each comparison."""
        return [
            {
                "id": goal.code,
                "ratio": round(self.ratio(goal), 4),
                "goal": goal.least,
                "met": self.is_met(goal),
                "compared": f"{goal.ours} : {goal.theirs}",
                "title": goal.title or self.question.title,
                "unit": f"{self.question.unit}/s",
                "ours": self._figures(goal.ours),
                "theirs": self._figures(goal.theirs),
                "sides": {side.name: round(self.rate(side.name), 3) for side in self.question.sides},
                "facts": {name: round(value, 6) for name, value in self.facts.items()},
            }
            for goal in self.question.wanted
        ]

    def _figures(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "median": round(self.rate(name), 3),
            "rounds": [round(rate, 3) for rate in self.rates[name]],
        }


def bound(name: str, per_second: float) -> Side:
    """A side that is no rival but a limit on our own time, as a rate."""
    return Side(name, lambda: Timed(per_second, 1.0))


def drawn(name: str, draw: Callable[[], Work], run: Callable[[Work], int | Timed]) -> Side:
    """A side whose work is drawn anew before each round, untimed."""
    held: list[Work] = []

    def prepare() -> None:
        held[:] = [draw()]

    return Side(name, lambda: run(held[0]), prepare)


def equal(what: str, *answers: object) -> None:
    """Raise ``UnequalError`` unless all answers are the same."""
    for other in answers[1:]:
        if other != answers[0]:
            raise UnequalError(f"{what}: {answers[0]!r:.300} and {other!r:.300}")


def answer(question: Question, rounds: int = ROUNDS) -> Answer:
    """Compare the answers, then run every side ``rounds`` times in turn."""
    question.check()
    rates: dict[str, list[float]] = {side.name: [] for side in question.sides}
    for _ in range(rounds):
        for side in question.sides:
            side.prepare()
            rates[side.name].append(_rate(side.run))
    return Answer(question, rates, question.facts())


def _rate(run: Run) -> float:
    started = time.perf_counter()
    done = run()
    taken = time.perf_counter() - started
    return done.units / done.seconds if isinstance(done, Timed) else done / taken
