"""Allocation beside CP-SAT and HiGHS: the first objective, then all of them with the canonical answer.

Peers are given the plain model, ready made, and are timed in the solver alone; ours starts from the problem.
``NIANGJIA_BENCH_LEARNERS`` says for how many learners our slowest answers are looked for; beside the peers the first
objective is solved for a tenth of them, all objectives for a fifteenth.
"""

import os
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bench.instances import learner, learner_in_part
from bench.peers import Peer
from bench.plain import Plain, objectives, plain_model
from bench.plain_highs import HiGHS
from bench.rounds import Goal, Question, Side, Timed, bound, equal
from niangjia.creditbank.engine.problem import Allocation, Problem
from niangjia.creditbank.engine.solve import solve
from niangjia.creditbank.engine.solve.credited import most_credited

LEARNERS = int(os.environ.get("NIANGJIA_BENCH_LEARNERS", "300"))
FIRST, ALL, LARGE = (max(1, LEARNERS // part) for part in (10, 15, 30))  # beside peers; all objectives; large ones
KINDS = (("A1", "courses in part", learner_in_part), ("A1 full", "courses in full", learner))
OURS, CPSAT, HIGHS = "niangjia", "CP-SAT", "HiGHS"


def allocation_questions(cpsat: Peer) -> list[Question]:
    """The first objective, all objectives, and one large proposal."""
    questions = []
    for code, title, draw in KINDS:
        problems = [draw(number) for number in range(LEARNERS)]
        models = [plain_model(problem) for problem in problems[:FIRST]]
        questions += [
            _first(code, title, problems, models, cpsat),
            _all(code, title, problems[:ALL], models[:ALL]),
        ]
    return [*questions, _large()]


def _first(code: str, title: str, problems: Sequence[Problem], models: Sequence[Plain], cpsat: Peer) -> Question:
    few, taken, unproven = problems[: len(models)], list[float](), list[int]()

    def slowest() -> Timed:
        taken[:] = [_seconds(most_credited, problem) for problem in problems]
        return Timed(1, float(np.percentile(taken, 99)))

    def highs() -> Timed:
        solvers = [HiGHS(model) for model in models]
        return Timed(len(models), sum(_seconds(HiGHS.first_objective, solver) for solver in solvers))

    def compare() -> None:
        cpsat.ask("keep", models=[_as_json(model) for model in models])
        values = [most_credited(problem) for problem in few]
        equal("every first objective proven", all(most_credited(problem).optimal for problem in problems), True)
        found = [value.value for value in values]
        equal("the most that can be credited", found, [HiGHS(model).first_objective() for model in models])
        theirs = cpsat.ask("solve", first=0, count=len(models))["values"]
        proven = [value if their is not None else None for value, their in zip(found, theirs, strict=True)]
        equal("the most that can be credited, where CP-SAT proves it", proven, theirs)
        unproven.append(theirs.count(None))

    def facts() -> dict[str, float]:
        mean, median = 1000 * float(np.mean(taken)), 1000 * float(np.median(taken))
        return {"mean_ms": mean, "median_ms": median, "CP-SAT unproven after 5 s": unproven[-1]}

    of_all = f"niangjia, the slowest 1 of 100, {len(problems)} learners"
    return Question(
        code,
        f"the most that can be credited, {title}, 12 outcomes × 30 courses, {len(few)} learners",
        "learners",
        [
            Side(OURS, lambda: len([most_credited(problem) for problem in few])),
            Side(of_all, slowest),
            Side(CPSAT, lambda: cpsat.timed("solve", len(models), first=0, count=len(models))),
            Side(HIGHS, highs),
            bound("10 ms each", 100),
        ],
        goals=[
            Goal(f"{code} CP-SAT", OURS, CPSAT, 100),
            Goal(f"{code} HiGHS", OURS, HIGHS, 20),
            Goal(f"{code} p99", of_all, "10 ms each", 1),
        ],
        check=compare,
        facts=facts,
    )


def _all(code: str, title: str, problems: Sequence[Problem], models: Sequence[Plain]) -> Question:
    def highs() -> Timed:
        solvers = [HiGHS(model) for model in models]
        return Timed(len(models), sum(_seconds(HiGHS.all_objectives, solver) for solver in solvers))

    def compare() -> None:
        for problem, model in zip(problems, models, strict=True):
            allocation = solve(problem)
            equal("every objective proven", allocation.optimal, True)
            values, amounts = HiGHS(model).all_objectives()
            theirs = {model.problem.pours[place]: amount for place, amount in amounts.items()}
            equal("objectives and the canonical answer", _said(allocation), (values, theirs))

    return Question(
        f"{code} all",
        f"all objectives and the canonical answer, {title}, 12 outcomes × 30 courses, {len(problems)} learners",
        "learners",
        [Side(OURS, lambda: len([solve(problem) for problem in problems])), Side("HiGHS in chunks", highs)],
        goal=10,
        check=compare,
    )


def _large() -> Question:
    """No rival is waited for here: the plain model of this size takes HiGHS longer than anybody would."""
    problems = [learner_in_part(number, outcomes=30, courses=60) for number in range(LARGE)]

    def compare() -> None:
        equal("every objective proven", [solve(problem).optimal for problem in problems], [True] * LARGE)

    return Question(
        "A1 large",
        f"one proposal, courses in part, 30 outcomes × 60 courses, all objectives, {LARGE} learners",
        "learners",
        [Side(OURS, lambda: len([solve(problem) for problem in problems])), bound("1 second each", 1)],
        check=compare,
    )


def _said(allocation: Allocation) -> tuple[list[int], dict[object, int]]:
    values = {tier.name: tier.value for tier in allocation.tiers}
    wanted = [values["credited"], -values["credit_months"], -values["lines"]]
    return wanted, {used.pour: used.amount for used in allocation.poured}


def _as_json(model: Plain) -> dict[str, object]:
    rows = [(list(terms.items()), least, most) for terms, least, most in model.rows]
    return {"most": model.most, "rows": rows, "objective": list(objectives(model)[0].items())}


def _seconds(solver: Callable[[Any], object], given: object) -> float:
    started = time.perf_counter()
    solver(given)
    return time.perf_counter() - started
