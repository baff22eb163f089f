"""Convert every learner of a workbook, on all processors, with the same results in the same order as on one."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import Final

from niangjia.creditbank.engine.books import Case, Programme, RuleBook
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.workbooks.baseline import greedy_credits
from niangjia.creditbank.workbooks.records import Enrolment
from niangjia.creditbank.workbooks.results import LearnerResult, result_of

_FEW: Final = 24  # so few are sooner done than other processes are started
_CHUNK: Final = 8


@dataclass(frozen=True, slots=True)
class Basis:
    """What is the same for every learner of a run."""

    programmes: tuple[Programme, ...]
    book: RuleBook
    on: date


def convert_learner(enrolment: Enrolment, basis: Basis) -> LearnerResult:
    """The conversion of one learner."""
    programme = next(each for each in basis.programmes if each.code == enrolment.person.programme)
    case = Case(enrolment.person.learner, programme, basis.book, enrolment.outcomes, on=basis.on)
    conversion = convert(case)
    return result_of(enrolment, conversion, greedy_credits(conversion))


def convert_all(
    enrolments: Sequence[Enrolment],
    basis: Basis,
    *,
    processes: int | None = None,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> list[LearnerResult]:
    """Every learner, in the order given. ``on_progress`` hears how many are done."""
    results: list[LearnerResult] = []
    for result in _converted(enrolments, basis, processes or os.cpu_count() or 1):
        results.append(result)
        on_progress(len(results))
    return results


def _converted(enrolments: Sequence[Enrolment], basis: Basis, processes: int) -> Iterator[LearnerResult]:
    if processes == 1 or len(enrolments) <= _FEW:
        yield from (convert_learner(enrolment, basis) for enrolment in enrolments)
        return
    # Started afresh, not forked: the parent has threads of its own.
    with ProcessPoolExecutor(processes, get_context("spawn"), _remember, (basis,)) as pool:
        yield from pool.map(_convert_remembered, enrolments, chunksize=_CHUNK)


_remembered: list[Basis] = []


def _remember(basis: Basis) -> None:
    """Keep in this process what is the same for all, so that it is sent once."""
    _remembered[:] = [basis]


def _convert_remembered(enrolment: Enrolment) -> LearnerResult:
    return convert_learner(enrolment, _remembered[0])
