"""The one question, who asks it, and search."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.acts import ACTS
from niangjia.kernel.access.models import Account, Grant
from niangjia.kernel.access.types import HeldRole, PartyFound, Role
from niangjia.kernel.people.models import Closure, Organisation, Person
from niangjia.kernel.people.names import wanted
from niangjia.kernel.people.queries import surviving_party
from niangjia.kernel.people.types import Tree

NOBODY: Final = Actor(None, None, (), "anonymous")
"""Someone who has not logged in."""

_NOT_ALLOWED: Final = Term(
    "您没有权限{what}（需要在相应单位担任：{roles}）。如确有需要，请联系本级安全管理员。",
    "You may not {what} here: that takes the role {roles} in the organisation. Ask your security administrator.",
)
_SEARCH_LIMIT: Final = 50


def actor_of(account: Account, *, at: datetime) -> Actor:
    """Who an account acts as at an instant: its granted roles in force, and worker if it belongs to a person.

    An account of a person who was merged into another acts as that one.
    """
    granted = Grant.objects.filter(holds_on(day_of(at)), account=account).values_list("role", flat=True)
    roles = sorted(set(granted))
    if account.person_id is not None:
        roles.append(Role.WORKER.value)
    person = None if account.person_id is None else surviving_party(account.person_id)
    return Actor(account.pk, person, tuple(roles), account.label)


def roles_of(account_id: UUID, *, on: date) -> tuple[HeldRole, ...]:
    """The granted roles of an account on a day, with their organisations."""
    held = Grant.objects.filter(holds_on(on), account_id=account_id).select_related("organisation")
    return tuple(
        HeldRole(Role(each.role), each.organisation_id, each.organisation.name)
        for each in held.order_by("organisation__name", "role")
    )


def may(actor: Actor, act: str, *, on: UUID, at: date) -> bool:
    """Whether the actor may do this act on a day: ``on`` an organisation, or on her own person where workers may.

    An act that is not in the table raises KeyError.
    """
    roles = ACTS[act].roles
    if actor.person_id is not None and actor.person_id == on and Role.WORKER in roles:
        return True
    if Role.SYSTEM in roles and Role.SYSTEM in actor.roles:
        return True
    if actor.account_id is None:
        return False
    path = Closure.objects.filter(tree=Tree.UNION, ancestor_id=OuterRef("organisation_id"), descendant_id=on)
    above = path.exclude(valid_from__gt=at).exclude(valid_to__lte=at)
    held = Grant.objects.filter(
        holds_on(at), Exists(above), account_id=actor.account_id, account__is_active=True, role__in=roles
    )
    return held.exists()


def require(actor: Actor, act: str, *, on: UUID, at: date) -> None:
    """Refuse ``act_not_allowed`` unless the actor may."""
    if not may(actor, act, on=on, at=at):
        raise not_allowed(act)


def require_somewhere(actor: Actor, act: str, *, at: date) -> None:
    """Refuse ``act_not_allowed`` unless the actor may in some organisation: for acts that are not about one."""
    by_system = Role.SYSTEM in ACTS[act].roles and Role.SYSTEM in actor.roles
    if not by_system and not organisations_where(actor, act, at=at):
        raise not_allowed(act)


def not_allowed(act: str) -> Refusal:
    """What to say to someone who may not do an act."""
    granted = [role.term for role in ACTS[act].roles if role is not Role.SYSTEM]
    roles = Term("、".join(term.zh for term in granted), " or ".join(term.en for term in granted))
    return Refusal("act_not_allowed", _NOT_ALLOWED.format(what=ACTS[act].label, roles=roles))


def organisations_where(actor: Actor, act: str, *, at: date, role: Role | None = None) -> tuple[Organisation, ...]:
    """The organisations in which the actor holds a role for this act (or that ``role``); it reaches all under them."""
    if actor.account_id is None:
        return ()
    roles = [each for each in ACTS[act].roles if role in {None, each}]
    held = Grant.objects.filter(holds_on(at), account_id=actor.account_id, account__is_active=True, role__in=roles)
    return tuple(Organisation.objects.filter(party_id__in=held.values("organisation_id")).order_by("name", "party_id"))


def accounts_who_may(act: str, *, on: UUID, at: date) -> tuple[Account, ...]:
    """The accounts that may do an act on an organisation on a day, by what they are called. One query."""
    path = Closure.objects.filter(tree=Tree.UNION, ancestor_id=OuterRef("organisation_id"), descendant_id=on)
    above = path.exclude(valid_from__gt=at).exclude(valid_to__lte=at)
    held = Grant.objects.filter(holds_on(at), Exists(above), role__in=ACTS[act].roles)
    found = Account.objects.filter(is_active=True, id__in=held.values("account_id"))
    return tuple(found.order_by("label", "username"))


def search_parties(text: str, *, limit: int = 20) -> tuple[PartyFound, ...]:
    """Persons and organisations of the actor's subtree, newest first: by name, pinyin, initials or last four digits."""
    asked = wanted(text)
    if not asked.pieces:
        return ()
    given = [list(asked.pieces), asked.sound, asked.tail, min(limit, _SEARCH_LIMIT)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_parties(%s, %s, %s, %s)", given)
        found = [party for (party,) in cursor.fetchall()]
    persons = dict(Person.objects.filter(party_id__in=found).values_list("party_id", "name"))
    organisations = dict(Organisation.objects.filter(party_id__in=found).values_list("party_id", "name"))
    return tuple(
        PartyFound(party, (persons | organisations)[party], is_person=party in persons)
        for party in found
        if party in persons or party in organisations
    )
