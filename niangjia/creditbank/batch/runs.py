"""Runs and their chunks: planned once, claimed one by one by whoever works, told as progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import psycopg

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.batch.models import Engine, Purpose

CHUNK: Final = 1000
NOT_IN_FORCE: Final = Term(
    "《{title}》在{day}不生效，不能按这一天计算。",
    "{title} is not in force on {day}: nothing can be computed for that day.",
)
_CHUNKS: Final = """
INSERT INTO batch_chunk (run_id, position, first_id, last_id, learners_count)
SELECT %(run)s, position, (array_agg(id ORDER BY id))[1], (array_agg(id ORDER BY id DESC))[1], count(*)
FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %(size)s AS position FROM programmes_enrolment
    WHERE college_id = %(college)s AND ended_on IS NULL AND programme_id = ANY (%(programmes)s)
) AS learner
GROUP BY position
"""
_RUN: Final = """
INSERT INTO batch_run (
    id, purpose, engine, college_id, rule_book_id, compared_with_id, content_hash, "on", learners_count, started_at,
    asked_by, failure
)
SELECT %(run)s, %(purpose)s, %(engine)s, %(college)s, id, %(other)s, content_hash, %(on)s, 0, %(at)s, %(asker)s, ''
FROM rulebooks_rulebook WHERE id = %(book)s
"""
_COUNT: Final = """
UPDATE batch_run SET learners_count = (
    SELECT coalesce(sum(learners_count), 0) FROM batch_chunk WHERE run_id = %(run)s
) WHERE id = %(run)s
"""
_SHOWN: Final = """
INSERT INTO conversion_proposalrun (
    id, college_id, rule_book_id, learners_count, done_count, asked_by, asked_at, failure
) SELECT %(shown)s, college_id, rule_book_id, learners_count, 0, NULL, started_at, '' FROM batch_run WHERE id = %(run)s
"""
_UNFINISHED: Final = """
SELECT id FROM batch_run
WHERE purpose = %(purpose)s AND rule_book_id = %(book)s AND compared_with_id IS NOT DISTINCT FROM %(other)s
      AND "on" = %(on)s AND finished_at IS NULL
      AND content_hash = (SELECT content_hash FROM rulebooks_rulebook WHERE id = %(book)s)
ORDER BY started_at DESC LIMIT 1
"""
_CLAIM: Final = """
SELECT position, first_id, last_id, learners_count FROM batch_chunk
WHERE run_id = %s AND done_at IS NULL ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_PROGRESS: Final = """
SELECT coalesce(sum(learners_count) FILTER (WHERE done_at IS NOT NULL), 0), coalesce(sum(learners_count), 0),
       count(*) FILTER (WHERE done_at IS NULL)
FROM batch_chunk WHERE run_id = %s
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to compute: for the learners of a college in these programmes, by a book, on a day."""

    purpose: Purpose
    college_id: UUID
    rule_book_id: UUID
    programme_ids: Sequence[UUID]
    on: date
    compared_with: UUID | None = None
    asked_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A chunk that nobody else works on until the transaction ends."""

    position: int
    first: UUID
    last: UUID
    learners_count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How many learners are done, of how many; and how many chunks are left."""

    done: int
    count: int
    chunks_left: int


def take_up(connection: psycopg.Connection, plan: Plan, *, engine: Engine, at: datetime, chunk: int = CHUNK) -> UUID:
    """The run of this plan that was broken off, or a new one with its chunks planned."""
    asked: dict[str, Any] = {
        "purpose": plan.purpose.value,
        "book": plan.rule_book_id,
        "other": plan.compared_with,
        "on": plan.on,
        "shown": new_id(),
    }
    with connection.transaction():
        found = connection.execute(_UNFINISHED, asked).fetchone()
        if found is not None:
            run = UUID(str(found[0]))
            plan_chunks(connection, run, plan, chunk=chunk)
            return run
        run = begin(connection, plan, engine=engine, at=at)
        _plan_chunks(connection, run, plan, chunk)
        if plan.purpose is Purpose.PROPOSALS:
            connection.execute(_SHOWN, {**asked, "run": run})
            connection.execute(
                "UPDATE batch_run SET proposal_run_id = %(shown)s WHERE id = %(run)s", {**asked, "run": run}
            )
    return run


def begin(connection: psycopg.Connection, plan: Plan, *, engine: Engine, at: datetime) -> UUID:
    """Note a run of the book as it stands. Its chunks are planned by whoever computes it."""
    run = new_id()
    asked = {
        "run": run,
        "purpose": plan.purpose.value,
        "engine": engine.value,
        "college": plan.college_id,
        "book": plan.rule_book_id,
        "other": plan.compared_with,
        "asker": plan.asked_by,
        "on": plan.on,
        "at": at,
    }
    connection.execute(_RUN, asked)
    return run


def plan_chunks(connection: psycopg.Connection, run: UUID, plan: Plan, *, chunk: int = CHUNK) -> None:
    """Cut the learners of a run into chunks, unless that is done."""
    with connection.transaction():
        connection.execute("SELECT 1 FROM batch_run WHERE id = %s FOR UPDATE", [run])
        if connection.execute("SELECT 1 FROM batch_chunk WHERE run_id = %s LIMIT 1", [run]).fetchone() is None:
            _plan_chunks(connection, run, plan, chunk)


def _plan_chunks(connection: psycopg.Connection, run: UUID, plan: Plan, chunk: int) -> None:
    asked = {"run": run, "college": plan.college_id, "programmes": list(plan.programme_ids), "size": chunk}
    connection.execute(_CHUNKS, asked)
    connection.execute(_COUNT, asked)


def claim(connection: psycopg.Connection, run: UUID) -> Claimed | None:
    """The next chunk to do, held until the transaction ends; None where all are done or held by others."""
    found = connection.execute(_CLAIM, [run]).fetchone()
    return None if found is None else Claimed(*found)


def mark_done(connection: psycopg.Connection, run: UUID, chunk: Claimed) -> None:
    """The chunk is done, in the transaction that writes its results."""
    connection.execute(
        "UPDATE batch_chunk SET done_at = clock_timestamp() WHERE run_id = %s AND position = %s", [run, chunk.position]
    )
    connection.execute(
        "UPDATE conversion_proposalrun SET done_count = done_count + %s"
        " WHERE id = (SELECT proposal_run_id FROM batch_run WHERE id = %s)",
        [chunk.learners_count, run],
    )


def progress_of(connection: psycopg.Connection, run: UUID) -> Progress:
    """Where the run stands."""
    return Progress(*(connection.execute(_PROGRESS, [run]).fetchone() or (0, 0, 0)))


def finish(connection: psycopg.Connection, run: UUID, *, at: datetime, failure: str = "") -> None:
    """Every chunk is done, or it was refused for ``failure``."""
    connection.execute("UPDATE batch_run SET finished_at = %s, failure = %s WHERE id = %s", [at, failure, run])
    connection.execute(
        "UPDATE conversion_proposalrun SET finished_at = %s"
        " WHERE id = (SELECT proposal_run_id FROM batch_run WHERE id = %s)",
        [at, run],
    )


def refuse_out_of_force(title: str, on: date, *, is_in_force: bool) -> None:
    """Refuses ``rule_book_not_in_force``."""
    if not is_in_force:
        raise Refusal("rule_book_not_in_force", NOT_IN_FORCE.format(title=title, day=on.isoformat()))
