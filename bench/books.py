"""A long history on one account: the whole books proved, and the balance at any past instant.

``NIANGJIA_BENCH_TRANSFERS`` says how long the history is.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from random import Random
from uuid import UUID

import psycopg

from bench.ledger import BATCH, Books, owner
from bench.rounds import Goal, Question, Side, bound, drawn, equal
from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books

TRANSFERS = int(os.environ.get("NIANGJIA_BENCH_TRANSFERS", "1000000"))
LOOKED_UP, CHECKED = 1_000, 20
PROVED_A_SECOND, LOOKED_UP_A_SECOND = 300_000, 5_000  # 5,000 a second is 0.2 ms each
SUMMED = """
    SELECT coalesce(sum(CASE WHEN to_account = %(account)s THEN amount ELSE -amount END), 0)::bigint
    FROM ledger_transfer WHERE %(account)s IN (from_account, to_account) AND booked_at <= %(at)s
"""


def history_questions(books: Books) -> Iterator[Question]:
    """Post until the first account has its history, then ask."""
    for _ in range(max(0, TRANSFERS - _length(books.keys[0])) // BATCH):
        books.post([books.pairs(hot=True)])
    with psycopg.connect(owner(), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE ledger_transfer, ledger_account")
    yield _proof()
    yield _past_balance(books.keys[0])


def _length(account: UUID) -> int:
    with psycopg.connect(owner()) as connection:
        found = connection.execute("SELECT version FROM ledger_account WHERE id = %s", [account]).fetchone()
    return found[0] if found else 0


def _proof() -> Question:
    def prove() -> int:
        with unit_of_work(SYSTEM):
            proof = prove_books()
        equal("faults of the books", proof.faults_count, 0)
        return proof.transfers_count

    def compare() -> None:
        with psycopg.connect(owner()) as connection:
            counted = connection.execute("SELECT count(*) FROM ledger_transfer").fetchone()
        equal("transfers read", (prove(),), counted)

    title = "the whole books proved"
    sides = [Side("prove_books", prove), bound("300,000 a second", PROVED_A_SECOND)]
    return Question("L4 proof", title, "transfers", sides, goal=1, check=compare, facts=_size)


def _size() -> dict[str, float]:
    """What a transfer takes on disk, with its indexes."""
    with psycopg.connect(owner()) as connection:
        size = "SELECT pg_total_relation_size('ledger_transfer')::float / count(*), count(*) FROM ledger_transfer"
        found = connection.execute(size).fetchone() or (0, 0)
    return {"bytes_a_transfer": found[0], "transfers": found[1]}


def _past_balance(account: UUID) -> Question:
    chance = Random(2)
    with psycopg.connect(owner()) as connection:
        found = connection.execute("SELECT min(booked_at), max(booked_at) FROM ledger_transfer").fetchone()
    first, last = found or (None, None)

    def instants(count: int = LOOKED_UP) -> list[datetime]:
        return [first + (last - first) * chance.random() for _ in range(count)]

    def look_up(asked: list[datetime]) -> int:
        with unit_of_work(SYSTEM):
            return len([balance(account, at=at) for at in asked])

    def compare() -> None:
        asked = instants(CHECKED)
        with unit_of_work(SYSTEM):
            ours = [balance(account, at=at) for at in asked]
        with psycopg.connect(owner()) as connection:
            summed = [connection.execute(SUMMED, {"account": account, "at": at}).fetchone() for at in asked]
        equal("past balances", [(each,) for each in ours], summed)

    return Question(
        "L4 past",
        f"the balance at a past instant, {_length(account):,} transfers on the account",
        "balances",
        [drawn("balance(at=…)", instants, look_up), bound("0.2 ms each", LOOKED_UP_A_SECOND)],
        goals=[Goal("L4 past", "balance(at=…)", "0.2 ms each", 1)],
        check=compare,
    )
