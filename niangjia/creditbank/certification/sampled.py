"""Read samplings: the rounds for everyone, what was drawn for the operator, what a body must look at again."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from niangjia.creditbank.certification.models import Certification, Check, SampleItem, SamplingRound, Step

LINES: Final = """
SELECT coalesce(string_agg(line || E'\\n', '' ORDER BY line COLLATE "C"), '')
FROM (SELECT concat_ws(' ', step, body_id, act_id) AS line FROM sampling_acts(%s)) AS acts
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose outcome was drawn."""

    id: UUID
    name: str


def rounds() -> QuerySet[SamplingRound]:
    """All samplings, the latest first, with how many were drawn, checked again and not agreed with."""
    found = SamplingRound.objects.annotate(
        drawn_count=Count("items"),
        done_count=Count("items__finding"),
        against_count=Count("items__finding", filter=Q(items__finding__agreed=False)),
    )
    return found.order_by("-valid_from", "-record_id")


def acts_text(round_id: UUID) -> str:
    """The list that a sample is drawn from: a line an act (step, body, act), sorted by bytes, each with its newline.

    Empty for whoever may not see it yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(LINES, [round_id])
        return str(cursor.fetchone()[0])


def items_of(round_id: UUID) -> QuerySet[SampleItem]:
    """What was drawn, what is not checked again yet first; paged by nothing: a round has a set size."""
    found = SampleItem.objects.filter(round_id=round_id).select_related("outcome__detail", "body", "finding")
    return found.order_by("body__name", "step", "place")


def findings_at(body_id: UUID) -> QuerySet[SampleItem]:
    """What third persons found of a body's own acts, the latest first."""
    found = SampleItem.objects.filter(body_id=body_id, finding__isnull=False)
    return found.select_related("outcome__record", "finding", "round").order_by("-finding__at", "-id")


def persons_of(round_id: UUID) -> dict[UUID, Person]:
    """Whose outcomes were drawn, by item; to the bank's operator. The caller notes in the read log whom she shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT item_id, person_id, name FROM sampling_persons(%s)", [round_id])
        return {item: Person(person, name) for item, person, name in cursor.fetchall()}


def act_of(item: SampleItem) -> Check | Certification:
    """The first check or the verdict that was drawn."""
    if item.step == Step.CHECK:
        return Check.objects.get(id=item.act_id)
    return Certification.objects.select_related("reason_row").get(id=item.act_id)
