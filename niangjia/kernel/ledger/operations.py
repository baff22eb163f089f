"""Write the books.

The ledger has one posting lane. A transaction enters it with its first ``post``, ``reverse`` or ``close_account`` and
leaves it when it ends; all others wait for that long. So these come **last before the commit**, after every row that
the operation locks and writes elsewhere: whoever waits for a row inside the lane makes everyone wait, or deadlocks.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.kernel.ledger.arrays import accept_arrays
from niangjia.kernel.ledger.batches import are_plain, chunks_of, columns_of, neighbours_by_group, plain_columns_of
from niangjia.kernel.ledger.models import Transfer
from niangjia.kernel.ledger.sql import statements
from niangjia.kernel.ledger.types import Code, Imported, Kind, NewAccount, Outcome, Posted, Refused, TransferRequest

_POST: Final = (
    "SELECT ledger_post(%b::uuid[], %b::uuid[], %b::uuid[], %b::bigint[], %b::smallint[], %b::timestamptz[],"
    " %b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::smallint[], %b::uuid[], %b::timestamptz[])"
)
_POST_PLAIN: Final = (
    "SELECT ledger_post_plain(%b::uuid[], %b::uuid[], %b::integer[], %b::integer[], %b::bigint[], %b::smallint[],"
    " %b::timestamptz[], %b::uuid[], %b::text[])"
)
_OPEN: Final = (
    "SELECT ledger_open_accounts(%b::uuid[], %b::smallint[], %b::text[], %b::uuid[], %b::bigint[], %b::bigint[])"
)
IMPORTED_AT_ONCE: Final = 5000  # a sixth less for each than by the thousand; a larger one would keep the lane too long
SUMMED_UP_AT_ONCE: Final = 1000  # transfers: reading so many takes a millisecond, and so few sums a million
EXPIRED: Final = "expired"  # the reason that statements show
_DUE: Final = statements("due")
_OPENED_OTHERWISE: Final = Term(
    "账户 {account} 已经以别的单位、科目、所有者或上下限开立，不能再按现在的内容开立。",
    "Account {account} is open already with another unit, chart, owner or bounds.",
)
_CANNOT_CLOSE: Final = {
    "unknown_account": Term(
        "账户 {account} 不存在，无从关闭。", "Account {account} does not exist and cannot be closed."
    ),
    "still_pending": Term(
        "账户 {account} 还有待定的转账，请先入账或作废，再关闭账户。",
        "Account {account} has pending transfers. Post or void them before closing it.",
    ),
}


def open_accounts(accounts: Sequence[NewAccount]) -> None:
    """Open accounts. One that is open with the same content is left alone.

    Refuses ``account_opened_otherwise`` when one is open with other content; nothing is opened then.
    """
    if not accounts:
        return
    columns = zip(*((a.id, int(a.unit), a.chart, a.owner_id, a.floor, a.ceiling) for a in accounts), strict=True)
    with transaction.atomic():
        for account_id in _answer(_OPEN, [list(column) for column in columns]):
            raise Refusal("account_opened_otherwise", _OPENED_OTHERWISE.format(account=account_id))


def post(requests: Sequence[TransferRequest]) -> list[Outcome]:
    """Post a batch in one round trip and give one outcome for each request, in the same order.

    Requests are judged in their order, each against the books as all accepted requests before it leave them; so a
    balance may not pass a bound even between two requests of a batch. A group is judged as a whole at the place of its
    first member: one member that cannot be posted refuses all others with ``group_refused``. A request whose key is in
    the books with the same content is a replay: it is accepted, changes nothing, and its bounds are not judged again.
    Of two requests with one key the one that is judged first counts; the other is refused. A refused request leaves
    nothing behind: its key may be used again.

    A pending transfer may be resolved in the batch that brings it, after it. It expires by the database's clock.

    Never raises for a request that is refused. Batches of 300 to 1000 are the best: longer ones are a little faster for
    each transfer, but keep the lane from all others meanwhile.
    """
    if not requests:
        return []
    if are_plain(requests):
        return _outcomes(requests, _answer(_POST_PLAIN, plain_columns_of(requests)))
    order = neighbours_by_group(requests)
    judged = [requests[place] for place in order]
    outcomes = dict(zip(order, _outcomes(judged, _answer(_POST, columns_of(judged))), strict=True))
    return [outcomes[place] for place in range(len(requests))]


def post_or_refuse(requests: Sequence[TransferRequest]) -> None:
    """Post all of the requests or none: raises the Refusal of the first that could not be posted."""
    with transaction.atomic():
        refused = [outcome for outcome in post(requests) if isinstance(outcome, Refused)]
        culprit = next((one for one in refused if one.code != Code.GROUP_REFUSED), None)
        if culprit is not None:
            raise Refusal(culprit.code, culprit.term)


def import_transfers(
    requests: Iterable[TransferRequest],
    *,
    on_refused: Callable[[Refused], object],
    unit_of_work: Callable[[], AbstractContextManager[object]] = transaction.atomic,
) -> Imported:
    """Post a list of any length, item by item as ``post`` does, in constant memory: ``requests`` may be a generator.

    Every five thousand are a transaction of their own, opened by ``unit_of_work``, and leave the lane to others after
    it. An import that broke off is simply run again: what stands already is a replay. Members of a group follow one
    another. The refused go to ``on_refused`` one by one, after the commit.
    """
    imported = Imported()
    for chunk in chunks_of(requests, size=IMPORTED_AT_ONCE):
        with unit_of_work():
            outcomes = post(chunk)
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        replayed_count = sum(isinstance(outcome, Posted) and outcome.is_replay for outcome in outcomes)
        imported = replace(
            imported,
            posted_count=imported.posted_count + len(outcomes) - len(refused) - replayed_count,
            replayed_count=imported.replayed_count + replayed_count,
            refused_count=imported.refused_count + len(refused),
        )
        for outcome in refused:
            on_refused(outcome)
    return imported


def reverse(transfer_ids: Sequence[UUID], *, about_id: UUID, at: datetime, reason: str = "") -> tuple[UUID, ...]:
    """Undo transfers by transfers the other way, all or none, the latest first; gives the new keys.

    ``at`` is when the undoing came about. Refuses as ``post`` does, above all ``reversal_of_unknown``,
    ``reversed_already`` and ``floor_passed`` (what was received has been spent).
    """
    booked = Transfer.objects.filter(id__in=transfer_ids).order_by("-booked_at", "-id")
    if len(booked) < len(set(transfer_ids)):
        raise Refusal(Code.REVERSAL_OF_UNKNOWN, Code.REVERSAL_OF_UNKNOWN.term)
    group_id = new_id()
    requests = [_counter(row, group_id=group_id, about_id=about_id, at=at, reason=reason) for row in booked]
    post_or_refuse(requests)
    return tuple(request.id for request in requests)


def post_pending(
    pending_id: UUID, *, key: UUID, about_id: UUID, at: datetime, amount: int | None = None, reason: str = ""
) -> None:
    """Post a pending transfer, whole or only ``amount`` of it; the rest is released. ``key`` is the new transfer's.

    ``at`` is when it came about. Refuses as ``post`` does, above all ``pending_unknown``, ``pending_amount_passed``,
    ``pending_resolved_already`` and ``pending_expired``; done again under the same key it changes nothing.
    """
    _resolve(pending_id, Kind.POST_PENDING, key=key, about_id=about_id, at=at, amount=amount, reason=reason)


def void_pending(pending_id: UUID, *, key: UUID, about_id: UUID, at: datetime, reason: str = "") -> None:
    """Release all that a pending transfer holds, whether it has expired or not. Refuses as ``post_pending`` does."""
    _resolve(pending_id, Kind.VOID_PENDING, key=key, about_id=about_id, at=at, amount=None, reason=reason)


def expire_pending(*, at: datetime, limit: int = 1000) -> tuple[UUID, ...]:
    """Void pending transfers that have expired by ``at``, the earliest first, at most ``limit``; gives their keys.

    Each void belongs to the record of its pending transfer and came about when that expired. What another resolves
    meanwhile is left alone. An ``at`` that is still to come counts as now, by the database's clock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"at": at, "limit": limit})
        due = cursor.fetchall()
    outcomes = post([_expiry(*row) for row in due])
    return tuple(row[0] for row, outcome in zip(due, outcomes, strict=True) if isinstance(outcome, Posted))


