"""Random batches that often collide: few accounts, few keys, few groups, small amounts."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

from niangjia.core import clock
from niangjia.core.units import Unit
from niangjia.kernel.ledger.operations import close_account, open_accounts, post
from niangjia.kernel.ledger.queries import balance_by_event, balances, prove_books, standing, statement
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, code
from niangjia.kernel.ledger.tests.model import Books
from niangjia.kernel.ledger.types import Kind, NewAccount, Standing, TransferRequest


def number(family: int, member: int) -> UUID:
    return UUID(int=(family << 64) + member)


BANK, PURSE, DEBTOR, CAPPED, ACCOUNT_IN_YUAN, CLOSED, UNKNOWN = (number(1, member) for member in range(7))
ACCOUNTS = [
    NewAccount(BANK, Unit.POINTS, "bank"),
    NewAccount(PURSE, Unit.POINTS, "purse", floor=0),
    NewAccount(DEBTOR, Unit.POINTS, "debtor", floor=-4),
    NewAccount(CAPPED, Unit.POINTS, "capped", floor=0, ceiling=6),
    NewAccount(ACCOUNT_IN_YUAN, Unit.CNY, "purse"),
    NewAccount(CLOSED, Unit.POINTS, "closed"),
]
EXPIRIES = [None, EVENT, clock.now() + timedelta(days=365)]
USUAL, OTHERS = [BANK, PURSE, DEBTOR, CAPPED], [ACCOUNT_IN_YUAN, CLOSED, UNKNOWN]


def history(dice: Random) -> list[list[TransferRequest]]:
    """Batches in which some items undo, resolve, or repeat word for word, what an item before them wanted."""
    wanted: list[TransferRequest] = []
    batches = []
    for _ in range(dice.randint(1, 5)):
        batch = []
        groups = [None, None, None, *(number(3, dice.randint(1, 30)) for _ in range(2))]
        for _ in range(dice.randint(1, 10)):
            item = replace(_item(dice, wanted), group_id=dice.choice(groups))
            item = dice.choice(wanted) if wanted and dice.random() < 0.1 else item
            batch.append(item)
            wanted.append(item)
        batches.append(batch)
    return batches


def _item(dice: Random, wanted: list[TransferRequest]) -> TransferRequest:
    key = number(2, dice.randint(1, 200))
    if wanted and dice.random() < 0.2:
        return _reversal(dice, key, dice.choice(wanted))
    pending = [one for one in wanted if one.kind == Kind.PENDING]
    if wanted and dice.random() < 0.25:
        return _resolution(dice, key, dice.choice(pending if pending and dice.random() < 0.9 else wanted))
    sides = dice.sample(USUAL, 2) if dice.random() < 0.9 else dice.choices(USUAL + OTHERS, k=2)
    unit = Unit.POINTS if dice.random() < 0.97 else Unit.CNY
    plain = TransferRequest(key, *sides, dice.randint(0 if dice.random() < 0.1 else 1, 5), unit, EVENT, RECORD)
    if dice.random() < 0.3:
        return replace(plain, kind=Kind.PENDING, expires_at=dice.choice(EXPIRIES))
    return plain


def _reversal(dice: Random, key: UUID, original: TransferRequest) -> TransferRequest:
    sides = (original.to_account, original.from_account)
    if dice.random() < 0.1:
        sides = sides[::-1]
    return TransferRequest(key, *sides, original.amount, original.unit, EVENT, RECORD, reverses_id=original.id)


def _resolution(dice: Random, key: UUID, pending: TransferRequest) -> TransferRequest:
    sides = (pending.from_account, pending.to_account)
    if dice.random() < 0.1:
        sides = sides[::-1]
    kind = dice.choice([Kind.POST_PENDING, Kind.VOID_PENDING])
    amount = pending.amount + dice.choice([0, 0, 0, 0, -1, -1, 1])
    return TransferRequest(key, *sides, amount, pending.unit, EVENT, RECORD, kind=kind, pending_id=pending.id)


def run_against_model(batches: list[list[TransferRequest]]) -> None:
    """Post the batches to the books and to the model; the codes, balances and histories must be the same."""
    open_accounts(ACCOUNTS)
    close_account(CLOSED)
    model = Books({one.id: one for one in ACCOUNTS}, closed={CLOSED})
    for batch in batches:
        assert [code(outcome) for outcome in post(batch)] == model.post(batch)
    assert balances(list(model.accounts)) == {one: model.balance(one) for one in model.accounts}
    for one in model.accounts:
        assert standing(one) == Standing(model.balance(one), model.pending_out(one), model.pending_in(one))
        assert balance_by_event(one, by=EVENT) == model.balance(one)
        assert [line.transfer_id for line in statement(one, limit=1000)] == model.history(one)
    assert prove_books().faults == ()
