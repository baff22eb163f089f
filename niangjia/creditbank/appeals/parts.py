"""Who had part in what is appealed: read from the moves, so that nobody has to declare it and nobody can forget it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.panels.queries import who_decided
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import accounts_who_may
from niangjia.kernel.records.models import Move


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in it, and when."""

    account_id: UUID
    label: str
    verb: str
    at: datetime


def took_part(appeal: Appeal) -> tuple[Part, ...]:
    """Every move of what is appealed but the worker's own, and every member of the panel that decided it."""
    moves = Move.objects.filter(record_id=appeal.about_id, actor_id__isnull=False).order_by("version")
    hers = _accounts_of([appeal.record.subject_id] if appeal.record.subject_id else [])
    sat = [Part(each.account_id, each.account.label, "sit", each.named_at) for each in who_decided(appeal.about_id)]
    return (
        *(
            Part(move.actor_id, move.actor_label, move.verb, move.at)
            for move in moves
            if move.actor_id is not None and move.actor_id not in hers
        ),
        *sat,
    )


def part_of(actor: Actor, appeal: Appeal) -> Part | None:
    """The first thing that this actor, or another account of hers, did in it; nothing if she had no part."""
    accounts = {actor.account_id} | (_accounts_of([actor.person_id]) if actor.person_id else set())
    return next((part for part in took_part(appeal) if part.account_id in accounts), None)


def who_may_hear(appeal: Appeal, *, on: date) -> tuple[Account, ...]:
    """The accounts that may decide it on a day: with the right there, without part in it, and not the worker's."""
    involved = {part.account_id for part in took_part(appeal)}
    known = Account.objects.filter(id__in=involved, person_id__isnull=False)
    persons = {*known.values_list("person_id", flat=True), appeal.record.subject_id} - {None}
    able = accounts_who_may("appeal.decide", on=appeal.record.organisation_id, at=on)
    return tuple(each for each in able if each.id not in involved and each.person_id not in persons)


def _accounts_of(person_ids: Iterable[UUID]) -> set[UUID | None]:
    return set(Account.objects.filter(person_id__in=list(person_ids)).values_list("id", flat=True))
