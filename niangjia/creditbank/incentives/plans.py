"""Draft a plan, approve it by a second person: from then on its budget stands on the ledger, and nothing passes it."""

import json
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.conditions import to_canonical
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.creditbank.certification.types import ISSUE
from niangjia.creditbank.incentives.models import Plan, PlanRule
from niangjia.creditbank.incentives.types import NewPlan, PlanState
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import open_accounts, post_or_refuse
from niangjia.kernel.ledger.types import NewAccount, TransferRequest
from niangjia.kernel.records.operations import move_record, open_record
from niangjia.kernel.records.types import NewMove, NewRecord

NO_RULES: Final = Term("计划里没有规则。请至少写一条。", "The plan has no rule: write at least one.")
NO_TITLE: Final = Term("计划要有名称。", "A plan needs a title.")
OWN_DRAFT: Final = Term(
    "这份计划是您起草的，不能由您批准。请另一位同事批准。", "You drafted this plan: a colleague must approve it."
)
NOT_DRAFT: Final = Term("计划不是草稿（可能别人刚刚办过）。请刷新。", "It is no draft any more; reload the page.")


def draft_plan(plan: NewPlan, *, organisation_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Draft a plan with its rules; nothing is given before a second person approves it.

    Refuses ``act_not_allowed``, ``plan_without_title``, ``plan_without_rules`` and what the constraints say.
    """
    require(actor, "incentive.draft", on=organisation_id, at=day_of(at))
    if not plan.title.strip():
        raise Refusal("plan_without_title", NO_TITLE)
    if not plan.rules:
        raise Refusal("plan_without_rules", NO_RULES)
    title = plan.title.strip()
    record = NewRecord("incentive_plan", title, PlanState.DRAFT, "draft", organisation_id)
    key = open_record(record, actor=actor, at=at)
    Plan.objects.create(
        record_id=key,
        organisation_id=organisation_id,
        title=title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        budget=plan.budget,
        drafted_by=actor.account_id,
    )
    PlanRule.objects.bulk_create(
        PlanRule(
            plan_id=key,
            position=position,
            title=rule.title,
            article=rule.article,
            condition=json.dumps(to_canonical(rule.when), ensure_ascii=False),
            amount=rule.amount,
        )
        for position, rule in enumerate(plan.rules, start=1)
    )
    return key


def approve_plan(plan_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Put a plan in force and its budget on the ledger. Refuses ``act_not_allowed``, ``own_draft``, ``not_a_draft``."""
    plan = _draft(plan_id, "incentive.approve", actor=actor, at=at)
    if actor.account_id == plan.drafted_by:
        raise Refusal("own_draft", OWN_DRAFT)
    Plan.objects.filter(record_id=plan_id).update(approved_by=actor.account_id, approved_at=at)
    move_record(NewMove(plan_id, "approve", PlanState.DRAFT, PlanState.IN_FORCE), actor=actor, at=at)
    log(actor=actor, act="incentive.approve", about=plan_id, at=at, detail={"budget": str(plan.budget)})
    open_accounts(
        [
            NewAccount(ISSUE, Unit.STANDARD_CREDIT, "bank.issue"),
            NewAccount(plan_id, Unit.STANDARD_CREDIT, "plan.budget", owner_id=plan.organisation_id, floor=0),
        ]
    )
    fund = TransferRequest(
        id=uuid5(plan_id, "fund"),
        from_account=ISSUE,
        to_account=plan_id,
        amount=plan.budget,
        unit=Unit.STANDARD_CREDIT,
        event_at=at,
        about_id=plan_id,
        reason="budget",
    )
    post_or_refuse([fund])


def withdraw_plan(plan_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Give up a draft. Refuses ``act_not_allowed`` and ``not_a_draft``."""
    _draft(plan_id, "incentive.draft", actor=actor, at=at)
    move_record(NewMove(plan_id, "withdraw", PlanState.DRAFT, PlanState.WITHDRAWN), actor=actor, at=at)


def _draft(plan_id: UUID, act: str, *, actor: Actor, at: datetime) -> Plan:
    """A draft on which the actor may do this, locked."""
    require(actor, act, on=Plan.objects.get(record_id=plan_id).organisation_id, at=day_of(at))
    plan = Plan.objects.select_for_update(of=("self",)).select_related("record").get(record_id=plan_id)
    if plan.record.state != PlanState.DRAFT:
        raise Refusal("not_a_draft", NOT_DRAFT)
    return plan
