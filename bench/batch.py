"""Proposals for everyone, from rows in PostgreSQL to rows kept there: learners a second, and whether size matters.

``NIANGJIA_BENCH_POPULATION`` and ``NIANGJIA_BENCH_LARGER`` say how many learners there are, and how many for A2.
"""

import os
from collections.abc import Mapping
from functools import partial
from statistics import median

from bench.peers import Peer
from bench.rounds import Goal, Question, Side, Timed, bound, equal

POPULATION = int(os.environ.get("NIANGJIA_BENCH_POPULATION", "10000"))
LARGER = int(os.environ.get("NIANGJIA_BENCH_LARGER", "50000"))
FEWEST = 5000  # the pace is taken from the first chunks done to the last: there must be some
COMPARED = 100
EVERYONE = 800_000
WANTED = bound("800,000 in 6 minutes", EVERYONE / 360)
FLAT = 0.87  # 1 / 1.15: the larger population may cost 15 % more a learner


def batch_questions(small: Peer, large: Peer) -> list[Question]:
    """A2 and A3. Each peer is ``batch_site``."""
    few, many = Population(small, POPULATION), Population(large, LARGER)
    return [
        Question(
            "A2",
            "proposals for everyone, kept, two working processes, start included",
            "learners",
            [many.whole, few.whole, many.steady, few.steady, WANTED],
            goals=[
                Goal("A2", many.whole.name, WANTED.name, 1),
                Goal("A3", many.steady.name, few.steady.name, FLAT, "a learner of many costs what one of few does"),
            ],
            check=partial(_compare, small),
            facts=many.facts,
        )
    ]


class Population:
    """One installation with so many learners, and what its rounds took."""

    def __init__(self, site: Peer, count: int) -> None:
        if count < FEWEST:
            raise ValueError(f"{count} learners are too few: the bench needs {FEWEST}")
        site.ask("load", count=count)
        self.site = site
        self.rounds: list[dict[str, float]] = []
        self.whole = Side(f"{count:,} learners", self._propose)
        self.steady = Side(f"{count:,} learners, once started", self._once_started)

    def _propose(self) -> Timed:
        self.rounds.append(self.site.ask("propose"))
        return Timed(self.rounds[-1]["learners"], self.rounds[-1]["seconds"])

    def _once_started(self) -> Timed:
        """Of the same run: from the first chunks done, one for each process, to the last."""
        return Timed(self.rounds[-1]["learners_once_started"], self.rounds[-1]["seconds_once_started"])

    def facts(self) -> Mapping[str, float]:
        """Medians: seconds until the first chunks are done, memory, and minutes for everyone at what the rest took."""
        starts = [each["seconds"] - each["seconds_once_started"] for each in self.rounds]
        paces = [each["seconds_once_started"] / each["learners_once_started"] for each in self.rounds]
        return {
            "start_seconds": median(starts),
            "memory_megabytes": max(each["memory_megabytes"] for each in self.rounds),
            "minutes_for_800000_extrapolated": (median(starts) + EVERYONE * median(paces)) / 60,
        }


def _compare(site: Peer) -> None:
    """What the batch keeps is what is kept when each learner is asked for alone."""
    site.ask("propose")
    equal("proposals kept", *site.ask("kept", places=COMPARED))
