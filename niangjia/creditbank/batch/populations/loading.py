"""Load a made-up population of any size by COPY, as the owner of the tables, part by part.

Each part is one transaction: row-level security is not forced upon the owner inside it, every constraint is checked,
and the books can be proved after it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
from django.db import connections
from psycopg import sql

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit
from niangjia.creditbank.batch.populations.ground import PopulationGround, population_ground
from niangjia.creditbank.batch.populations.people import draw_learner
from niangjia.creditbank.batch.populations.rows import TABLES, PopulationRows
from niangjia.creditbank.certification.queries import StandardValue
from niangjia.creditbank.certification.types import ISSUE, REDEEMED
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import course_ids
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.operations import open_accounts
from niangjia.kernel.ledger.types import NewAccount

PART: Final = 10_000
FORCED: Final = "SELECT relname FROM pg_class WHERE relforcerowsecurity AND relname = ANY (%s) ORDER BY relname"
ISSUED: Final = "SELECT version, balance, greatest(clock_timestamp(), last_booked_at) FROM ledger_account WHERE id = %s"
BOOK: Final = "UPDATE ledger_account SET version = %s, balance = %s, last_booked_at = %s WHERE id = %s"


def load_population(
    count: int,
    *,
    examples: Path,
    at: datetime,
    seed: int = 1,
    posted: int = 0,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> PopulationGround:
    """Load ``count`` learners with their outcomes, certified; the same seed gives the same people and keys.

    ``posted`` of them have claimed their proposal and had it posted. Papers, telephone numbers and the index of
    search are left out: nobody of these is found by name. A seed that was loaded before is refused by the database.
    """
    with unit_of_work(SYSTEM):
        ground = population_ground(examples, at=at)
        courses = course_ids(ground.programme_ids)
        open_accounts(
            [
                NewAccount(ISSUE, Unit.STANDARD_CREDIT, "bank.issue"),
                NewAccount(REDEEMED, Unit.STANDARD_CREDIT, "bank.redeemed"),
            ]
        )
    values: dict[tuple[object, ...], StandardValue] = {}
    with _owner() as connection:
        for first in range(0, count, PART):
            rows = partial(PopulationRows, ground, courses, at, seed=seed, first=first, values=values)
            _load_part(connection, rows, range(first, min(first + PART, count)), at, seed)
            on_progress(min(first + PART, count))
        connection.execute("ANALYZE " + ", ".join(TABLES))
    _post_some(ground, f"R{seed:02}", posted, at)
    return ground


@contextmanager
def _owner() -> Iterator[psycopg.Connection]:
    owner = connections["owner"]
    connection = owner.get_new_connection(owner.get_connection_params())
    connection.autocommit = True
    with connection:
        yield connection


def _load_part(
    connection: psycopg.Connection,
    rows: Callable[..., PopulationRows],
    numbers: range,
    at: datetime,
    seed: int,
) -> None:
    with connection.transaction(), _unforced(connection):
        connection.execute("SELECT ledger_enter_lane()")
        version, balance, booked_at = connection.execute(ISSUED, [ISSUE]).fetchone() or (0, 0, at)
        part = rows(booked_at=booked_at, issued=(version, balance))
        part.add(draw_learner(seed, number, part.ground.programmes, at.date()) for number in numbers)
        for table, columns in TABLES.items():
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in part.tables[table]:
                    copy.write_row(row)
        connection.execute(BOOK, [*part.issued, booked_at, ISSUE])


@contextmanager
def _unforced(connection: psycopg.Connection) -> Iterator[None]:
    """The owner sees past row-level security until the end of the block; moves are written beside what they moved."""
    tables = [name for (name,) in connection.execute(FORCED, [list(TABLES)])]
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
    connection.execute("ALTER TABLE records_move DISABLE TRIGGER records_move_carries_record")
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.execute("SET CONSTRAINTS record_stands_by_move DEFERRED")
    yield
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.execute("ALTER TABLE records_move ENABLE TRIGGER records_move_carries_record")
    for table in tables:
        connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))


def _post_some(ground: PopulationGround, numbers: str, count: int, at: datetime) -> None:
    """Claims of some learners, entered and posted by the registrar as people do it."""
    with unit_of_work(SYSTEM):
        registrar = actor_of(Account.objects.get(id=ground.registrar_id), at=at)
    with unit_of_work(registrar):
        found = Enrolment.objects.filter(college_id=ground.college_id, ended_on=None)
        found = found.filter(student_number__startswith=numbers)
        keys = list(found.order_by("student_number").values_list("id", flat=True)[: 3 * count])
    done = 0
    for key in keys:
        if done == count:
            break
        try:
            with unit_of_work(registrar):
                post_decision(claim_courses(key, actor=registrar, at=at), actor=registrar, at=at)
        except Refusal:
            continue  # nothing to claim: the next learner
        done += 1
