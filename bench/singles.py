"""Single transfers of eight clients at once through the collector, beside pgbench's TPC-B with eight clients.

Both on the same server, each client asking for the next as soon as it has its answer, everything committed by then.
TPC-B is three updates, a read and an insert; a transfer is two updates, an insert and all that the ledger judges.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psycopg

from bench.ledger import Books, owner
from bench.rounds import Question, Side, Timed, equal
from bench.site import cluster
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.postgres.binaries import program, runner
from niangjia.core.units import Unit
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.collector import Collector
from niangjia.kernel.ledger.types import Posted, TransferRequest

CLIENTS, SECONDS, SCALE, CHECKED_SECONDS = 8, 5, 10, 0.5
DATABASE = "tpcb"


def singles_questions(books: Books) -> list[Question]:
    """L3, singles."""
    _make_tpcb()

    def ours() -> Timed:
        started = time.perf_counter()
        return Timed(_collected(books, SECONDS), time.perf_counter() - started)

    def compare() -> None:
        before = _count()
        equal("transfers in the books", _collected(books, CHECKED_SECONDS), _count() - before)

    return [
        Question(
            "L3 singles",
            f"{CLIENTS} clients, one transfer or transaction after the other",
            "transfers",
            [Side("singles through the collector", ours), Side("pgbench TPC-B", _tpcb)],
            goal=1,
            check=compare,
        )
    ]


def _collected(books: Books, seconds: float) -> int:
    """Post from every client until the time is over, and give how many were posted."""
    with (
        Collector(unit_of_work=partial(unit_of_work, SYSTEM)) as collector,
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        deadline = time.perf_counter() + seconds
        return sum(clients.map(lambda _: _client(books, collector, deadline), range(CLIENTS)))


def _client(books: Books, collector: Collector, deadline: float) -> int:
    about, posted = new_id(), 0
    pairs = books.pairs(hot=False)
    while time.perf_counter() < deadline:
        source, target = pairs[posted % len(pairs)]
        request = TransferRequest(new_id(), books.keys[source], books.keys[target], 1, Unit.POINTS, clock.now(), about)
        if not all(isinstance(outcome, Posted) for outcome in collector.post([request])):
            raise RuntimeError("a transfer was refused")
        posted += 1
    return posted


def _count() -> int:
    with psycopg.connect(owner()) as connection:
        found = connection.execute("SELECT count(*) FROM ledger_transfer").fetchone()
    return found[0] if found else 0


def _pgbench(*options: str) -> str:
    where = ["-h", str(cluster().sockets), "-U", "postgres"]
    done = runner().run([program("pgbench"), *where, *options, DATABASE], capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def _make_tpcb() -> None:
    """A million accounts in ten branches, so that eight clients seldom wait for one another."""
    with psycopg.connect(cluster().dsn(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    _pgbench("-i", "-q", "-s", str(SCALE))


def _tpcb() -> Timed:
    """Transactions in so many seconds, prepared."""
    said = _pgbench("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS))
    rate = re.search(r"tps = ([\d.]+)", said)
    if rate is None:
        raise RuntimeError(said)
    return Timed(float(rate[1]), 1.0)
