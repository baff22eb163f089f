"""Random batches that often collide: few accounts, few keys, few groups, small amounts."""

from uuid import UUID

from hypothesis import strategies as st

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
usual = st.sampled_from([BANK, PURSE, DEBTOR, CAPPED])
account = usual | usual | usual | st.sampled_from([ACCOUNT_IN_YUAN, CLOSED, UNKNOWN])
key = st.integers(1, 30).map(lambda member: number(2, member))
group = st.none() | st.none() | st.integers(1, 4).map(lambda member: number(3, member))


@st.composite
def transfers(draw) -> TransferRequest:
    return TransferRequest(
        id=draw(key),
        from_account=draw(account),
        to_account=draw(account),
        amount=draw(st.integers(0, 7)),
        unit=draw(st.sampled_from([Unit.POINTS] * 9 + [Unit.CNY])),
        event_at=EVENT,
        about_id=RECORD,
        group_id=draw(group),
    )


@st.composite
def reversals(draw, wanted: list[TransferRequest]) -> TransferRequest:
    original = draw(st.sampled_from(wanted))
    mirrored = draw(st.integers(0, 5)) > 0
    return TransferRequest(
        id=draw(key),
        from_account=original.to_account if mirrored else original.from_account,
        to_account=original.from_account if mirrored else original.to_account,
        amount=original.amount,
        unit=original.unit,
        event_at=EVENT,
        about_id=RECORD,
        group_id=draw(group),
        reverses_id=original.id,
    )


@st.composite
def histories(draw) -> list[list[TransferRequest]]:
    """Batches; some items undo, or repeat word for word, what an item before them wanted."""
    wanted: list[TransferRequest] = []
    batches = []
    for size in draw(st.lists(st.integers(1, 9), min_size=1, max_size=5)):
        batch = []
        for _ in range(size):
            ways = [transfers(), transfers()]
            if wanted:
                ways += [reversals(wanted), st.sampled_from(wanted)]
            item = draw(st.one_of(ways))
            batch.append(item)
            wanted.append(item)
        batches.append(batch)
    return batches


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
