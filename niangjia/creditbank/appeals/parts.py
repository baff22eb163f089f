"""Who had part in what is appealed: read from the moves, so that nobody has to declare it and nobody can forget it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from niangjia.core.audit.types import Actor
from niangjia.creditbank.appeals.models import Appeal
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import accounts_who_may
from niangjia.kernel.records.models import Link, Move

DECIDES = "decides"
"""The relation from a panel's record to the claim that it sits on."""


def took_part(appeal: Appeal) -> tuple[Move, ...]:
    """Every move of what is appealed, and of what decided it, but the worker's own. Three queries."""
    sources = Link.objects.filter(to_record_id=appeal.about_id, relation=DECIDES).values("from_record_id")
    moves = Move.objects.filter(Q(record_id=appeal.about_id) | Q(record_id__in=sources), actor_id__isnull=False)
    hers = _accounts_of([appeal.record.subject_id] if appeal.record.subject_id else [])
    return tuple(move for move in moves.order_by("at", "id") if move.actor_id not in hers)


def part_of(actor: Actor, appeal: Appeal) -> Move | None:
    """The first thing that this actor, or another account of hers, did in it; nothing if she had no part."""
    accounts = {actor.account_id} | (_accounts_of([actor.person_id]) if actor.person_id else set())
    return next((move for move in took_part(appeal) if move.actor_id in accounts), None)


def who_may_hear(appeal: Appeal, *, on: date) -> tuple[Account, ...]:
    """The accounts that may decide it on a day: with the right there, without part in it, and not the worker's."""
    involved = {move.actor_id for move in took_part(appeal) if move.actor_id is not None}
    known = Account.objects.filter(id__in=involved, person_id__isnull=False)
    persons = {*known.values_list("person_id", flat=True), appeal.record.subject_id} - {None}
    able = accounts_who_may("appeal.decide", on=appeal.record.organisation_id, at=on)
    return tuple(each for each in able if each.id not in involved and each.person_id not in persons)


def _accounts_of(person_ids: Iterable[UUID]) -> set[UUID | None]:
    return set(Account.objects.filter(person_id__in=list(person_ids)).values_list("id", flat=True))
