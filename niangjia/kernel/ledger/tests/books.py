"""Short words for examples: open an account, ask for a transfer, post it."""

from datetime import UTC, datetime
from uuid import UUID

from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.kernel.ledger.operations import open_accounts, post
from niangjia.kernel.ledger.queries import balance
from niangjia.kernel.ledger.types import NewAccount, Posted, TransferRequest

EVENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RECORD = UUID(int=77)


def opened(*, unit=Unit.POINTS, floor=None, ceiling=None, holding=0) -> UUID:
    account = NewAccount(new_id(), unit, "example", floor=floor, ceiling=ceiling)
    open_accounts([account])
    if holding:
        source = opened(unit=unit)
        assert codes([transfer(source, account.id, holding, unit=unit)]) == ["posted"]
    return account.id


def transfer(from_account: UUID, to_account: UUID, amount: int, **content) -> TransferRequest:
    wanted = {"id": new_id(), "unit": Unit.POINTS, "event_at": EVENT, "about_id": RECORD, **content}
    return TransferRequest(from_account=from_account, to_account=to_account, amount=amount, **wanted)


def codes(requests) -> list[str]:
    return [code(outcome) for outcome in post(requests)]


def code(outcome) -> str:
    if isinstance(outcome, Posted):
        return "replayed" if outcome.is_replay else "posted"
    return outcome.code.value


def held(*accounts: UUID) -> list[int | None]:
    return [balance(account) for account in accounts]
