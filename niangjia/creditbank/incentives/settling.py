"""Settle a plan: what was certified is given, what was refused goes back, what was revoked is taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.incentives.models import Bonus, Plan
from niangjia.creditbank.incentives.rewarding import hold_key
from niangjia.creditbank.incentives.types import BonusState, Settled
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import post_or_refuse
from niangjia.kernel.ledger.types import Kind, TransferRequest
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import move_records
from niangjia.kernel.records.types import NewMove

VERBS: Final = {BonusState.GIVEN: "give", BonusState.RELEASED: "release", BonusState.RETURNED: "return"}
TOLD: Final = {
    BonusState.GIVEN: Term(
        "《{title}》奖励 {amount} 标准学分（{plan}）。", "{title}: a bonus of {amount} standard credits ({plan})."
    ),
    BonusState.RELEASED: Term(
        "《{title}》没有通过认证，预留的 {amount} 标准学分奖励已退回（{plan}）。",
        "{title} was not certified: the reserved bonus of {amount} standard credits went back ({plan}).",
    ),
    BonusState.RETURNED: Term(
        "《{title}》的认证已撤销，{amount} 标准学分奖励随之收回（{plan}）。",
        "The certification of {title} was revoked: its bonus of {amount} standard credits is taken back ({plan}).",
    ),
}


def settle_plan(plan_id: UUID, *, actor: Actor, at: datetime) -> Settled:
    """Bring the bonuses of a plan to where their outcomes stand now. Done again it changes nothing.

    Refuses ``act_not_allowed``, and what the ledger refuses.
    """
    plan = Plan.objects.get(record_id=plan_id)
    require(actor, "incentive.reward", on=plan.organisation_id, at=day_of(at))
    Plan.objects.select_for_update(of=("self",)).get(record_id=plan_id)
    due = _due(plan_id)
    if not due:
        return Settled()
    rows = {
        row.record_id: row
        for row in Bonus.objects.filter(record_id__in=due).select_related("record", "plan").order_by("record_id")
    }
    moves = [NewMove(key, VERBS[reached], left, reached) for key, (left, reached) in due.items()]
    void = [key for key, (_, reached) in due.items() if reached is not BonusState.GIVEN]
    Bonus.objects.filter(record_id__in=void).update(void_at=at)
    move_records(moves, actor=actor, at=at)
    notify([_notice(rows[key], reached) for key, (_, reached) in due.items()], actor=actor, at=at)
    log(actor=actor, act="incentive.settle", about=plan_id, at=at, detail={"count": str(len(due))})
    post_or_refuse([_transfer(rows[key], reached, at) for key, (_, reached) in due.items()])
    reached_by = [reached for _, reached in due.values()]
    return Settled(
        given=reached_by.count(BonusState.GIVEN),
        released=reached_by.count(BonusState.RELEASED),
        returned=reached_by.count(BonusState.RETURNED),
    )


def plans_to_settle() -> Sequence[tuple[UUID, UUID]]:
    """Plans in force with their organisations: public, so anyone may ask."""
    return list(Plan.objects.filter(approved_at__isnull=False).values_list("record_id", "organisation_id"))


def _due(plan_id: UUID) -> dict[UUID, tuple[BonusState, BonusState]]:
    """Bonuses whose outcome was decided on since: where each stands, and where it belongs. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incentives_due(%s)", [plan_id])
        return {
            bonus: (BonusState(stands), _reached(BonusState(stands), outcome))
            for bonus, stands, outcome in cursor.fetchall()
        }


def _reached(stands: BonusState, outcome: str) -> BonusState:
    if stands is BonusState.GIVEN:
        return BonusState.RETURNED
    return BonusState.GIVEN if outcome == "certified" else BonusState.RELEASED


def _notice(row: Bonus, reached: BonusState) -> NewNotice:
    amount = from_units(row.amount, Unit.STANDARD_CREDIT)
    words = TOLD[reached].format(title=row.record.title, amount=amount, plan=row.plan.title)
    return NewNotice(row.person_id, f"bonus.{reached}", row.record_id, words)


def _transfer(row: Bonus, reached: BonusState, at: datetime) -> TransferRequest:
    """Post or void what was held; or the counter-entry of what was given."""
    is_back = reached is BonusState.RETURNED
    kinds = {BonusState.GIVEN: Kind.POST_PENDING, BonusState.RELEASED: Kind.VOID_PENDING}
    return TransferRequest(
        id=uuid5(row.record_id, reached.value),
        from_account=row.record_id if is_back else row.plan_id,
        to_account=row.plan_id if is_back else row.record_id,
        amount=row.amount,
        unit=Unit.STANDARD_CREDIT,
        event_at=at,
        about_id=row.record_id,
        reason=VERBS[reached],
        kind=kinds.get(reached, Kind.POSTED),
        pending_id=None if is_back else hold_key(row.record_id),
        reverses_id=uuid5(row.record_id, BonusState.GIVEN.value) if is_back else None,
    )
