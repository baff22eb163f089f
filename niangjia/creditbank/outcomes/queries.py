"""Read outcomes: as the engine's values with what is left in their lots, and as lists."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.creditbank.accreditation.queries import bodies_for
from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize
from niangjia.creditbank.outcomes.fingerprints import certificate_key, fingerprint
from niangjia.creditbank.outcomes.models import Deposit, Draft, Lookup, Outcome
from niangjia.creditbank.outcomes.types import Clash, NewOutcome, Source, Standing, State
from niangjia.kernel.ledger.queries import balances
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.queries import held_by, survivors


def clashes(outcomes: Sequence[NewOutcome]) -> list[Clash]:
    """Which of these stand already, or twice among these: a skill certificate of anyone, all else of the same person.

    A paper counts wherever it stands, though the asker may not see it; whose it is stays unsaid.
    """
    known = _known(outcomes)
    seen = _standing(known.values())
    met: dict[tuple[UUID | None, str, str], int] = {}
    found = []
    for position, each in enumerate(outcomes):
        earlier = min((met.setdefault(key, position) for key in _keys(each)), default=position)
        if position in known or earlier != position:
            number, standing = each.held.certificate_number, seen.get(known.get(position))
            found.append(Clash(position, number, None if earlier == position else earlier, standing))
    return found


def _keys(new: NewOutcome) -> list[tuple[UUID | None, str, str]]:
    """Under what an outcome would stand."""
    paper, said = certificate_key(new.held.certificate_number), (new.person_id, "", facts_digest(new))
    if paper is None:
        return [said]
    person = None if new.held.kind is OutcomeKind.SKILL_CERTIFICATE else new.person_id
    return [said, (person, new.held.kind.value, paper)]


def facts_digest(new: NewOutcome) -> str:
    """The fingerprint of an outcome to deposit."""
    return fingerprint({each.name: getattr(new.held, each.name) for each in fields(new.held)})


def _known(outcomes: Sequence[NewOutcome]) -> dict[int, UUID]:
    """Positions of outcomes that are deposited anywhere, with the key of what stands. One query."""
    asked: list[list[UUID] | list[str] | list[str | None]] = [
        [each.person_id for each in outcomes],
        [each.held.kind.value for each in outcomes],
        [certificate_key(each.held.certificate_number) for each in outcomes],
        [facts_digest(each) for each in outcomes],
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outcomes_known(%s::uuid[], %s::text[], %s::text[], %s::text[])", asked)
        return {place - 1: outcome for place, outcome in cursor.fetchall() if outcome is not None}


def _standing(keys: Iterable[UUID]) -> dict[UUID | None, Standing]:
    """Those of them that the asker may see."""
    rows = Outcome.objects.filter(record_id__in=set(keys)).select_related("deposit", "record")
    return {
        row.record_id: Standing(
            row.record_id,
            row.title,
            row.body_id,
            State(row.record.state),
            day_of(row.deposit.deposited_at),
            row.deposit.file_name,
            row.deposit.file_hash,
        )
        for row in rows.filter(deposit__isnull=False)
    }


def certified_of(person_ids: Iterable[UUID]) -> dict[UUID, tuple[HeldOutcome, ...]]:
    """For each person, the certified outcomes with the balance of their lots, in two queries.

    What somebody holds who was merged into her is hers too (a third query, where there is such a one).
    """
    asked = set(person_ids)
    rows = list(
        Outcome.objects.filter(held_by(asked), record__state=State.CERTIFIED)
        .select_related("detail")
        .order_by("record_id")
    )
    left = balances([row.record_id for row in rows])
    merged = survivors(row.person_id for row in rows if row.person_id not in asked)
    found: dict[UUID, list[HeldOutcome]] = {}
    for row in rows:
        person = merged.get(row.person_id, row.person_id)
        found.setdefault(person, []).append(_held(row, left.get(row.record_id)))
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


def bodies_that_take(kind: OutcomeKind, *, on: date) -> QuerySet[Organisation]:
    """The bodies with which an outcome of this kind can be deposited on a day, by name: those accredited for it."""
    return bodies_for(kind.value, on=on)


def drafts_begun(actor: Actor) -> QuerySet[Draft]:
    """What an account asked people to confirm, and what they said, the latest first; a hundred of them."""
    asked = Draft.objects.filter(begun_by=actor.account_id, asked_at__isnull=False)
    return asked.select_related("person").order_by("-asked_at")[:100]


def lookups_of(outcome_id: UUID) -> QuerySet[Lookup]:
    """What official registers answered about an outcome, the oldest first."""
    return Lookup.objects.filter(outcome_id=outcome_id).select_related("attachment").order_by("id")


def deposit_of(outcome_id: UUID) -> Deposit:
    """The act by which an outcome came in: from where, by whom, when. DoesNotExist where there is none to be seen."""
    return Deposit.objects.get(outcomes=outcome_id)


def drafts_of(person_id: UUID) -> QuerySet[Draft]:
    """What is typed in for a person and not deposited yet: her own, and what her union asks her to confirm."""
    waiting = Draft.objects.filter(person_id=person_id, outcome=None, declined_at=None)
    hers = waiting.filter(Q(source=Source.WORKER) | Q(source=Source.CREDENTIAL) | Q(asked_at__isnull=False))
    return hers.select_related("body").order_by("-saved_at")


def open_drafts(actor: Actor) -> QuerySet[Draft]:
    """What an account began to deposit and did not hand on yet, the latest first."""
    begun = Draft.objects.filter(begun_by=actor.account_id, outcome=None, declined_at=None, asked_at=None)
    return begun.select_related("body", "person").order_by("-saved_at")


def outcomes_of_body(body_id: UUID, *, state: State | None = None) -> QuerySet[Outcome]:
    """Outcomes deposited with a body, oldest first."""
    found = Outcome.objects.filter(body_id=body_id).select_related("detail", "person", "record")
    if state is not None:
        found = found.filter(record__state=state)
    return found.order_by("record_id")


def outcomes_of_person(person_id: UUID) -> QuerySet[Outcome]:
    """Everything deposited for a person, newest award first."""
    return (
        Outcome.objects.filter(held_by([person_id]))
        .select_related("detail", "body", "record")
        .order_by("-awarded_on", "record_id")
    )
