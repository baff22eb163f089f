"""What posting must do at the least: insert the same rows under the same indexes, then update the balances once each.

The rows come from our own books, numbers and balances and all, so nothing is looked up, judged or counted here. Both
statements take arrays in binary and share one transaction a batch, as in posting.
"""

from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True, slots=True)
class Batch:
    """The parameters of the two statements, and how many transfers they write."""

    insert: list[list[Any]]
    update: list[Any]
    count: int


COPY_BOOKS = """
    DROP TABLE IF EXISTS bench_transfer, bench_account;
    CREATE TABLE bench_transfer (LIKE ledger_transfer INCLUDING INDEXES);
    INSERT INTO bench_transfer SELECT * FROM ledger_transfer;
    CREATE TABLE bench_account (LIKE ledger_account INCLUDING INDEXES);
    INSERT INTO bench_account SELECT * FROM ledger_account;
"""
COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = 'ledger_transfer'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
LATEST = "SELECT * FROM ledger_transfer WHERE about_id = %s ORDER BY id"
BATCHES = "SELECT DISTINCT about_id FROM ledger_transfer ORDER BY about_id DESC LIMIT %s"
UPDATE = """
    UPDATE bench_account AS account SET balance = moving.balance, version = moving.version, last_booked_at = %b
    FROM unnest(%b::uuid[], %b::bigint[], %b::bigint[]) AS moving(id, balance, version) WHERE account.id = moving.id
"""
DIFFERENCES = """
    SELECT count(*) FROM (
        (TABLE {0} EXCEPT ALL TABLE {1}) UNION ALL (TABLE {1} EXCEPT ALL TABLE {0})
    ) AS difference
"""


class Parts:
    """A bare copy of the books and the two statements."""

    def __init__(self, dsn: str) -> None:
        """Connect as the books' owner."""
        self.connection = psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.Cursor)
        columns = self.connection.execute(COLUMNS).fetchall()
        self.names = [name for name, _ in columns]
        arrays = ", ".join(f"%b::{kind}[]" for _, kind in columns)
        self.insert = f"INSERT INTO bench_transfer ({', '.join(self.names)}) SELECT * FROM unnest({arrays})"

    def copy_books(self) -> None:
        """Start from the books as they are now."""
        self.connection.execute(COPY_BOOKS)
        self.connection.execute("VACUUM ANALYZE bench_transfer, bench_account")

    def latest(self, count: int) -> list[Batch]:
        """The batches posted last, the first of them first."""
        found = self.connection.execute(BATCHES, [count]).fetchall()
        return [self._batch(self.connection.execute(LATEST, about).fetchall()) for about in reversed(found)]

    def _batch(self, rows: list[tuple[Any, ...]]) -> Batch:
        columns = [list(column) for column in zip(*rows, strict=True)]
        named = dict(zip(self.names, columns, strict=True))
        return Batch(columns, [named["booked_at"][0], *_moved(named)], len(rows))

    def write(self, batches: list[Batch]) -> int:
        """Insert and update each batch."""
        for batch in batches:
            with self.connection.transaction():
                self.connection.execute(self.insert, batch.insert)
                self.connection.execute(UPDATE, batch.update)
        return sum(batch.count for batch in batches)

    def books_and_copy(self) -> tuple[int, int]:
        """How many rows the copy and the books do not share, beside none."""
        tables = (("ledger_transfer", "bench_transfer"), ("ledger_account", "bench_account"))
        counts = [self.connection.execute(DIFFERENCES.format(*names)).fetchone() for names in tables]
        return sum(found[0] for found in counts if found), 0


def _moved(named: dict[str, list[Any]]) -> list[list[Any]]:
    """Accounts that moved, and their last balance and number."""
    last: dict[Any, tuple[int, int]] = {}
    for side in ("from", "to"):
        legs = zip(named[f"{side}_account"], named[f"{side}_balance"], named[f"{side}_seq"], strict=True)
        for account, balance, seq in legs:
            last[account] = max(last.get(account, (0, 0)), (balance, seq), key=lambda pair: pair[1])
    return [list(last), [balance for balance, _ in last.values()], [seq for _, seq in last.values()]]
