"""Read outcomes: as the engine's values with what is left in their lots, and as lists."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import Clash, NewOutcome, State
from niangjia.creditbank.workbooks.outcome_rows import comparable_number
from niangjia.kernel.ledger.queries import balances

DETAILS: Final = (
    "occupation", "level", "tier", "prize", "rank", "is_team", "share", "hours", "months", "score", "credits",
    "subject", "event", "certificate_class",
)  # fmt: skip


def certificate_key(number: str | None) -> str | None:
    """A certificate's number as numbers are compared: 皖 JN-08264 and 皖jn08264 are one paper."""
    return None if number is None else comparable_number(number) or number


def clashes(outcomes: Sequence[NewOutcome]) -> list[Clash]:
    """Which of these stand already, or twice among these: a skill certificate of anyone, another paper of the person.

    A paper counts wherever it stands, though the asker may not see it; whose it is stays unsaid.
    """
    asked = [(each.person_id, each.held.kind, certificate_key(each.held.certificate_number)) for each in outcomes]
    known = _known_papers(asked)
    met: set[tuple[UUID | None, OutcomeKind, str]] = set()
    found = []
    for position, (person_id, kind, key) in enumerate(asked):
        if key is None:
            continue
        paper = (None if kind is OutcomeKind.SKILL_CERTIFICATE else person_id, kind, key)
        if position in known or paper in met:
            found.append(Clash(position, outcomes[position].held.certificate_number or ""))
        met.add(paper)
    return found


def _known_papers(asked: Sequence[tuple[UUID, OutcomeKind, str | None]]) -> frozenset[int]:
    """The positions of papers that are deposited anywhere. One query."""
    persons, kinds, keys = [each[0] for each in asked], [each[1].value for each in asked], [each[2] for each in asked]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM outcomes_known_papers(%s::uuid[], %s::text[], %s::text[])", [persons, kinds, keys]
        )
        return frozenset(place - 1 for (place,) in cursor.fetchall())


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
        made_from=tuple(detail.made_from),
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
