"""The ledger's rules once more, in plain Python: slow, without a database, to hold the functions against."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from niangjia.core import clock
from niangjia.kernel.ledger.types import Kind, NewAccount, TransferRequest

LAST = datetime.max.replace(tzinfo=UTC)
MOVING = (Kind.POSTED, Kind.POST_PENDING)


@dataclass
class Books:
    accounts: dict[UUID, NewAccount]
    closed: set[UUID] = field(default_factory=set)
    booked: list[TransferRequest] = field(default_factory=list)

    def balance(self, account: UUID, *, by: datetime = LAST) -> int:
        moved = [one for one in self.booked if one.kind in MOVING and one.event_at <= by]
        came_in = sum(one.amount for one in moved if one.to_account == account)
        return came_in - sum(one.amount for one in moved if one.from_account == account)

    def unresolved(self) -> list[TransferRequest]:
        resolved = {one.pending_id for one in self.booked}
        return [one for one in self.booked if one.kind == Kind.PENDING and one.id not in resolved]

    def pending_out(self, account: UUID) -> int:
        return sum(one.amount for one in self.unresolved() if one.from_account == account)

    def pending_in(self, account: UUID) -> int:
        return sum(one.amount for one in self.unresolved() if one.to_account == account)

    def history(self, account: UUID) -> list[UUID]:
        return [one.id for one in self.booked if account in (one.from_account, one.to_account)]

    def post(self, batch: list[TransferRequest]) -> list[str]:
        before = {one.id: one for one in self.booked}
        units = _units(batch)
        order = [place for members in units for place in members]
        earlier = {place: [batch[one] for one in order[:turn]] for turn, place in enumerate(order)}
        answers: dict[int, str] = {}
        for members in units:
            marked = len(self.booked)
            for place in members:
                answers[place] = self._judge(batch[place], earlier[place], before)
                if answers[place] == "posted":
                    self.booked.append(batch[place])
                elif answers[place] != "replayed":
                    del self.booked[marked:]
                    for other in members:
                        if other != place and _replay(batch[other], earlier[other], before) != "replayed":
                            answers[other] = "group_refused"
                        elif other != place:
                            answers[other] = "replayed"
                    break
        return [answers[place] for place in range(len(batch))]

    def _judge(self, wanted, earlier, before) -> str:
        stands = {one.group_id for one in before.values()}
        return _replay(wanted, earlier, before) or next(self._faults(wanted, earlier, stands), "posted")

    def _faults(self, wanted: TransferRequest, earlier: list[TransferRequest], stands: set) -> Iterator[str]:
        both = {wanted.from_account, wanted.to_account}
        if any(one.id == wanted.id for one in earlier):
            yield "key_twice_in_batch"
        if wanted.amount <= 0:
            yield "amount_not_positive"
        if len(both) == 1:
            yield "same_account"
        if not both <= self.accounts.keys():
            yield "unknown_account"
        if {self.accounts[one].unit for one in both} != {wanted.unit}:
            yield "unit_mismatch"
        if both & self.closed:
            yield "account_closed"
        if wanted.group_id is not None and wanted.group_id in stands:
            yield "group_already_posted"
        if wanted.reverses_id is not None:
            yield from self._faults_of_reversal(wanted)
        if wanted.pending_id is not None:
            yield from self._faults_of_resolution(wanted)
        else:
            yield from self._bounds_passed(wanted)

    def _faults_of_reversal(self, wanted: TransferRequest) -> Iterator[str]:
        original = next((one for one in self.booked if one.id == wanted.reverses_id), None)
        if original is None:
            yield "reversal_of_unknown"
        if original.kind not in MOVING:
            yield "reversal_of_pending"
        mirrored = (original.to_account, original.from_account, original.amount)
        if (wanted.from_account, wanted.to_account, wanted.amount) != mirrored:
            yield "reversal_differs"
        if any(one.reverses_id == original.id for one in self.booked):
            yield "reversed_already"

    def _faults_of_resolution(self, wanted: TransferRequest) -> Iterator[str]:
        pending = next((one for one in self.booked if one.id == wanted.pending_id), None)
        if pending is None or pending.kind != Kind.PENDING:
            yield "pending_unknown"
        if (wanted.from_account, wanted.to_account) != (pending.from_account, pending.to_account):
            yield "pending_differs"
        if wanted.kind == Kind.VOID_PENDING and wanted.amount != pending.amount:
            yield "pending_differs"
        if wanted.amount > pending.amount:
            yield "pending_amount_passed"
        if pending not in self.unresolved():
            yield "pending_resolved_already"
        if wanted.kind == Kind.POST_PENDING and pending.expires_at is not None and pending.expires_at <= clock.now():
            yield "pending_expired"

    def _bounds_passed(self, wanted: TransferRequest) -> Iterator[str]:
        floor, ceiling = self.accounts[wanted.from_account].floor, self.accounts[wanted.to_account].ceiling
        spare = self.balance(wanted.from_account) - self.pending_out(wanted.from_account)
        if floor is not None and spare - wanted.amount < floor:
            yield "floor_passed"
        filled = self.balance(wanted.to_account) + self.pending_in(wanted.to_account)
        if ceiling is not None and filled + wanted.amount > ceiling:
            yield "ceiling_passed"


def _replay(wanted: TransferRequest, earlier: list[TransferRequest], before: dict[UUID, TransferRequest]) -> str | None:
    if wanted.id not in before or any(one.id == wanted.id for one in earlier):
        return None
    return "replayed" if before[wanted.id] == wanted else "key_reused_with_other_content"


def _units(batch: list[TransferRequest]) -> list[list[int]]:
    """Single items and whole groups, at the place of the first member."""
    units: dict[object, list[int]] = {}
    for place, wanted in enumerate(batch):
        units.setdefault(place if wanted.group_id is None else wanted.group_id, []).append(place)
    return list(units.values())
