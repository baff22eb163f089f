"""Run a computation over all learners of a book: take it up where it stands, set processes to work, tell progress."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Final
from uuid import UUID

import psycopg

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.batch.connections import open_reading, owner_settings, schema_of
from niangjia.creditbank.batch.models import Engine, Purpose
from niangjia.creditbank.batch.process import Job, work
from niangjia.creditbank.batch.runs import CHUNK, Plan, Progress, finish, progress_of, refuse_out_of_force, take_up
from niangjia.creditbank.batch.sentences import BROKE_OFF, BROKE_OFF_CODE
from niangjia.creditbank.batch.spark import by_spark
from niangjia.creditbank.batch.working import programmes_under
from niangjia.creditbank.conversion.proposals import NOT_PUBLISHED
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book

WORKERS: Final = 2
LOOK_SECONDS: Final = 0.5
Tell = Callable[[Progress], None]
Compute = Callable[[Job, int], Iterator[None]]


def propose_all(
    rule_book_id: UUID,
    *,
    on: date,
    workers: int = WORKERS,
    engine: Engine = Engine.PROCESSES,
    chunk: int = CHUNK,
    tell: Tell = lambda _progress: None,
    federation: str = "default",
) -> UUID:
    """Compute and keep the proposals of all learners of a book. A run that was broken off goes on.

    Refuses ``rule_book_not_published`` and ``rule_book_not_in_force``; ``batch_broke_off`` where a worker failed.
    """
    book = RuleBook.objects.get(id=rule_book_id)
    if book.published_at is None:
        raise Refusal("rule_book_not_published", NOT_PUBLISHED.format(title=book.title))
    value = engine_book(book)
    is_in_force = value.effective_from <= on and (value.effective_to is None or on <= value.effective_to)
    refuse_out_of_force(book.title, on, is_in_force=is_in_force)
    plan = Plan(Purpose.PROPOSALS, book.publisher_id, book.id, list(programmes_under(book)), on)
    return run_plan(plan, workers=workers, engine=engine, chunk=chunk, tell=tell, federation=federation)


def replay_all(
    draft_id: UUID,
    *,
    against: UUID,
    on: date,
    workers: int = WORKERS,
    engine: Engine = Engine.PROCESSES,
    chunk: int = CHUNK,
    tell: Tell = lambda _progress: None,
    federation: str = "default",
) -> UUID:
    """Compare a draft with another book over all learners of both, each with her own history, as if both held.

    Gives the run; ``replays.py`` tells who gains and who loses. Refuses ``batch_broke_off`` where a worker failed.
    """
    plan = replay_plan(RuleBook.objects.get(id=draft_id), RuleBook.objects.get(id=against), on=on)
    return run_plan(plan, workers=workers, engine=engine, chunk=chunk, tell=tell, federation=federation)


def replay_plan(draft: RuleBook, other: RuleBook, *, on: date, asked_by: UUID | None = None) -> Plan:
    """Both books over the programmes that both hold for."""
    shared = programmes_under(draft).keys() & programmes_under(other).keys()
    return Plan(Purpose.REPLAY, draft.publisher_id, draft.id, sorted(shared), on, other.id, asked_by)


def run_plan(plan: Plan, *, workers: int, engine: Engine, chunk: int, tell: Tell, federation: str) -> UUID:
    """Take the plan's run up, or begin it, and see it through."""
    schema = schema_of(federation)
    with open_reading(schema) as connection:
        run = take_up(connection, plan, engine=engine, at=clock.now(), chunk=chunk)
        see_through(connection, run, schema=schema, workers=workers, engine=engine, tell=tell)
    return run


def see_through(
    connection: psycopg.Connection,
    run: UUID,
    *,
    schema: str,
    workers: int = WORKERS,
    engine: Engine = Engine.PROCESSES,
    tell: Tell = lambda _progress: None,
) -> None:
    """Compute the chunks that are left, and finish the run. Refuses ``batch_broke_off`` where a worker failed."""
    for _ in _computing[engine](Job(run, owner_settings(), schema), workers):
        tell(progress_of(connection, run))
    progress = progress_of(connection, run)
    tell(progress)
    if progress.chunks_left:
        raise Refusal(BROKE_OFF_CODE, BROKE_OFF)
    finish(connection, run, at=clock.now())


def _by_processes(job: Job, workers: int) -> Iterator[None]:
    """So many processes of this machine; a breath between looks, until all have ended."""
    with _started(job, workers) as processes:
        while any(process.is_alive() for process in processes):
            yield
            processes[0].join(LOOK_SECONDS) if processes[0].is_alive() else time.sleep(LOOK_SECONDS)


@contextmanager
def _started(job: Job, workers: int) -> Iterator[list[BaseProcess]]:
    # Started afresh, not forked: the parent has threads and a connection of its own.
    context = get_context("spawn")
    processes: list[BaseProcess] = [context.Process(target=work, args=(job,), daemon=True) for _ in range(workers)]
    for process in processes:
        process.start()
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
            process.join()


_computing: Final[dict[Engine, Compute]] = {Engine.PROCESSES: _by_processes, Engine.SPARK: by_spark}
