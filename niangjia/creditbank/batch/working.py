"""Work off the chunks of a run: claim, read, compute, write, and mark as done, each in one transaction."""

import gc
from collections.abc import Callable
from typing import Final
from uuid import UUID

import psycopg

from niangjia.core import clock
from niangjia.creditbank.batch.computing import Computer
from niangjia.creditbank.batch.models import Run
from niangjia.creditbank.batch.reading import ChunkRows, read_chunk
from niangjia.creditbank.batch.runs import Claimed, claim, mark_done
from niangjia.creditbank.engine.books import Programme
from niangjia.creditbank.programmes.queries import engine_programmes, programmes_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book

Write = Callable[[psycopg.Connection, ChunkRows], None]
_PROPOSALS: Final = """
INSERT INTO conversion_proposal (
    enrolment_id, rule_book_id, inputs_hash, certain_credits, possible_credits, greedy_credits, courses_count,
    is_optimal, computed_at
)
SELECT enrolment, %(book)s, digest, certain, possible, greedy, courses, optimal, %(at)s
FROM unnest(
    %(enrolments)s::uuid[], %(digests)s::text[], %(certain)s::int[], %(possible)s::int[], %(greedy)s::int[],
    %(courses)s::smallint[], %(optimal)s::boolean[]
) AS new (enrolment, digest, certain, possible, greedy, courses, optimal)
ON CONFLICT (enrolment_id) DO UPDATE SET
    rule_book_id = excluded.rule_book_id, inputs_hash = excluded.inputs_hash,
    certain_credits = excluded.certain_credits, possible_credits = excluded.possible_credits,
    greedy_credits = excluded.greedy_credits, courses_count = excluded.courses_count,
    is_optimal = excluded.is_optimal, computed_at = excluded.computed_at
"""
_DIFFERENCES: Final = """
INSERT INTO batch_difference (run_id, enrolment_id, programme_id, before_credits, after_credits)
SELECT %(run)s, enrolment, programme, before, after
FROM unnest(%(enrolments)s::uuid[], %(programmes)s::uuid[], %(before)s::int[], %(after)s::int[])
     AS new (enrolment, programme, before, after)
"""


def do_chunks(run_id: UUID, connection: psycopg.Connection) -> int:
    """Do chunks until none is left for this process, and give how many learners were done."""
    run = Run.objects.select_related("rule_book", "compared_with").get(id=run_id)
    if run.rule_book.content_hash != run.content_hash:
        raise ValueError("the draft was changed: its run computes nothing more")
    programmes = programmes_under(run.rule_book)
    if run.compared_with is not None:
        others = programmes_under(run.compared_with)
        programmes = {key: programme for key, programme in programmes.items() if key in others}
    write = _writing_differences(run, programmes) if run.compared_with else _writing_proposals(run, programmes)
    done = 0
    while chunk := _do_next(run, list(programmes), connection, write):
        done += chunk.learners_count
        gc.freeze()  # what is remembered stays: looking through all of it for cycles again took a twelfth of the time
    return done


def programmes_under(book: RuleBook) -> dict[UUID, Programme]:
    """The programmes that a book holds for, in all versions."""
    codes = engine_book(book).programmes
    found = engine_programmes(programmes_of(book.publisher_id).values_list("id", flat=True))
    return {key: programme for key, programme in found.items() if not codes or programme.code in codes}


def _do_next(run: Run, programme_ids: list[UUID], connection: psycopg.Connection, write: Write) -> Claimed | None:
    with connection.transaction():
        chunk = claim(connection, run.id)
        if chunk is not None:
            write(connection, read_chunk(chunk, college_id=run.college_id, programme_ids=programme_ids))
            mark_done(connection, run.id, chunk)
    return chunk


def _writing_proposals(run: Run, programmes: dict[UUID, Programme]) -> Write:
    computer = Computer(run.rule_book, programmes, run.on)

    def write(connection: psycopg.Connection, rows: ChunkRows) -> None:
        results = computer.results(rows)
        columns = {
            "enrolments": [each.enrolment_id for each in results],
            "digests": [each.inputs_hash for each in results],
            "certain": [each.answer.certain for each in results],
            "possible": [each.answer.possible for each in results],
            "greedy": [each.answer.greedy for each in results],
            "courses": [each.answer.courses_count for each in results],
            "optimal": [each.answer.is_optimal for each in results],
        }
        connection.execute(_PROPOSALS, {"book": run.rule_book_id, "at": clock.now(), **columns})

    return write


def _writing_differences(run: Run, programmes: dict[UUID, Programme]) -> Write:
    if run.compared_with is None:
        raise ValueError("a replay compares two books")
    old, new = (Computer(book, programmes, run.on, as_if_in_force=True) for book in (run.compared_with, run.rule_book))

    def write(connection: psycopg.Connection, rows: ChunkRows) -> None:
        pairs = zip(old.results(rows), new.results(rows), strict=True)
        changed = [pair for pair in pairs if pair[0].answer.certain != pair[1].answer.certain]
        columns = {
            "enrolments": [before.enrolment_id for before, _ in changed],
            "programmes": [before.programme_id for before, _ in changed],
            "before": [before.answer.certain for before, _ in changed],
            "after": [after.answer.certain for _, after in changed],
        }
        connection.execute(_DIFFERENCES, {"run": run.id, **columns})

    return write
