"""Proposals for everyone, from rows in PostgreSQL to rows kept there: learners a second, and whether size matters.

``NIANGJIA_BENCH_POPULATION`` and ``NIANGJIA_BENCH_LARGER`` say how many learners there are, and how many for A3.
"""

import os
from functools import partial

from bench.peers import Peer
from bench.rounds import Goal, Question, Side, Timed, bound, equal

POPULATION = int(os.environ.get("NIANGJIA_BENCH_POPULATION", "10000"))
LARGER = int(os.environ.get("NIANGJIA_BENCH_LARGER", "50000"))
COMPARED = 100
WANTED = bound("800,000 in 6 minutes", 800_000 / 360)
FLAT = 0.87  # 1 / 1.15: the larger population may cost 15 % more a learner


def batch_questions(small: Peer, large: Peer) -> list[Question]:
    """A2 and A3. Each peer is ``batch_site``."""
    for site, count in ((small, POPULATION), (large, LARGER)):
        site.ask("load", count=count)
    sides = [
        Side(_name(LARGER), partial(_propose, large)),
        Side(_name(POPULATION), partial(_propose, small)),
        WANTED,
    ]
    return [
        Question(
            "A2",
            "proposals for everyone, kept, two working processes",
            "learners",
            sides,
            goals=[
                Goal("A2", _name(POPULATION), WANTED.name, 1),
                Goal("A3", _name(LARGER), _name(POPULATION), FLAT, "a learner of many costs what one of few does"),
            ],
            check=partial(_compare, small),
        )
    ]


def _name(count: int) -> str:
    return f"{count:,} learners"


def _propose(site: Peer) -> Timed:
    done = site.ask("propose")
    return Timed(done["learners"], done["seconds"])


def _compare(site: Peer) -> None:
    """What the batch keeps is what is kept when each learner is asked for alone."""
    _propose(site)
    equal("proposals kept", *site.ask("kept", places=COMPARED))
