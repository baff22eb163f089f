"""Read outcomes: as the engine's values with what is left in their lots, and as lists."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import Clash, NewOutcome, State
from niangjia.kernel.ledger.queries import balances

DETAILS: Final = (
    "occupation", "level", "tier", "prize", "rank", "is_team", "share", "hours", "months", "score", "credits",
    "subject", "event", "certificate_class",
)  # fmt: skip


def clashes(outcomes: Sequence[NewOutcome]) -> list[Clash]:
    """Which of these stand already: the same skill certificate of anyone, or the same certificate of the person.

    A skill certificate counts wherever it stands, though the asker may not see it; whose it is stays unsaid.
    """
    numbers = sorted({outcome.held.certificate_number for outcome in outcomes if outcome.held.certificate_number})
    anyone = known_certificates(numbers)
    own = set(
        Outcome.objects.filter(certificate_number__in=numbers, void_at=None).values_list(
            "person_id", "kind", "certificate_number"
        )
    )
    return [
        Clash(position, held.certificate_number)
        for position, (person_id, held) in enumerate((outcome.person_id, outcome.held) for outcome in outcomes)
        if held.certificate_number is not None
        and (
            (held.kind is OutcomeKind.SKILL_CERTIFICATE and held.certificate_number in anyone)
            or (person_id, held.kind.value, held.certificate_number) in own
        )
    ]


def known_certificates(numbers: Sequence[str]) -> frozenset[str]:
    """Which of these numbers belong to skill certificates deposited anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outcomes_known_certificates(%s::text[])", [list(numbers)])
        return frozenset(number for (number,) in cursor.fetchall())


def certified_of(person_ids: Iterable[UUID]) -> dict[UUID, tuple[HeldOutcome, ...]]:
    """For each person, the certified outcomes with the balance of their lots, in two queries."""
    rows = list(
        Outcome.objects.filter(person_id__in=set(person_ids), record__state=State.CERTIFIED)
        .select_related("detail")
        .order_by("record_id")
    )
    left = balances([row.record_id for row in rows])
    found: dict[UUID, list[HeldOutcome]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(_held(row, left.get(row.record_id)))
    return {person: tuple(outcomes) for person, outcomes in found.items()}


def _held(row: Outcome, balance: int | None) -> HeldOutcome:
    detail = row.detail
    return HeldOutcome(
        id=str(row.record_id),
        kind=OutcomeKind(row.kind),
        title=row.title,
        awarded_on=row.awarded_on,
        certificate_number=row.certificate_number,
        issuer=row.issuer,
        expires_on=row.expires_on,
        occupation=detail.occupation,
        level=detail.level,
        tier=detail.tier,
        prize=Prize(detail.prize) if detail.prize else None,
        rank=detail.rank,
        is_team=detail.is_team,
        share=detail.share,
        hours=detail.hours,
        months=detail.months,
        score=detail.score,
        credits=detail.credits,
        subject=detail.subject,
        event=detail.event,
        certificate_class=CertificateClass(detail.certificate_class) if detail.certificate_class else None,
        standard_value=row.standard_value,
        balance=balance,
    )


def as_held(row: Outcome) -> HeldOutcome:
    """An outcome that is not certified yet as the engine's value: nothing of it is on the ledger."""
    return _held(row, None)


def outcomes_of_body(body_id: UUID, *, state: State | None = None) -> QuerySet[Outcome]:
    """Outcomes deposited with a body, oldest first."""
    found = Outcome.objects.filter(body_id=body_id).select_related("detail", "person", "record")
    if state is not None:
        found = found.filter(record__state=state)
    return found.order_by("record_id")


def outcomes_of_person(person_id: UUID) -> QuerySet[Outcome]:
    """Everything deposited for a person, newest award first."""
    return (
        Outcome.objects.filter(person_id=person_id)
        .select_related("detail", "body", "record")
        .order_by("-awarded_on", "record_id")
    )
