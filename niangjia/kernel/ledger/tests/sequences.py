"""Random batches that often collide: few accounts, few keys, few groups, small amounts."""

from dataclasses import replace
from random import Random
from uuid import UUID

from niangjia.core.units import Unit
from niangjia.kernel.ledger.operations import close_account, open_accounts, post
from niangjia.kernel.ledger.queries import balances, prove_books, statement
from niangjia.kernel.ledger.tests.books import EVENT, RECORD, code
from niangjia.kernel.ledger.tests.model import Books
from niangjia.kernel.ledger.types import NewAccount, TransferRequest


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
USUAL, OTHERS = [BANK, PURSE, DEBTOR, CAPPED], [ACCOUNT_IN_YUAN, CLOSED, UNKNOWN]


def history(dice: Random) -> list[list[TransferRequest]]:
    """Batches in which some items undo, and some repeat word for word, what an item before them wanted."""
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
    if wanted and dice.random() < 0.25:
        original = dice.choice(wanted)
        mirrored = replace(original, id=key, from_account=original.to_account, to_account=original.from_account)
        return replace(mirrored if dice.random() < 0.9 else original, id=key, reverses_id=original.id)
    sides = dice.sample(USUAL, 2) if dice.random() < 0.9 else dice.choices(USUAL + OTHERS, k=2)
    unit = Unit.POINTS if dice.random() < 0.97 else Unit.CNY
    return TransferRequest(key, *sides, dice.randint(0 if dice.random() < 0.1 else 1, 5), unit, EVENT, RECORD)


def run_against_model(batches: list[list[TransferRequest]]) -> None:
    """Post the batches to the books and to the model; the codes, balances and histories must be the same."""
    open_accounts(ACCOUNTS)
    close_account(CLOSED)
    model = Books({one.id: one for one in ACCOUNTS}, closed={CLOSED})
    for batch in batches:
        assert [code(outcome) for outcome in post(batch)] == model.post(batch)
    assert balances(list(model.accounts)) == {one: model.balance(one) for one in model.accounts}
    for one in model.accounts:
        assert [line.transfer_id for line in statement(one, limit=1000)] == model.history(one)
    assert prove_books().faults == ()
