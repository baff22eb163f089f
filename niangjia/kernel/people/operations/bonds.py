"""What a person is to an organisation, and what she works as, from day to day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.models import Affiliation, Occupation, PersonOccupation
from niangjia.kernel.people.types import AffiliationRole

_NO_BOND: Final = Term(
    "{on} 这一天没有这项隶属关系，无法终止。请核对人员、单位和日期。",
    "There is no such affiliation on {on}, so it cannot end. Check the person, the organisation and the day.",
)
_NO_OCCUPATION: Final = Term(
    "职业分类大典（2022 年版）中没有代码 {code}。请从列表中选择。",
    "The classification of 2022 has no occupation {code}. Choose one from the list.",
)


def affiliate(
    person_id: UUID, organisation_id: UUID, *, role: AffiliationRole, since: date, actor: Actor, at: datetime
) -> UUID:
    """Affiliate a person whom the actor sees with an organisation of her subtree.

    Refuses ``affiliation_once_at_a_time``.
    """
    bond_id = new_id()
    with constraints_as_refusals():
        # without RETURNING: the new row need not be visible to be written
        Affiliation.objects.bulk_create(
            [Affiliation(id=bond_id, person_id=person_id, organisation_id=organisation_id, role=role, valid_from=since)]
        )
    detail = {"organisation": str(organisation_id), "role": role.value, "since": since.isoformat()}
    log(actor=actor, act="person.affiliate", about=person_id, at=at, detail=detail)
    return bond_id


def end_affiliation(
    person_id: UUID, organisation_id: UUID, *, role: AffiliationRole, on: date, actor: Actor, at: datetime
) -> None:
    """End an affiliation: ``on`` is the first day on which it holds no more. Refuses ``no_such_affiliation``."""
    held = Affiliation.objects.filter(holds_on(on), person_id=person_id, organisation_id=organisation_id, role=role)
    if not held.update(valid_to=on):
        raise Refusal("no_such_affiliation", _NO_BOND.format(on=on))
    detail = {"organisation": str(organisation_id), "role": role.value, "on": on.isoformat()}
    log(actor=actor, act="person.end_affiliation", about=person_id, at=at, detail=detail)


def take_up_occupation(person_id: UUID, code: str, *, since: date, actor: Actor, at: datetime) -> None:
    """From a day on a person follows this occupation and no other. Refuses ``no_such_occupation``."""
    take_up_occupations({person_id: code}, since=since, actor=actor, at=at)


def take_up_occupations(codes: Mapping[UUID, str], *, since: date, actor: Actor, at: datetime) -> None:
    """The same for many persons, each with her code, in a few statements. Who follows it already goes on."""
    known = set(Occupation.objects.filter(code__in=set(codes.values())).values_list("code", flat=True))
    for code in codes.values():
        if code not in known:
            raise Refusal("no_such_occupation", _NO_OCCUPATION.format(code=code))
    held = PersonOccupation.objects.filter(holds_on(since), person_id__in=codes)
    goes_on = {person for person, code in held.values_list("person_id", "occupation_id") if codes[person] == code}
    held.exclude(person_id__in=goes_on).update(valid_to=since)
    rows = (
        PersonOccupation(person_id=person, occupation_id=code, valid_from=since)
        for person, code in codes.items()
        if person not in goes_on
    )
    with constraints_as_refusals():
        PersonOccupation.objects.bulk_create(rows)
    log_many(actor=actor, act="person.take_up_occupation", about=[*codes], at=at)
