"""Reserve bonuses for outcomes of a result list: the first rule that holds, the best rank alone, within the budget."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.conditions import Condition, Truth, from_canonical, holds
from niangjia.core.ids import new_id
from niangjia.core.units import Unit
from niangjia.creditbank.engine.books import HeldOutcome, Learner
from niangjia.creditbank.engine.facts import facts_of
from niangjia.creditbank.incentives.models import Bonus, Event, Plan, PlanRule, ResultDocument, Unrewarded
from niangjia.creditbank.incentives.naming import event_key
from niangjia.creditbank.incentives.types import BonusState, Reason, Rewarded
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.kernel.ledger.operations import open_accounts, post_or_refuse
from niangjia.kernel.ledger.queries import standing
from niangjia.kernel.ledger.types import Kind, NewAccount, TransferRequest
from niangjia.kernel.records.operations import open_records
from niangjia.kernel.records.types import NewRecord

NOBODY: Final = Learner(id="")  # a bonus depends on the achievement alone
BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An outcome of a list with the rule that would reward it."""

    outcome: Outcome
    rule: PlanRule | None
    key: UUID


def reserve_bonuses(
    outcome_ids: Sequence[UUID], *, plan: Plan, document: ResultDocument, actor: Actor, at: datetime
) -> Rewarded:
    """Reserve what the plan gives for each outcome, and note why for each that gets nothing.

    The plan is locked, so that two lists at once share one budget; the ledger's floor refuses whatever passes it.
    """
    Plan.objects.select_for_update(of=("self",)).get(record_id=plan.record_id)
    rules = list(plan.rules.all())
    standing_keys = set(
        Bonus.objects.filter(outcome_id__in=outcome_ids, void_at=None).values_list("outcome_id", flat=True)
    )
    rows = Outcome.objects.filter(record_id__in=outcome_ids).select_related("detail").order_by("record_id")
    candidates = [
        Candidate(row, rule_for(as_held(row), rules, on=day_of(at)), new_id())
        for row in rows
        if row.record_id not in standing_keys
    ]
    chosen, refused = _chosen(candidates, plan, document)
    _write(chosen, plan, document, actor=actor, at=at)
    _note(refused, plan, document, at=at)
    log(actor=actor, act="incentive.reserve", about=plan.record_id, at=at, detail={"count": str(len(chosen))})
    _hold(chosen, plan, at=at)
    counts = {reason: sum(why is reason for _, why in refused) for reason in Reason}
    return Rewarded(len(chosen), {reason: count for reason, count in counts.items() if count})


def rule_for(held: HeldOutcome, rules: Sequence[PlanRule], *, on: date) -> PlanRule | None:
    """The first rule that holds; one whose facts are not known does not."""
    facts = facts_of(held, NOBODY, on)
    return next((rule for rule in rules if holds(condition_of(rule.condition), facts) is Truth.YES), None)


@lru_cache(maxsize=512)
def condition_of(text: str) -> Condition:
    """A rule's condition from its canonical form. Read once a process."""
    return from_canonical(json.loads(text))


def hold_key(bonus_id: UUID) -> UUID:
    """The key of a bonus's pending transfer."""
    return uuid5(bonus_id, "hold")


def _chosen(
    candidates: Sequence[Candidate], plan: Plan, document: ResultDocument
) -> tuple[list[Candidate], list[tuple[Candidate, Reason]]]:
    """Who gets a bonus, the larger first, and who does not and why."""
    event = document.event
    rewarded = _rewarded([each.outcome.person_id for each in candidates], event.root_id)
    now = standing(plan.record_id)
    left = 0 if now is None else now.balance - now.pending_out
    chosen: list[Candidate] = []
    refused: list[tuple[Candidate, Reason]] = []
    people: set[UUID] = set()
    for each in sorted(candidates, key=lambda one: (-(one.rule.amount if one.rule else 0), one.outcome.record_id)):
        reason = _reason(each, event, rewarded, people, left)
        if reason is not None:
            refused.append((each, reason))
            continue
        chosen.append(each)
        people.add(each.outcome.person_id)
        left -= each.rule.amount if each.rule else 0
    return chosen, refused


def _reason(each: Candidate, event: Event, rewarded: set[UUID], people: set[UUID], left: int) -> Reason | None:
    outcome, rule = each.outcome, each.rule
    said = outcome.detail.event or outcome.title
    same = (outcome.kind, event_key(said), outcome.awarded_on.year) == (event.kind, event.name_key, event.held_on.year)
    if not same:
        return Reason.OTHER_EVENT
    if outcome.person_id in rewarded:
        return Reason.REWARDED_ALREADY
    if rule is None:
        return Reason.NO_RULE
    if outcome.person_id in people:
        return Reason.BETTER_RANK
    return Reason.BUDGET_SPENT if rule.amount > left else None


def _rewarded(person_ids: Sequence[UUID], root_id: UUID) -> set[UUID]:
    """Whom any plan of anyone rewards for this achievement already. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM incentives_rewarded(%s::uuid[], %s)", [list(person_ids), root_id])
        return {person for (person,) in cursor.fetchall()}


def _write(chosen: Sequence[Candidate], plan: Plan, document: ResultDocument, *, actor: Actor, at: datetime) -> None:
    open_records(
        [
            NewRecord(
                "bonus",
                each.outcome.title,
                BonusState.RESERVED,
                "reserve",
                plan.organisation_id,
                subject_id=each.outcome.person_id,
                id=each.key,
            )
            for each in chosen
        ],
        actor=actor,
        at=at,
    )
    Bonus.objects.bulk_create(
        (
            Bonus(
                record_id=each.key,
                plan=plan,
                rule=each.rule,
                document=document,
                root_id=document.event.root_id,
                outcome=each.outcome,
                person_id=each.outcome.person_id,
                amount=each.rule.amount,
            )
            for each in chosen
            if each.rule is not None
        ),
        batch_size=BATCH,
    )


def _note(refused: Sequence[tuple[Candidate, Reason]], plan: Plan, document: ResultDocument, *, at: datetime) -> None:
    Unrewarded.objects.bulk_create(
        (
            Unrewarded(
                plan=plan,
                document=document,
                outcome=each.outcome,
                person_id=each.outcome.person_id,
                reason=reason,
                at=at,
            )
            for each, reason in refused
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _hold(chosen: Sequence[Candidate], plan: Plan, *, at: datetime) -> None:
    """Hold each amount against the budget until the outcome is decided on."""
    if not chosen:
        return
    open_accounts(
        [
            NewAccount(each.key, Unit.STANDARD_CREDIT, "bonus", owner_id=each.outcome.person_id, floor=0)
            for each in chosen
        ]
    )
    post_or_refuse(
        [
            TransferRequest(
                id=hold_key(each.key),
                from_account=plan.record_id,
                to_account=each.key,
                amount=each.rule.amount,
                unit=Unit.STANDARD_CREDIT,
                event_at=at,
                about_id=each.key,
                reason="reserve",
                kind=Kind.PENDING,
            )
            for each in chosen
            if each.rule is not None
        ]
    )
