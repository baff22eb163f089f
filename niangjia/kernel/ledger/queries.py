"""Read the books. Amounts are in the smallest unit of the account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.kernel.ledger.models import Account, Transfer
from niangjia.kernel.ledger.sql import statements
from niangjia.kernel.ledger.types import BookFault, Kind, ProofResult, Standing, StatementLine

_STATEMENT: Final = statements("statement")
_EVENT_BALANCE: Final = statements("event_balance")


def balance(account_id: UUID, *, at: datetime | None = None) -> int | None:
    """The posted balance: now, or as it was booked at an instant. None for an account that does not exist."""
    if at is None:
        return Account.objects.filter(id=account_id).values_list("balance", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_balance_at(%s, %s)", [account_id, at])
        row = cursor.fetchone()
    return None if row is None else row[0]


def balance_by_event(account_id: UUID, *, by: datetime) -> int | None:
    """What had come about by an instant, whenever it was booked. None for an account that does not exist.

    What came about early may be booked late, so no row can carry the answer: the stretches that ``sum_up`` has made are
    taken at their sum where they lie before the instant, and read where it falls into them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EVENT_BALANCE, {"account": account_id, "by": by})
        row = cursor.fetchone()
    return None if row is None else row[0]


def standing(account_id: UUID) -> Standing | None:
    """The posted balance now, and what is pending on either side. None for an account that does not exist."""
    row = Account.objects.filter(id=account_id).values_list("balance", "pending_out", "pending_in").first()
    return None if row is None else Standing(*row)


def balances(account_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The posted balances of the accounts that exist, by account. One query."""
    return dict(Account.objects.filter(id__in=account_ids).values_list("id", "balance"))


def statement(account_id: UUID, *, after_seq: int = 0, limit: int = 100) -> tuple[StatementLine, ...]:
    """The account's transfers in order, at most ``limit``, those after a number: page by the last line's ``seq``."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"account": account_id, "after": after_seq, "limit": limit})
        lines = [StatementLine(*row) for row in cursor.fetchall()]
    return tuple(replace(line, kind=Kind(line.kind)) for line in lines)


def transfers_about(record_id: UUID) -> tuple[UUID, ...]:
    """The keys of the transfers that belong to a record, in the order in which they were booked."""
    return tuple(Transfer.objects.filter(about_id=record_id).order_by("booked_at", "id").values_list("id", flat=True))


def prove_books() -> ProofResult:
    """Read every transfer once, in one statement, and prove the books.

    The laws: each unit's balances sum to zero; each account stands as its last transfer left it; its numbers run from 1
    without gap or double; each running balance is right; booking instants never go back; units agree; what is pending,
    resolved and may expire agrees with its transfers; a reversal mirrors what it undoes; what was summed up for
    balances by event time is the sum of its transfers; a key stands once, also where the transfers lie in parts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_prove()")
        accounts, transfers, count, laws, subjects, details = cursor.fetchone()
    faults = tuple(BookFault(*fault) for fault in zip(laws, subjects, details, strict=True))
    return ProofResult(accounts, transfers, count, faults)


def parts_end() -> datetime | None:
    """From when on nothing could be booked for want of a part. None while the transfers are one table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_parts_end()")
        row = cursor.fetchone()
    return None if row is None else row[0]
