"""A process of writers that outlives its server, run as a module. It knows no more of the house than the ledger.

Each writer posts its own sequence of batches, the same whenever it is run with the same seed. It sends a batch until it
is answered, notes that in a file, and goes on; so whatever is in the file has been acknowledged by the database.
"""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections

from niangjia.core.postgres.installation import SCHEMA, Installation
from niangjia.core.postgres.roles import grant
from niangjia.core.units import Unit

BATCH = 10
PLAIN = BATCH - 2  # go by themselves, the short way where no group is among them
PATIENCE_SECONDS = 60


def prepare() -> None:
    from niangjia.kernel.ledger.operations import open_accounts  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.types import NewAccount  # noqa: PLC0415 - the same

    call_command("migrate", "ledger", database="owner", verbosity=0)
    grant(connections["owner"].connection, SCHEMA, apps.get_app_config("ledger").table_privileges)
    open_accounts([NewAccount(account, Unit.POINTS, "example") for account in _accounts()])
    connections.close_all()


def write(seed: int, writer: int, batches: int, answered: str) -> None:
    file = os.open(answered, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(batches):
        batch = batch_of(seed, writer, number)
        _post_until_answered(batch[:PLAIN])
        _post_until_answered(batch[PLAIN:])
        os.write(file, f"{writer} {number}\n".encode())
    os.close(file)
    connection.close()


def settle(seed: int, writers: int, batches: int) -> dict[str, int]:
    """Send everything once more: all of it must be replays. Gives what the proof says."""
    from niangjia.kernel.ledger.operations import post  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.queries import prove_books  # noqa: PLC0415 - the same

    for writer in range(writers):
        sent = [one for number in range(batches) for one in batch_of(seed, writer, number)]
        assert all(outcome.is_replay for outcome in post(sent))
    proof = prove_books()
    return {"transfers": proof.transfers_count, "faults": proof.faults_count}


def batch_of(seed: int, writer: int, number: int) -> list:
    """Plain transfers, some of them a group; one that is pending for the next batch and one that was from the last."""
    from niangjia.kernel.ledger.tests.books import EVENT  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.types import Kind, TransferRequest  # noqa: PLC0415 - the same

    dice = Random(f"{seed} {writer} {number}")
    group = UUID(int=dice.getrandbits(128)) if dice.random() < 0.3 else None
    sides = [dice.sample(_accounts(), 2) for _ in range(PLAIN)]
    plain = [
        TransferRequest(UUID(int=dice.getrandbits(128)), *pair, dice.randint(1, 99), Unit.POINTS, EVENT, pair[0], group)
        for pair in sides
    ]
    kind = dice.choice([Kind.POST_PENDING, Kind.VOID_PENDING])
    held, last = _held(seed, writer, number), _held(seed, writer, number - 1)
    resolving = replace(last, id=UUID(int=dice.getrandbits(128)), kind=kind, pending_id=last.id)
    return [*plain, held, resolving if number else replace(held, id=resolving.id)]


def _held(seed: int, writer: int, number: int) -> Any:
    from niangjia.kernel.ledger.tests.books import EVENT  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.types import Kind, TransferRequest  # noqa: PLC0415 - the same

    dice = Random(f"held {seed} {writer} {number}")
    key, pair = UUID(int=dice.getrandbits(128)), dice.sample(_accounts(), 2)
    return TransferRequest(key, *pair, dice.randint(1, 99), Unit.POINTS, EVENT, pair[0], kind=Kind.PENDING)


def _post_until_answered(batch: list) -> None:
    from niangjia.kernel.ledger.operations import post  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.types import Posted  # noqa: PLC0415 - the same

    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            outcomes = post(batch)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.02)
            continue
        assert all(isinstance(outcome, Posted) for outcome in outcomes)
        return
    raise TimeoutError("the database did not come back")


def _accounts() -> list[UUID]:
    return [UUID(int=number) for number in range(1, 9)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("acts", nargs="+", choices=["prepare", "write", "settle"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--answered")
    wanted = parser.parse_args()
    settings.configure(
        INSTALLED_APPS=["niangjia.core.audit", "niangjia.kernel.ledger"],
        DATABASES=Installation(wanted.folder).databases(),
        USE_TZ=True,
    )
    django.setup()
    if "prepare" in wanted.acts:
        prepare()
    if "write" in wanted.acts:
        with ThreadPoolExecutor(wanted.writers) as pool:
            writers = range(wanted.first, wanted.first + wanted.writers)
            list(pool.map(lambda writer: write(wanted.seed, writer, wanted.batches, wanted.answered), writers))
    if "settle" in wanted.acts:
        sys.stdin.readline()  # until whoever kills the server says that it stays
        print(json.dumps(settle(wanted.seed, wanted.writers, wanted.batches)))  # noqa: T201 - the answer to the parent


if __name__ == "__main__":
    main()
