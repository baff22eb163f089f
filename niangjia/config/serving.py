"""Have the database for a command: use the embedded server that runs, or start it and stop it again."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

import psycopg
from django.conf import settings

from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.installation import Installation
from niangjia.core.postgres.older import keep_programs
from niangjia.core.postgres.upgrading import bring_up
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

WAIT_SECONDS: Final = 60
RUNS_ALREADY: Final = Term(
    "这套系统已经在运行（{path}）。请先停掉它；不要同时启动两份。",
    "This installation runs already ({path}). Stop it first; never run two at once.",
)


@contextmanager
def serving_database() -> Iterator[None]:
    """The database is there inside the block. A server that another process started goes on running."""
    installation: Installation = settings.INSTALLATION
    try:
        lock = lock_installation(installation)
    except Refusal:
        _wait_for(installation.cluster)
        yield
        return
    started = start_database(installation)
    try:
        yield
    finally:
        if started:
            stop_database(installation)
        lock.close()


def lock_installation(installation: Installation) -> TextIO:
    """Whoever holds this starts and stops the server; it goes with the process. Refuses ``runs_already``."""
    installation.data.mkdir(mode=0o755, parents=True, exist_ok=True)
    lock = (installation.data / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Refusal("runs_already", RUNS_ALREADY.format(path=installation.data)) from None
    return lock


def start_database(installation: Installation) -> bool:
    """Start the embedded server unless it runs, and make roles and schema. Gives whether it was started here.

    A data directory of an older major is brought up first.
    """
    cluster = installation.cluster
    if cluster is not None:
        bring_up(cluster, tell=_tell)
    starts = cluster is not None and cluster.pid() is None
    if cluster is not None and starts:
        cluster.start()
        keep_programs(installation.data)
    installation.prepare()
    return starts


def stop_database(installation: Installation) -> None:
    """Stop the embedded server cleanly."""
    if installation.cluster is not None:
        installation.cluster.stop()


def _wait_for(cluster: Cluster | None) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while cluster is not None:
        try:
            psycopg.connect(cluster.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _tell(_step: str, sentence: Term) -> None:
    """Progress goes beside what a command prints, in both languages."""
    sys.stderr.write(f"{sentence.zh} / {sentence.en}\n")
    sys.stderr.flush()
