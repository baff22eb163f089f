"""A process of writers that outlives its server, run as a module. It knows no more of the house than the ledger.

Each writer posts its own sequence of batches, the same whenever it is run with the same seed. It sends a batch until it
is answered, notes that in a file, and goes on; so whatever is in the file has been acknowledged by the database, and is
not sent again before all is over. There are three ways of sending: each batch by itself, each transfer as a single
request through one collector that all writers of the process share, and the whole sequence as one import.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, Self
from uuid import UUID

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, connections

from niangjia.core.postgres.installation import SCHEMA, Installation
from niangjia.core.postgres.roles import grant
from niangjia.core.units import Unit


class Way(StrEnum):
    """How writers send what they have to post."""

    BATCHES = "batches"
    COLLECTOR = "collector"
    IMPORT = "import"


BATCH = 10
PLAIN = BATCH - 2  # go by themselves, the short way where no group is among them
SETTLED_AT_ONCE = 100  # batches
PATIENCE_SECONDS = 60


def prepare() -> None:
    from niangjia.kernel.ledger.operations import open_accounts  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.types import NewAccount  # noqa: PLC0415 - the same

    call_command("migrate", "ledger", database="owner", verbosity=0)
    grant(connections["owner"].connection, SCHEMA, apps.get_app_config("ledger").table_privileges)
    open_accounts([NewAccount(account, Unit.POINTS, "example") for account in _accounts()])
    connections.close_all()


@dataclass
class Notes:
    """What the database has acknowledged: a line for each batch of each writer."""

    file: int

    @classmethod
    def open(cls, path: str) -> Self:
        return cls(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND))

    def add(self, writer: int, number: int) -> None:
        os.write(self.file, f"{writer} {number}\n".encode())


def write(wanted: argparse.Namespace) -> None:
    """Let the writers of this process work, in threads, until all that they have to send has been answered."""
    from niangjia.kernel.ledger.collector import Collector  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.operations import post  # noqa: PLC0415 - the same

    notes = Notes.open(wanted.answered)
    with ExitStack() as stack:
        sending = post
        if wanted.way == Way.COLLECTOR:
            sending = _one_by_one(stack.enter_context(Collector()))
        act = _write_by_import if wanted.way == Way.IMPORT else _write_by_batches
        pool = stack.enter_context(ThreadPoolExecutor(wanted.writers))
        numbers = range(wanted.first, wanted.first + wanted.writers)
        list(pool.map(lambda writer: act(wanted, writer, notes, sending), numbers))
    os.close(notes.file)


def _write_by_batches(wanted: argparse.Namespace, writer: int, notes: Notes, sending: Callable) -> None:
    for number in range(wanted.batches):
        batch = batch_of(wanted.seed, writer, number)
        _until_answered(lambda part=batch[:PLAIN]: _all_posted(sending(part)))
        _until_answered(lambda part=batch[PLAIN:]: _all_posted(sending(part)))
        notes.add(writer, number)
    connection.close()


def _one_by_one(collector: Any) -> Callable:
    """Each request by itself, as the ledger's own API gets them; a group in one call, for it stands or falls whole."""

    def sending(requests: list) -> list:
        if any(request.group_id for request in requests):
            return collector.post(requests)
        return [outcome for request in requests for outcome in collector.post([request])]

    return sending


def _write_by_import(wanted: argparse.Namespace, writer: int, notes: Notes, _sending: Callable) -> None:
    from niangjia.kernel.ledger.operations import import_transfers  # noqa: PLC0415 - Django must be set up first

    noted = [0]

    def once() -> None:
        imported = import_transfers(_noting(wanted, writer, notes, noted), on_refused=_never_refused)
        assert imported.refused_count == 0

    _until_answered(once)
    for number in range(noted[0], wanted.batches):
        notes.add(writer, number)
    connection.close()


def _noting(wanted: argparse.Namespace, writer: int, notes: Notes, noted: list[int]) -> Iterator:
    """What is not acknowledged yet: an import asks for more when what came before is committed, but for a batch."""
    from niangjia.kernel.ledger.operations import IMPORTED_AT_ONCE  # noqa: PLC0415 - Django must be set up first

    behind = IMPORTED_AT_ONCE // BATCH + 1
    for number in range(noted[0], wanted.batches):
        while number - noted[0] > behind:
            notes.add(writer, noted[0])
            noted[0] += 1
        yield from batch_of(wanted.seed, writer, number)


def _never_refused(refused: Any) -> None:
    raise AssertionError(refused)


def settle(seed: int, writers: int, batches: int) -> dict[str, int]:
    """Send everything once more: all of it must be replays. Gives what the proof says."""
    from niangjia.kernel.ledger.operations import post  # noqa: PLC0415 - Django must be set up first
    from niangjia.kernel.ledger.queries import prove_books  # noqa: PLC0415 - the same

    for writer in range(writers):
        for first in range(0, batches, SETTLED_AT_ONCE):
            numbers = range(first, min(first + SETTLED_AT_ONCE, batches))
            sent = [one for number in numbers for one in batch_of(seed, writer, number)]
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


def _until_answered(act: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            act()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.02)
            continue
        return
    raise TimeoutError("the database did not come back")


def _all_posted(outcomes: list) -> None:
    from niangjia.kernel.ledger.types import Posted  # noqa: PLC0415 - Django must be set up first

    assert all(isinstance(outcome, Posted) for outcome in outcomes)


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
    parser.add_argument("--way", type=Way, default=Way.BATCHES)
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
        write(wanted)
    if "settle" in wanted.acts:
        sys.stdin.readline()  # until whoever kills the server says that it stays
        print(json.dumps(settle(wanted.seed, wanted.writers, wanted.batches)))  # noqa: T201 - the answer to the parent


if __name__ == "__main__":
    main()
