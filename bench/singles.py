"""Single transfers of eight clients at once, beside pgbench's TPC-B with eight clients on the same server."""

import re

import psycopg

from bench.rounds import Timed
from bench.site import cluster
from niangjia.core.postgres.binaries import program, runner

CLIENTS, SECONDS, SCALE = 8, 5, 10
DATABASE = "tpcb"


def pgbench(*options: str) -> str:
    """Run pgbench on its database and give what it says."""
    where = ["-h", str(cluster().sockets), "-U", "postgres"]
    done = runner().run([program("pgbench"), *where, *options, DATABASE], capture_output=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def make_tpcb() -> None:
    """A million accounts in ten branches, so that eight clients seldom wait for one another."""
    with psycopg.connect(cluster().dsn(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE}")
    pgbench("-i", "-q", "-s", str(SCALE))


def tpcb() -> Timed:
    """Transactions in so many seconds: three updates, a read and an insert each, prepared; none may fail."""
    said = pgbench("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS))
    rate = re.search(r"tps = ([\d.]+)", said)
    if rate is None:
        raise RuntimeError(said)
    return Timed(float(rate[1]), 1.0)
