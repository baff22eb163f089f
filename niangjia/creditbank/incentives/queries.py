"""Read plans, their figures, events, and what a person got or did not get."""

from uuid import UUID

from django.db.models import QuerySet

from niangjia.creditbank.incentives.models import Bonus, Event, Plan, ResultDocument, Unrewarded
from niangjia.creditbank.incentives.types import BonusState, Figures
from niangjia.kernel.ledger.queries import standing


def plans_of(organisation_id: UUID) -> QuerySet[Plan]:
    """Every plan of an organisation, newest first."""
    return Plan.objects.filter(organisation_id=organisation_id).select_related("record").order_by("-record_id")


def plan_of(plan_id: UUID) -> Plan | None:
    """One plan with its rules, if the actor may see it."""
    found = Plan.objects.filter(record_id=plan_id).select_related("record", "organisation")
    return found.prefetch_related("rules").first()


def figures_of(plan: Plan) -> Figures:
    """Budget, reserved, given and left, from the ledger: they always add up."""
    now = standing(plan.record_id)
    if now is None:
        return Figures(plan.budget, 0, 0, plan.budget)
    return Figures(plan.budget, now.pending_out, plan.budget - now.balance, now.balance - now.pending_out)


def bonuses_of(plan_id: UUID, *, state: BonusState | None = None) -> QuerySet[Bonus]:
    """The bonuses of a plan, newest first: a figure's records."""
    found = Bonus.objects.filter(plan_id=plan_id).select_related("record", "rule", "person", "document__event")
    if state is not None:
        found = found.filter(record__state=state)
    return found.order_by("-record_id")


def unrewarded_of(plan_id: UUID) -> QuerySet[Unrewarded]:
    """Outcomes that a plan does not reward, newest first."""
    found = Unrewarded.objects.filter(plan_id=plan_id)
    return found.select_related("person", "outcome", "document__event").order_by("-id")


def events() -> QuerySet[Event]:
    """Every event on record, the latest held first."""
    return Event.objects.select_related("root").order_by("-held_on", "name")


def documents_of(organisation_id: UUID) -> QuerySet[ResultDocument]:
    """The result documents that an organisation filed, newest first."""
    return ResultDocument.objects.filter(organisation_id=organisation_id).select_related("event").order_by("-record_id")


def bonuses_of_person(person_id: UUID) -> list[Bonus]:
    """What a person got or will get, newest first."""
    found = Bonus.objects.filter(person_id=person_id).select_related(
        "record", "rule", "plan", "document__event", "outcome"
    )
    return list(found.order_by("-record_id"))


def unrewarded_of_person(person_id: UUID) -> list[Unrewarded]:
    """What a person did not get, and why, newest first."""
    found = Unrewarded.objects.filter(person_id=person_id).select_related("plan", "document__event", "outcome")
    return list(found.order_by("-id"))
