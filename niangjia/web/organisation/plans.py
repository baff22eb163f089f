"""Incentive plans: drafted, tried on real records, approved by a second person; their figures and records."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.conditions import Condition, all_of, fact
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.engine.wording import PRIZES, TIERS
from niangjia.creditbank.incentives.models import Plan
from niangjia.creditbank.incentives.plans import approve_plan, draft_plan, withdraw_plan
from niangjia.creditbank.incentives.queries import bonuses_of, figures_of, plan_of, plans_of, unrewarded_of
from niangjia.creditbank.incentives.rewarding import condition_of
from niangjia.creditbank.incentives.settling import settle_plan
from niangjia.creditbank.incentives.trying import dry_run
from niangjia.creditbank.incentives.types import BonusState, EventKind, NewPlan, NewRule, PlanState, Reason
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.condition_words import condition_words
from niangjia.web.desk import Seat, clerk_desk, seated
from niangjia.web.organisation.offers import day_of_form, text_of_form

PAGE: Final = 50
MOST_RULES: Final = 8
YEAR: Final = timedelta(days=365)
STATES: Final = {
    PlanState.DRAFT: Term("草稿，等另一人批准", "a draft, waits for a second person"),
    PlanState.IN_FORCE: Term("已生效", "in force"),
    PlanState.WITHDRAWN: Term("已放弃", "given up"),
}
DRAFTED: Final = Term("已起草。请另一位同事批准后生效。", "Drafted. A colleague has to approve it.")
APPROVED: Final = Term("已批准，预算已记账。", "Approved; the budget stands on the ledger.")
WITHDRAWN: Final = Term("草稿已放弃。", "The draft is given up.")
SETTLED: Final = Term(
    "已结算：奖励 {given} 项，退回预算 {released} 项，收回 {returned} 项。",
    "Settled: {given} given, {released} back in the budget, {returned} taken back.",
)
NO_AMOUNT: Final = Term("学分要写成数字，例如 2 或 1.5。", "Write credits as a number, such as 2 or 1.5.")


@require_safe
@seated("incentive.draft", Role.CLERK)
def plans(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every plan with where its budget stands."""
    rows = [(row, STATES[PlanState(row.record.state)], figures_of(row)) for row in plans_of(seat.organisation_id)]
    return render(request, "organisation/plans.html", {"here": "plans", "desk": clerk_desk(seat), "rows": rows})