def sum_up(*, length: int = SUMMED_UP_AT_ONCE) -> int:
    """Sum up accounts' histories in stretches of ``length`` transfers, for ``balance_by_event``; gives how many.

    Needs the lane of nobody. Done again it makes none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_sum_up(%s)", [length])
        return int(cursor.fetchone()[0])


def close_account(account_id: UUID) -> None:
    """Close an account for good, whatever its balance: it takes no more transfers. Closing it again changes nothing.

    Refuses ``unknown_account`` and ``still_pending``.
    """
    code = _answer("SELECT ledger_close_account(%b)", [account_id])
    if code != "closed":
        raise Refusal(code, _CANNOT_CLOSE[code].format(account=account_id))


def _answer(statement: str, parameters: Sequence[object]) -> Any:  # noqa: ANN401 - one value of any type of the database
    """Send the arrays in binary, beside the statement: as text inside it they take a third of a batch's time."""
    connection.ensure_connection()
    wrap: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    binding_cursor: Any = ServerBindingCursor
    binding = binding_cursor(connection.connection)
    accept_arrays(binding.adapters)
    with wrap(binding) as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


def _outcomes(requests: Sequence[TransferRequest], codes: Sequence[str] | None) -> list[Outcome]:
    """One for each code; None where all are posted."""
    if codes is None:
        return [Posted(request.id) for request in requests]
    return [_outcome(request.id, code) for request, code in zip(requests, codes, strict=True)]


