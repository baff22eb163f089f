"""The ledger through our Python API, hot and cold, beside django-hordak and beside the sum of its own parts.

Cold is any two accounts; hot is one institution in every transfer. ``NIANGJIA_BENCH_ACCOUNTS`` says how many there are.
"""

import os
import time
from collections.abc import Sequence
from functools import partial
from random import Random
from uuid import UUID

import psycopg
from django.conf import settings

from bench.parts import Parts
from bench.peers import Peer
from bench.rounds import Goal, Question, Side, Timed, drawn, equal
from niangjia.config.readiness import dsn
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.operations import open_accounts, post
from niangjia.kernel.ledger.queries import balances
from niangjia.kernel.ledger.types import NewAccount, Posted, TransferRequest

ACCOUNTS = int(os.environ.get("NIANGJIA_BENCH_ACCOUNTS", "800000"))
BATCH, BATCHES, SINGLES, OPENED_AT_ONCE, CHECKED = 1_000, 10, 300, 20_000, 200
HOT, COLD = "post, hot", "post, cold"
Pair = tuple[int, int]


class Books:
    """Our accounts by their place, and pairs of places drawn from them."""

    def __init__(self, count: int = ACCOUNTS) -> None:
        """Open the accounts."""
        self.chance = Random(1)
        self.keys: list[UUID] = []
        self.spent = {"building": 0.0, "posting": 0.0, "around": 0.0}  # seconds: requests, the call, the transaction
        while len(self.keys) < count:
            fresh = [new_id() for _ in range(min(OPENED_AT_ONCE, count - len(self.keys)))]
            with unit_of_work(SYSTEM):
                open_accounts([NewAccount(key, Unit.POINTS, "bench") for key in fresh])
            self.keys += fresh
        with psycopg.connect(owner(), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE ledger_account")

    def pairs(self, *, hot: bool) -> list[Pair]:
        """One batch; the hot account is the first and gives to all."""
        if hot:
            return [(0, self.chance.randrange(1, len(self.keys))) for _ in range(BATCH)]
        return [self._two() for _ in range(BATCH)]

    def batches(self, *, hot: bool) -> list[list[Pair]]:
        """A round's batches."""
        return [self.pairs(hot=hot) for _ in range(BATCHES)]

    def _two(self) -> Pair:
        source, target = (self.chance.randrange(len(self.keys)) for _ in range(2))
        return (source, target) if source != target else self._two()

    def post(self, batches: Sequence[Sequence[Pair]]) -> int:
        """Each batch in its own transaction. Raises RuntimeError where one is refused."""
        for pairs in batches:
            at, about, started = clock.now(), new_id(), time.perf_counter()
            with unit_of_work(SYSTEM):
                opened = time.perf_counter()
                requests = [
                    TransferRequest(new_id(), self.keys[a], self.keys[b], 1, Unit.POINTS, at, about) for a, b in pairs
                ]
                built = time.perf_counter()
                outcomes = post(requests)
                posted = time.perf_counter()
            self.spent["building"] += built - opened
            self.spent["posting"] += posted - built
            self.spent["around"] += opened - started + time.perf_counter() - posted
            if not all(isinstance(outcome, Posted) for outcome in outcomes):
                raise RuntimeError("a transfer was refused")
        return sum(len(pairs) for pairs in batches)

    def shares(self) -> dict[str, float]:
        """Where the time of batches went, in per cent."""
        return {f"{name}_percent": 100 * seconds / sum(self.spent.values()) for name, seconds in self.spent.items()}

    def balances(self, places: Sequence[int]) -> list[int]:
        """What each account has."""
        with unit_of_work(SYSTEM):
            found = balances([self.keys[place] for place in places])
        return [found[self.keys[place]] for place in places]


def owner() -> str:
    """How psycopg reaches the books as their owner."""
    return dsn(settings.INSTALLATION)


def ledger_questions(books: Books, hordak: Peer) -> list[Question]:
    """Batches of 1000 hot and cold, beside hordak and beside their own parts."""
    hordak.ask("open", count=len(books.keys))
    return [_beside_hordak(books, hordak), _beside_parts(books)]


def _ours(books: Books, *, hot: bool) -> Side:
    return drawn(HOT if hot else COLD, partial(books.batches, hot=hot), books.post)


def _beside_hordak(books: Books, hordak: Peer) -> Question:
    def bulk(batches: list[list[Pair]]) -> Timed:
        return hordak.timed("bulk", BATCH * BATCHES, batches=batches)

    def single(pairs: list[Pair]) -> Timed:
        return hordak.timed("single", len(pairs), pairs=pairs)

    def compare() -> None:
        for hot in (True, False):
            batches = [books.pairs(hot=hot)]
            touched = sorted({place for pair in batches[0] for place in pair})[:CHECKED]
            books.post(batches)
            bulk(batches)
            equal("balances", books.balances(touched), hordak.ask("balances", places=touched))

    return Question(
        "L1",
        f"ledger, {len(books.keys):,} accounts, batches of {BATCH}",
        "transfers",
        [
            _ours(books, hot=True),
            drawn("django-hordak bulk, hot", partial(books.batches, hot=True), bulk),
            _ours(books, hot=False),
            drawn("django-hordak bulk, cold", partial(books.batches, hot=False), bulk),
            drawn("django-hordak one by one", lambda: books.pairs(hot=False)[:SINGLES], single),
        ],
        goals=[
            Goal("L1 hot", HOT, "django-hordak bulk, hot", 5),
            Goal("L1 cold", COLD, "django-hordak bulk, cold", 3),
            Goal("L1 single", COLD, "django-hordak one by one", 40),
            Goal("L3 hot", HOT, COLD, 1, title="a hot account is no slower than cold ones"),
        ],
        check=compare,
        facts=books.shares,
    )


def _beside_parts(books: Books) -> Question:
    parts = Parts(owner())

    def compare() -> None:
        parts.copy_books()
        books.post([books.pairs(hot=True), books.pairs(hot=False)])
        parts.write(parts.latest(2))
        equal("books and their copy", *parts.books_and_copy())

    return Question(
        "L2",
        "posting beside its parts: inserting the same rows, then updating the balances",
        "transfers",
        [
            _ours(books, hot=True),
            drawn("parts, hot", partial(parts.latest, BATCHES), parts.write),
            _ours(books, hot=False),
            drawn("parts, cold", partial(parts.latest, BATCHES), parts.write),
        ],
        goals=[Goal("L2 hot", HOT, "parts, hot", 0.5), Goal("L2 cold", COLD, "parts, cold", 0.5)],
        check=compare,
    )
