"""Read panels: a college's, a worker's, and those on which an account sits."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from niangjia.creditbank.panels.models import Expert, Member, Panel
from niangjia.creditbank.panels.types import CLOSED, OPEN


def panels_of_college(college_id: UUID, *, is_open: bool) -> QuerySet[Panel]:
    """A college's panels: open ones oldest first, settled ones newest first. ``pk`` pages them."""
    states = OPEN if is_open else CLOSED
    found = Panel.objects.filter(
        record__kind="panel", record__organisation_id=college_id, record__state__in=states
    ).select_related("record", "enrolment__person", "enrolment__programme")
    return found.order_by("record_id" if is_open else "-record_id")


def panels_of_learner(enrolment_ids: Iterable[UUID]) -> QuerySet[Panel]:
    """A worker's panels, newest first."""
    return Panel.objects.filter(enrolment_id__in=list(enrolment_ids)).select_related("record").order_by("-record_id")


def panel_of(panel_id: UUID) -> Panel | None:
    """One panel, if the actor may see it."""
    return Panel.objects.filter(record_id=panel_id).select_related("record__organisation", "rule_book").first()


def seats_on_panels(account_id: UUID | None) -> QuerySet[Member]:
    """The seats of an account on panels, the newest first."""
    if account_id is None:
        return Member.objects.none()
    found = Member.objects.filter(account_id=account_id, excused_at=None).select_related("panel__record")
    return found.order_by("-named_at", "-id")


def roster(college_id: UUID) -> QuerySet[Expert]:
    """The experts whom a college may call, by field."""
    found = Expert.objects.filter(college_id=college_id, ended_at=None).select_related("account")
    return found.order_by("field", "account__label", "id")


def who_decided(decision_id: UUID) -> QuerySet[Member]:
    """The members of the panel that a decision, or a panel without one, came from; nobody where there was none."""
    found = Member.objects.filter(Q(panel__result__decision_id=decision_id) | Q(panel_id=decision_id), excused_at=None)
    return found.select_related("account").order_by("named_at", "id")


def learner_before(panel_id: UUID) -> str:
    """The name of the learner, to who sits on the panel: she must see whom she decides about. Empty to others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT panels_learner(%s)", [panel_id])
        (name,) = cursor.fetchone()
    return name or ""
