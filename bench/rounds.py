"""Measure sides of one question in turn, round after round, and compare them: a goal is a ratio, never a time.

Machines are noisy. Every round runs each side once, in turn; a side's figure is its median over the rounds.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

ROUNDS = 5
Run = Callable[[], int]
"""Does the work once and gives how many units it did."""


@dataclass(frozen=True, slots=True)
class Side:
    """One way of doing the work. ``prepare`` runs before each round and is not timed."""

    name: str
    run: Run
    prepare: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Question:
    """``sides[0]`` is ours; its figure is compared with the last, the measure. ``goal`` is the least ratio wanted."""

    code: str
    title: str
    unit: str
    sides: Sequence[Side]
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Units a second of each side, the median of its rounds."""

    question: Question
    rates: dict[str, list[float]]

    def rate(self, side: Side) -> float:
        """The side's median rate."""
        return median(self.rates[side.name])

    @property
    def ratio(self) -> float:
        """Ours to the measure."""
        return self.rate(self.question.sides[0]) / self.rate(self.question.sides[-1])

    def as_json(self) -> dict[str, Any]:
        """What build/bench.json keeps of it."""
        sides = {
            side.name: {
                "median": round(self.rate(side), 1),
                "rounds": [round(rate, 1) for rate in self.rates[side.name]],
            }
            for side in self.question.sides
        }
        goal = self.question.goal
        return {
            "id": self.question.code,
            "ratio": round(self.ratio, 4),
            "goal": goal,
            "met": None if goal is None else self.ratio >= goal,
            "compared": f"{self.question.sides[0].name} : {self.question.sides[-1].name}",
            "title": self.question.title,
            "unit": f"{self.question.unit}/s",
            "sides": sides,
        }


def answer(question: Question, rounds: int = ROUNDS) -> Answer:
    """Run every side ``rounds`` times in turn."""
    rates: dict[str, list[float]] = {side.name: [] for side in question.sides}
    for _ in range(rounds):
        for side in question.sides:
            side.prepare()
            started = time.perf_counter()
            done = side.run()
            rates[side.name].append(done / (time.perf_counter() - started))
    return Answer(question, rates)