@seated("incentive.draft", Role.CLERK)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Draft a plan."""
    if request.method == "POST":
        plan = NewPlan(
            title=text_of_form(request, "title", 120),
            starts_on=day_of_form(request, "starts"),
            ends_on=day_of_form(request, "ends"),
            budget=_credits(request.POST.get("budget", "")),
            rules=[rule for number in range(MOST_RULES) if (rule := _rule(request, number)) is not None],
        )
        key = draft_plan(plan, organisation_id=seat.organisation_id, actor=seat.actor, at=clock.now())
        messages.success(request, DRAFTED.in_language(get_language()))
        return redirect("organisation-plan", key)
    page = {"here": "plans", "desk": clerk_desk(seat), "numbers": range(MOST_RULES), "tiers": TIERS, "prizes": PRIZES}
    return render(request, "organisation/plan_add.html", page | {"kinds": list(EventKind)})


@require_safe
@seated("incentive.draft", Role.CLERK)
def plan(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """One plan: figures that open, rules, what it would have given last year, what may be done."""
    row = own_plan(seat, plan_id)
    today = clock.today()
    page = {
        "here": "plans",
        "desk": clerk_desk(seat),
        "row": row,
        "state": STATES[PlanState(row.record.state)],
        "figures": figures_of(row),
        "rules": [(rule, condition_words(condition_of(rule.condition))) for rule in row.rules.all()],
        "trial": dry_run(row, starts_on=today - YEAR, ends_on=today),
        "is_draft": row.record.state == PlanState.DRAFT,
        "is_in_force": row.record.state == PlanState.IN_FORCE,
        "is_own": row.drafted_by == seat.actor.account_id,
        "unrewarded_count": unrewarded_of(plan_id).count(),
    }
    return render(request, "organisation/plan.html", page)


@require_safe
@seated("incentive.draft", Role.CLERK)
def bonuses(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """The records behind a figure, newest first; or what is not rewarded, with the reason."""
    row = own_plan(seat, plan_id)
    state = request.GET.get("state", "")
    page = {"here": "plans", "desk": clerk_desk(seat), "row": row, "state": state, "states": list(BonusState)}
    before = key_of(request.GET.get("after"))
    if state == "unrewarded":
        missed = unrewarded_of(plan_id)
        found = list((missed.filter(id__lt=before) if before else missed)[: PAGE + 1])
        told = [(each, Reason(each.reason).term) for each in found[:PAGE]]
        page |= {"missed": told, "after": str(found[PAGE - 1].id) if len(found) > PAGE else ""}
        return render(request, "organisation/bonuses.html", page)
    given = bonuses_of(plan_id, state=BonusState(state) if state in list(BonusState) else None)
    rows = list((given.filter(record_id__lt=before) if before else given)[: PAGE + 1])
    shown = [(each, BonusState(each.record.state).term) for each in rows[:PAGE]]
    page |= {"rows": shown, "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else ""}
    return render(request, "organisation/bonuses.html", page)


@require_POST
@seated("incentive.approve", Role.CLERK)
def decide(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """Approve a draft, or give it up."""
    own_plan(seat, plan_id)
    if request.POST.get("act") == "approve":
        approve_plan(plan_id, actor=seat.actor, at=clock.now())
        told = APPROVED
    else:
        withdraw_plan(plan_id, actor=seat.actor, at=clock.now())
        told = WITHDRAWN
    messages.success(request, told.in_language(get_language()))
    return redirect("organisation-plan", plan_id)


@require_POST
@seated("incentive.reward", Role.CLERK)
def settle(request: HttpRequest, seat: Seat, plan_id: UUID) -> HttpResponse:
    """Settle now what the job settles every five minutes."""
    own_plan(seat, plan_id)
    found = settle_plan(plan_id, actor=seat.actor, at=clock.now())
    told = SETTLED.format(given=found.given, released=found.released, returned=found.returned)
    messages.success(request, told.in_language(get_language()))
    return redirect("organisation-plan", plan_id)


def own_plan(seat: Seat, plan_id: UUID) -> Plan:
    """A plan of the seat's organisation; another's is not there."""
    row = plan_of(plan_id)
    if row is None or row.organisation_id != seat.organisation_id:
        raise Http404
    return row


def _credits(text: str) -> int:
    try:
        return to_units(Decimal(text.strip()[:12]), Unit.STANDARD_CREDIT)
    except InvalidOperation:
        raise Refusal("amount_missing", NO_AMOUNT) from None


def _rule(request: HttpRequest, number: int) -> NewRule | None:
    """One row of the form; one without an amount says nothing."""
    amount = request.POST.get(f"amount-{number}", "").strip()
    if not amount:
        return None
    kind = request.POST.get(f"kind-{number}", "")
    parts: list[Condition] = [
        fact("kind").equals(EventKind(kind) if kind in list(EventKind) else EventKind.COMPETITION)
    ]
    tier, prize, rank = (request.POST.get(f"{name}-{number}", "") for name in ("tier", "prize", "rank"))
    if tier in {str(each) for each in TIERS}:
        parts.append(fact("tier").at_least(int(tier)))
    if prize in PRIZES:
        parts.append(fact("prize").equals(str(prize)))
    if rank.isdecimal() and len(rank) < 4:  # noqa: PLR2004 - a rank of three figures
        parts.append(fact("rank").at_most(int(rank)))
    title = text_of_form(request, f"title-{number}", 120) or f"第 {number + 1} 条"
    return NewRule(title, text_of_form(request, f"article-{number}", 60), all_of(*parts), _credits(amount))
