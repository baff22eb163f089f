"""Divide the transfers by the year in which they were booked. See docs/decisions.

The present table becomes the first part as it stands, without being copied; functions and queries go on as before.
"""

from typing import Final

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

FIRST_YEAR, LAST_YEAR = 2020, 2100
_ENTER_LANE: Final = "SELECT ledger_enter_lane()"
_DIVIDE: Final = """
ALTER TABLE ledger_transfer RENAME TO {part};
CREATE TABLE ledger_transfer (LIKE {part} INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (booked_at);
ALTER TABLE ledger_transfer ATTACH PARTITION {part} FOR VALUES FROM (MINVALUE) TO ('{end}');
"""
_ADD: Final = "SELECT ledger_add_part({year}, '{start}', '{end}')"
_GUARD: Final = """
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def part_of(year: int) -> str:
    """The name of the table that holds a year."""
    return f"ledger_transfer_{year}"


def make_parts() -> tuple[str, ...]:
    """Make the parts of the coming half-year that are missing, and give their names; none while there is one table.

    Needs no owner: the database's clock says what is due, and nothing else can be made. Done again it changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_parts()")
        return tuple(cursor.fetchone()[0])


def divide_transfers(owner: BaseDatabaseWrapper, *, year: int, end: str) -> None:
    """Make the table one of parts; what stands in it becomes the part ``year``, which ends at an instant.

    ``end`` is an ISO instant with its offset, later than all that is booked. Posting waits meanwhile, as the database
    reads every row once to see that none is later. Privileges are set anew by migrating.
    """
    _run(owner, _DIVIDE.format(part=part_of(year), end=end) + _GUARD)


def add_year(owner: BaseDatabaseWrapper, *, year: int, start: str, end: str) -> None:
    """Make the part of a further year, between two instants, with the indexes and checks of the year before it."""
    _run(owner, _ADD.format(year=year, start=start, end=end))


def _run(owner: BaseDatabaseWrapper, statements: str) -> None:
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute(_ENTER_LANE)
        cursor.execute(statements)
