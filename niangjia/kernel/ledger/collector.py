"""Join the single requests of many threads into few batches: a commit costs more than a thousand transfers.

For the ledger's own API and for imports alone. Whatever else belongs to a posting (a decision's move, its audit) must
stand in the transaction of the posting itself and calls ``operations.post``: here it would be committed without it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from threading import Condition, Lock, Thread
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from django.db import connection, transaction

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.ledger.operations import post
from niangjia.kernel.ledger.types import Outcome, TransferRequest

MOST: Final = 1000  # requests in a batch: where batches are the fastest
_BUSY: Final = Term("账本正忙，请稍后再试。", "The ledger is busy. Try again in a moment.")


class _Entry:
    """What one caller asks for. Its lock is held until the answer is there: a Future would cost three times as much."""

    __slots__ = ("_answered", "error", "outcomes", "requests")

    def __init__(self, requests: Sequence[TransferRequest]) -> None:
        self.requests = tuple(requests)
        self.outcomes: list[Outcome] = []
        self.error: Exception | None = None
        self._answered = Lock()
        self._answered.acquire()

    def tell(self) -> None:
        self._answered.release()

    def answer(self) -> list[Outcome]:
        self._answered.acquire()
        if self.error is not None:
            raise self.error
        return self.outcomes


class Collector:
    """Posts what its callers ask for, in one transaction for all who ask within ``wait_seconds``.

    It waits no longer than until as many have come as last time, so a caller who is alone does not wait at all.
    ``room`` callers may stand in the queue; one who finds no place within ``patience_seconds`` is refused
    ``ledger_busy``. ``unit_of_work`` opens the transaction: which federation, on whose behalf.

    Use it as a context: leaving posts what still waits.
    """

    def __init__(
        self,
        *,
        wait_seconds: float = 0.003,
        room: int = 10_000,
        patience_seconds: float = 10,
        unit_of_work: Callable[[], AbstractContextManager[object]] = transaction.atomic,
    ) -> None:
        self._wait_seconds, self._room, self._patience_seconds = wait_seconds, room, patience_seconds
        self._unit_of_work = unit_of_work
        lock = Lock()
        self._arrival, self._leaving = Condition(lock), Condition(lock)
        self._queue: deque[_Entry] = deque()
        self._is_open, self._last_count, self._wanted_count = True, 1, 1
        self._thread = Thread(target=self._serve, name="ledger collector", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._arrival:
            self._is_open = False
            self._arrival.notify_all()
            self._leaving.notify_all()
        self._thread.join()

    def post(self, requests: Sequence[TransferRequest]) -> list[Outcome]:
        """The same as ``operations.post``, committed when it returns. Requests of one group come in one call.

        Refuses ``ledger_busy``. An error of the database reaches all callers of the batch: they may ask again under the
        same keys, whatever became of the transaction.
        """
        if not requests:
            return []
        entry = _Entry(requests)
        with self._leaving:
            has_room = self._leaving.wait_for(
                lambda: len(self._queue) < self._room or not self._is_open, self._patience_seconds
            )
            if not has_room:
                raise Refusal("ledger_busy", _BUSY)
            if not self._is_open:
                raise RuntimeError("the collector is closed")
            self._queue.append(entry)
            if len(self._queue) >= self._wanted_count:  # fewer would wake it up in vain
                self._arrival.notify()
        return entry.answer()

    def _serve(self) -> None:
        try:
            while entries := self._take():
                self._answer(entries)
        finally:
            connection.close()

    def _take(self) -> list[_Entry]:
        with self._arrival:
            self._arrival.wait_for(lambda: self._queue or not self._is_open)
            self._wanted_count = self._last_count
            self._arrival.wait_for(
                lambda: len(self._queue) >= self._wanted_count or not self._is_open, self._wait_seconds
            )
            taken, self._queue = _apart(self._queue)
            self._last_count, self._wanted_count = max(1, len(taken)), 1
            self._leaving.notify_all()
        return taken

    def _answer(self, entries: list[_Entry]) -> None:
        try:
            with self._unit_of_work():
                outcomes = iter(post([request for entry in entries for request in entry.requests]))
            for entry in entries:
                entry.outcomes = [next(outcomes) for _ in entry.requests]
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to those who wait for an answer
            connection.close()
            for entry in entries:
                entry.error = error
        finally:
            for entry in entries:
                entry.tell()


def _apart(entries: Iterable[_Entry]) -> tuple[list[_Entry], deque[_Entry]]:
    """The entries of one batch and those that wait for the next: who uses a key or group of an earlier one must.

    In one batch the later one would be refused, though alone it would have been a replay.
    """
    taken: list[_Entry] = []
    later: deque[_Entry] = deque()
    names: set[UUID] = set()
    count = 0
    for entry in entries:
        own = {name for one in entry.requests for name in (one.id, one.group_id) if name is not None}
        fits = count + len(entry.requests) <= MOST or not taken
        if not fits or not own.isdisjoint(names):
            later.append(entry)
        else:
            taken.append(entry)
            count += len(entry.requests)
        names |= own
    return taken, later
