"""What goes into the ledger, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.core.units import Unit

MOST: Final = 2**63 - 1  # what the books can hold


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open. ``floor`` and ``ceiling`` bound its balance, pending amounts included; it starts at 0.

    ``chart`` is the account's place in the chart of its owner's floor, such as ``lot``.
    """

    id: UUID
    unit: Unit
    chart: str
    owner_id: UUID | None = None
    floor: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """Move ``amount`` (smallest unit) from one account to another. ``id`` is the key under which it happens once.

    ``event_at`` is when it came about (aware); ``about_id`` the record that it belongs to; requests of one batch with
    the same ``group_id`` are posted all or not at all; ``reverses_id`` names the transfer that this one undoes;
    ``reason`` is a word for statements, never personal data.
    """

    id: UUID
    from_account: UUID
    to_account: UUID
    amount: int
    unit: Unit
    event_at: datetime
    about_id: UUID
    group_id: UUID | None = None
    reverses_id: UUID | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for what the books cannot even express."""
        if self.event_at.tzinfo is None:
            raise ValueError("event_at must be aware")
        if abs(self.amount) > MOST:
            raise ValueError(f"amount {self.amount} is beyond what the books can hold")


class Code(StrEnum):
    """Why a transfer was refused."""

    KEY_TWICE_IN_BATCH = "key_twice_in_batch"
    KEY_REUSED = "key_reused_with_other_content"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    SAME_ACCOUNT = "same_account"
    UNKNOWN_ACCOUNT = "unknown_account"
    UNIT_MISMATCH = "unit_mismatch"
    ACCOUNT_CLOSED = "account_closed"
    GROUP_ALREADY_POSTED = "group_already_posted"
    REVERSAL_OF_UNKNOWN = "reversal_of_unknown"
    REVERSAL_DIFFERS = "reversal_differs"
    REVERSED_ALREADY = "reversed_already"
    FLOOR_PASSED = "floor_passed"
    CEILING_PASSED = "ceiling_passed"
    GROUP_REFUSED = "group_refused"

    @property
    def term(self) -> Term:
        """The reason as a sentence."""
        return _TERMS[self]


@dataclass(frozen=True, slots=True)
class Posted:
    """The transfer stands in the books; ``is_replay`` when it stood there before and this call changed nothing."""

    id: UUID
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The transfer does not stand in the books, or other content stands there under its key."""

    id: UUID
    code: Code

    @property
    def term(self) -> Term:
        """The reason as a sentence."""
        return self.code.term


Outcome = Posted | Refused


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One transfer as an account sees it: ``change`` is signed, ``balance`` is the account's after it."""

    seq: int
    transfer_id: UUID
    other_account: UUID
    change: int
    balance: int
    about_id: UUID
    event_at: datetime
    booked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class BookFault:
    """One thing in the books that does not hold. ``law`` says which; see ``prove_books``."""

    law: str
    about_id: UUID | None
    detail: str


@dataclass(frozen=True, slots=True)
class ProofResult:
    """What was read and what was found wrong in it: at most the first 100 faults, and how many there are."""

    accounts_count: int
    transfers_count: int
    faults_count: int
    faults: tuple[BookFault, ...]

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return self.faults_count == 0


_TERMS: Final = {
    Code.KEY_TWICE_IN_BATCH: Term(
        "同一批里有两笔转账用了同一个编号，后一笔没有入账。请给每笔一个自己的编号。",
        "Two transfers of this batch have the same key; the later one was not posted. Give each its own key.",
    ),
    Code.KEY_REUSED: Term(
        "这个编号已经记过一笔内容不同的转账，原来的那笔不变。请换一个新编号，或核对是否重复提交。",
        "A transfer with other content is booked under this key and stays. Use a new key, or check for a double.",
    ),
    Code.AMOUNT_NOT_POSITIVE: Term("转账数额必须大于零。", "The amount of a transfer must be more than zero."),
    Code.SAME_ACCOUNT: Term(
        "转出和转入是同一个账户。请选两个不同的账户。",
        "A transfer needs two different accounts; both sides are the same one.",
    ),
    Code.UNKNOWN_ACCOUNT: Term(
        "转出或转入的账户不存在。请先开户。", "One of the two accounts does not exist. Open it first."
    ),
    Code.UNIT_MISMATCH: Term(
        "转账的单位与账户的单位不一致，例如把标准学分转进了课程学分账户。",
        "The unit is not that of both accounts, such as standard credits into an account of course credits.",
    ),
    Code.ACCOUNT_CLOSED: Term("账户已关闭，不能再转入转出。", "An account that is closed takes no more transfers."),
    Code.GROUP_ALREADY_POSTED: Term(
        "这一组转账以前已经整组入账，不能再补。请另立一组。",
        "This group was posted as a whole before and takes no more members. Make another group.",
    ),
    Code.REVERSAL_OF_UNKNOWN: Term(
        "要冲销的那笔转账没有入账，无从冲销。", "The transfer that is to be reversed was never posted."
    ),
    Code.REVERSAL_DIFFERS: Term(
        "冲销必须与原转账同额、反向、同样的两个账户。",
        "A reversal has the amount and the two accounts of the transfer that it undoes, the other way round.",
    ),
    Code.REVERSED_ALREADY: Term("这笔转账已经冲销过，不能再次冲销。", "This transfer has been reversed already."),
    Code.FLOOR_PASSED: Term(
        "余额不足：转出后账户会低于规定的下限。", "Not enough is left: the paying account would fall below its floor."
    ),
    Code.CEILING_PASSED: Term(
        "超过上限：转入后账户会高于规定的上限。", "Too much: the receiving account would rise above its ceiling."
    ),
    Code.GROUP_REFUSED: Term(
        "同组的另一笔不能入账，因此整组都没有入账。请先解决那一笔。",
        "Another transfer of the same group could not be posted, so none of the group was. Solve that one first.",
    ),
}
