"""The ledger through our Python API, hot and cold, beside inserting the same rows with none of the guarantees."""

from functools import partial
from random import Random

from django.db import connection

from bench.rounds import Question, Side
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.operations import open_accounts, post
from niangjia.kernel.ledger.types import NewAccount, Posted, TransferRequest

ACCOUNTS, BATCH, BATCHES = 5_000, 1_000, 5
BARE = "CREATE TEMPORARY TABLE IF NOT EXISTS bench_bare (id uuid PRIMARY KEY, a uuid, b uuid, amount bigint)"
INSERT = "INSERT INTO bench_bare SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[])"


def ledger_questions() -> list[Question]:
    """Transfers of batches of 1000: one account in all of them (hot), or any (cold)."""
    chosen = Random(1)
    accounts = [NewAccount(new_id(), Unit.POINTS, "bench") for _ in range(ACCOUNTS)]
    with unit_of_work(SYSTEM):
        open_accounts(accounts)
    keys = [account.id for account in accounts]

    def pairs(*, hot: bool) -> list[tuple]:
        drawn = [chosen.sample(keys, 2) for _ in range(BATCH)]
        return [(keys[0] if hot and a != keys[0] else a, b if b != keys[0] else keys[1]) for a, b in drawn]

    def posted(*, hot: bool) -> int:
        for _ in range(BATCHES):
            at, about = clock.now(), new_id()
            rows = [(a, b) for a, b in pairs(hot=hot) if a != b]
            with unit_of_work(SYSTEM):
                outcomes = post([TransferRequest(new_id(), a, b, 1, Unit.POINTS, at, about) for a, b in rows])
            if not all(isinstance(outcome, Posted) for outcome in outcomes):
                raise RuntimeError("a transfer was refused")
        return BATCHES * BATCH

    def bare() -> int:
        for _ in range(BATCHES):
            rows = pairs(hot=False)
            with unit_of_work(SYSTEM), connection.cursor() as cursor:
                cursor.execute(BARE)
                froms, tos = [a for a, _ in rows], [b for _, b in rows]
                cursor.execute(INSERT, [[new_id() for _ in rows], froms, tos, [1] * len(rows)])
        return BATCHES * BATCH

    sides = [
        Side("post, hot", partial(posted, hot=True)),
        Side("post, cold", partial(posted, hot=False)),
        Side("bare INSERT", bare),
    ]
    return [Question("L", "ledger, batches of 1000", "transfers", sides)]
