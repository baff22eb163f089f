"""Read appeals: a worker's own, the queue of an office, and how many were upheld."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.types import CLOSED, OPEN, State
from niangjia.kernel.people.queries import organisations_under
from niangjia.kernel.people.types import Tree
from niangjia.kernel.records.models import Move


def appeals_of(person_id: UUID) -> QuerySet[Appeal]:
    """Everything that a worker appealed, newest first."""
    found = Appeal.objects.filter(record__subject_id=person_id).select_related("record__organisation", "about")
    return found.order_by("-record_id")


def appeal_of(appeal_id: UUID) -> Appeal | None:
    """One appeal, if the actor may see it."""
    return Appeal.objects.filter(record_id=appeal_id).select_related("record__organisation", "about").first()


def appeals_at(organisation_id: UUID, *, is_open: bool, on: date) -> QuerySet[Appeal]:
    """The appeals against what an organisation, or one under it, decided: open ones oldest first, others newest first.

    ``pk`` pages them.
    """
    below = organisations_under(Tree.UNION, organisation_id, on=on).values("party_id")
    states = OPEN if is_open else CLOSED
    found = Appeal.objects.filter(record__kind="appeal", record__organisation_id__in=below, record__state__in=states)
    return found.select_related("record__organisation", "about").order_by("record_id" if is_open else "-record_id")


def appeals_about(record_ids: Iterable[UUID]) -> dict[UUID, Appeal]:
    """The newest appeal about each of these records that has one."""
    found = Appeal.objects.filter(about_id__in=list(record_ids)).select_related("record").order_by("record_id")
    return {appeal.about_id: appeal for appeal in found}


def appeals_decided(organisation_id: UUID, state: State, *, since: datetime, until: datetime) -> QuerySet[Move]:
    """The moves by which appeals against an organisation's own acts came to a state, from an instant to before another.

    Each opens into its record. ``State.UPHELD`` counts what others put right.
    """
    found = Move.objects.filter(record__kind="appeal", record__organisation_id=organisation_id, to_state=state)
    return found.filter(at__gte=since, at__lt=until).select_related("record").order_by("at", "id")


def appeals_upheld(body_id: UUID, *, since: datetime, until: datetime) -> int:
    """How many appeals against a body's or college's acts were upheld, from an instant to before another."""
    return appeals_decided(body_id, State.UPHELD, since=since, until=until).count()