def _outcome(key: UUID, code: str) -> Outcome:
    if code in ("posted", "replayed"):
        return Posted(key, is_replay=code == "replayed")
    return Refused(key, Code(code))


def _counter(row: Transfer, *, group_id: UUID, about_id: UUID, at: datetime, reason: str) -> TransferRequest:
    return TransferRequest(
        id=new_id(),
        from_account=row.to_account_id,
        to_account=row.from_account_id,
        amount=row.amount,
        unit=Unit(row.unit),
        event_at=at,
        about_id=about_id,
        group_id=group_id,
        reverses_id=row.id,
        reason=reason,
    )


def _resolve(
    pending_id: UUID, kind: Kind, *, key: UUID, about_id: UUID, at: datetime, amount: int | None, reason: str
) -> None:
    pending = Transfer.objects.filter(id=pending_id).first()
    if pending is None:
        raise Refusal(Code.PENDING_UNKNOWN, Code.PENDING_UNKNOWN.term)
    request = TransferRequest(
        id=key,
        from_account=pending.from_account_id,
        to_account=pending.to_account_id,
        amount=pending.amount if amount is None else amount,
        unit=Unit(pending.unit),
        event_at=at,
        about_id=about_id,
        reason=reason,
        kind=kind,
        pending_id=pending_id,
    )
    post_or_refuse([request])


def _expiry(
    pending_id: UUID, from_account: UUID, to_account: UUID, amount: int, unit: int, about_id: UUID, expires_at: datetime
) -> TransferRequest:
    return TransferRequest(
        id=new_id(),
        from_account=from_account,
        to_account=to_account,
        amount=amount,
        unit=Unit(unit),
        event_at=expires_at,
        about_id=about_id,
        reason=EXPIRED,
        kind=Kind.VOID_PENDING,
        pending_id=pending_id,
    )
