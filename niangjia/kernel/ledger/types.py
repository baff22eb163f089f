"""What goes into the ledger, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import IntegerChoices

from niangjia.core.terms import Term
from niangjia.core.units import Unit

MOST: Final = 2**63 - 1  # what the books can hold


class Kind(IntegerChoices):
    """What a transfer does. The numbers stand in the books and never change.

    A pending transfer moves nothing yet: it holds its amount against the floor of the one and the ceiling of the other
    account, until it is resolved, at most once: posted, whole or in part (the rest is released), or voided.
    """

    POSTED = 1, "入账"
    PENDING = 2, "待定"
    POST_PENDING = 3, "待定入账"
    VOID_PENDING = 4, "待定作废"


_RESOLVING: Final = (Kind.POST_PENDING, Kind.VOID_PENDING)


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

    ``kind`` says whether it is posted at once, pending (then ``expires_at`` may say until when; one that lies in the
    past leaves only voiding), or resolves the pending transfer that ``pending_id`` names: between the same accounts,
    posting at most its amount, or voiding all of it.
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
    kind: Kind = Kind.POSTED
    pending_id: UUID | None = None
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what the books cannot even express."""
        if self.event_at.tzinfo is None or (self.expires_at is not None and self.expires_at.tzinfo is None):
            raise ValueError("event_at and expires_at must be aware")
        if abs(self.amount) > MOST:
            raise ValueError(f"amount {self.amount} is beyond what the books can hold")
        if (self.pending_id is not None) != (self.kind in _RESOLVING):
            raise ValueError("pending_id names the pending transfer of a resolution, and of nothing else")
        if self.expires_at is not None and self.kind != Kind.PENDING:
            raise ValueError("only a pending transfer expires")
        if self.reverses_id is not None and self.kind != Kind.POSTED:
            raise ValueError("a reversal is posted at once")


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
    REVERSAL_OF_PENDING = "reversal_of_pending"
    PENDING_UNKNOWN = "pending_unknown"
    PENDING_DIFFERS = "pending_differs"
    PENDING_AMOUNT_PASSED = "pending_amount_passed"
    PENDING_RESOLVED_ALREADY = "pending_resolved_already"
    PENDING_EXPIRED = "pending_expired"
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
class Imported:
    """What became of a long list of transfers; replayed ones stood in the books before."""

    posted_count: int = 0
    replayed_count: int = 0
    refused_count: int = 0


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One transfer as an account sees it: ``change`` is signed, ``balance`` is the account's after it.

    ``held`` is what it adds to the account's pending amounts; less than 0 when it resolves a pending transfer.
    """

    seq: int
    transfer_id: UUID
    other_account: UUID
    change: int
    balance: int
    about_id: UUID
    event_at: datetime
    booked_at: datetime
    reason: str
    kind: Kind = Kind.POSTED
    held: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands now: its posted balance, and what is pending on its two sides (both are 0 or more)."""

    balance: int
    pending_out: int
    pending_in: int


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
    Code.REVERSAL_OF_PENDING: Term(
        "待定的转账尚未入账，不能冲销。请将其作废。",
        "A pending transfer has moved nothing, so there is nothing to reverse. Void it.",
    ),
    Code.PENDING_UNKNOWN: Term(
        "没有这笔待定转账，无从入账或作废。", "There is no such pending transfer to post or void."
    ),
    Code.PENDING_DIFFERS: Term(
        "入账或作废的两个账户须与待定转账相同；作废须作废全额。",
        "Posting or voiding names the accounts of the pending transfer; voiding is for its whole amount.",
    ),
    Code.PENDING_AMOUNT_PASSED: Term(
        "入账数额超过了待定转账的数额。", "More would be posted than the pending transfer holds."
    ),
    Code.PENDING_RESOLVED_ALREADY: Term(
        "这笔待定转账已经入账或作废，不能再次办理。", "This pending transfer was posted or voided before."
    ),
    Code.PENDING_EXPIRED: Term(
        "这笔待定转账已经到期，只能作废。", "This pending transfer has expired and can only be voided."
    ),
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
