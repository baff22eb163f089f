"""Read persons and organisations. Row-level security decides which rows there are for the actor."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from niangjia.core import crypto
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.models import (
    Affiliation,
    Alias,
    Closure,
    Occupation,
    Organisation,
    Paper,
    Person,
    PersonKey,
    PersonOccupation,
    Phone,
)
from niangjia.kernel.people.names import name_grams, wanted
from niangjia.kernel.people.numbers import masked, paper_number
from niangjia.kernel.people.operations.checking import paper_index
from niangjia.kernel.people.operations.persons import PAPER_PURPOSE, PHONE_PURPOSE, not_seen
from niangjia.kernel.people.types import AffiliationRole, NewPaper, OrganisationKind, PaperType, PersonCard, Sex, Tree

_CODE_PARTS: Final = 4
_WITH_CERTIFICATES: Final = "^[3-6]-"
_MARKS: Final = re.compile(r"[LS/]+$")  # L: green, S: digital occupation
_STALE_KEYS: Final = """
SELECT count(*) FROM wrapped_keys('00000000-0000-0000-0000-000000000000', 2147483647) AS held
WHERE NOT starts_with(encode(held.wrapped, 'hex'), encode(%s, 'hex'))
"""
_WITH_MERGED: Final = """
SELECT unnest(%s::uuid[]) UNION ALL
SELECT party_id FROM people_alias WHERE undone_at IS NULL AND stands_for_id = ANY (%s::uuid[])
"""
_DESTROYED: Final = Term(
    "此人的号码已按规定销毁，无法读取。", "This person's numbers were destroyed and cannot be read."
)


def find_person_by_paper(paper: NewPaper, *, purpose: str, at: datetime) -> UUID | None:
    """Who holds this paper, whether the actor may see her or not; looking up a stranger is written to the read log."""
    return find_persons_by_papers([paper], purpose=purpose, at=at)[0]


def find_persons_by_papers(papers: Sequence[NewPaper], *, purpose: str, at: datetime) -> list[UUID | None]:
    """The same for many papers in one query, in their order. A number that cannot be one is held by nobody."""
    indexes = [_index(paper, day_of(at)) for paper in papers]
    types = [paper.type.value for paper in papers]
    found: list[UUID | None] = [None] * len(papers)
    with constraints_as_refusals(), connection.cursor() as cursor:
        cursor.execute("SELECT place, person FROM find_people(%s, %s, %s, %s)", [at, purpose, types, indexes])
        for place, person in cursor.fetchall():
            found[place - 1] = person
    return found


def person_card(person_id: UUID, *, on: date) -> PersonCard:
    """A person with masked numbers. Refuses ``person_not_seen``."""
    for card in person_cards([person_id], on=on):
        return card
    raise not_seen()


def person_name(person_id: UUID) -> str:
    """How a person is called. Refuses ``person_not_seen``."""
    name = Person.objects.filter(party_id=person_id).values_list("name", flat=True).first()
    if name is None:
        raise not_seen()
    return name


def organisation_name(organisation_id: UUID) -> str:
    """How an organisation is called; organisations are known to everyone. Raises DoesNotExist for no organisation."""
    return Organisation.objects.values_list("name", flat=True).get(party_id=organisation_id)


def person_cards(person_ids: Iterable[UUID], *, on: date) -> tuple[PersonCard, ...]:
    """Cards of those persons that the actor may see, in the order asked. Six queries for any number of persons."""
    asked = list(dict.fromkeys(person_ids))
    persons = Person.objects.in_bulk(asked)
    keys = dict(PersonKey.objects.filter(person_id__in=asked).values_list("person_id", "wrapped"))
    papers: dict[UUID, list[tuple[PaperType, str]]] = {}
    for person, kind, cipher in (
        Paper.objects.filter(person_id__in=asked)
        .order_by("type", "id")
        .values_list("person_id", "type", "number_cipher")
    ):
        papers.setdefault(person, []).append((PaperType(kind), _masked(keys.get(person), cipher, PAPER_PURPOSE)))
    phones = {
        person: _masked(keys.get(person), cipher, PHONE_PURPOSE)
        for person, cipher in Phone.objects.filter(person_id__in=asked)
        .order_by("added_at")
        .values_list("person_id", "number_cipher")
    }
    employers = _employers(asked, on)
    occupations = _occupations(asked, on)
    return tuple(
        PersonCard(
            person_id=key,
            name=persons[key].name,
            sex=Sex(sex) if (sex := persons[key].sex) else None,
            born_on=persons[key].born_on,
            papers=tuple(papers.get(key, ())),
            phone=phones.get(key),
            employer=employers.get(key),
            occupation=occupations.get(key),
        )
        for key in asked
        if key in persons
    )


def occupation_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of occupations; a code of a group, such as 6-18-01, is that of its own entry 6-18-01-00."""
    full = {code: "-".join([*code.split("-"), *["00"] * _CODE_PARTS][:_CODE_PARTS]) for code in codes}
    names = dict(Occupation.objects.filter(code__in=full.values()).values_list("code", "name"))
    return {code: names[entry] for code, entry in full.items() if entry in names}


def occupations_under(groups: Iterable[str]) -> dict[str, str]:
    """The occupations with skill certificates in groups of the classification, code to name without its marks.

    A group is a code as far as it goes, such as 6-18-01; an occupation lies in its own. Groups themselves (that end
    in 00) have no certificates, nor have the major groups of officials and professionals. One query.
    """
    wanted = [Q(code=group) | Q(code__startswith=f"{group}-") for group in groups]
    if not wanted:
        return {}
    found = Occupation.objects.filter(reduce(or_, wanted), code__regex=_WITH_CERTIFICATES).exclude(code__endswith="-00")
    return {code: _MARKS.sub("", name) for code, name in found.order_by("code").values_list("code", "name")}


def organisations_of(person_id: UUID, *, on: date) -> tuple[tuple[AffiliationRole, str], ...]:
    """What a person is to which organisations on a day, by role and name."""
    held = Affiliation.objects.filter(holds_on(on), person_id=person_id).order_by("role", "organisation__name")
    return tuple((AffiliationRole(role), name) for role, name in held.values_list("role", "organisation__name"))


def stale_keys_count() -> int:
    """How many persons' keys an older master key wraps: what ``rewrap_keys`` has still to do."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE_KEYS, [crypto.current_head()])
        return int(cursor.fetchone()[0])


def paper_numbers(person_id: UUID) -> dict[PaperType, str]:
    """The numbers in full; people get them by ``access.operations.reveal_numbers``, which writes the reading down.

    Refuses ``person_not_seen`` and ``person_key_destroyed``.
    """
    key = PersonKey.objects.filter(person_id=person_id).first()
    if key is None:
        raise not_seen()
    if key.wrapped is None:
        raise Refusal("person_key_destroyed", _DESTROYED)
    ciphers = Paper.objects.filter(person_id=person_id).values_list("type", "number_cipher")
    return {PaperType(kind): crypto.decrypt(key.wrapped, cipher, PAPER_PURPOSE) for kind, cipher in ciphers}


def organisations_under(tree: Tree, node: UUID, *, on: date) -> QuerySet[Organisation]:
    """The organisation and all under it in a tree on a day, by name."""
    within = _paths(tree, on).filter(ancestor_id=node).values("descendant_id")
    return Organisation.objects.filter(party_id__in=within).order_by("name", "party_id")


def organisations_above(tree: Tree, node: UUID, *, on: date) -> tuple[Organisation, ...]:
    """The organisation's superiors in a tree on a day, the top first, itself last."""
    paths = _paths(tree, on).filter(descendant_id=node).select_related("ancestor").order_by("-depth")
    return tuple(path.ancestor for path in paths)


def organisations_named(kind: OrganisationKind, text: str) -> QuerySet[Organisation]:
    """The organisations of a kind that a search means, by name, pinyin or initials: for kinds of which there are few.

    Whoever may see organisations at all may find these; ``search_parties`` keeps to the caller's own subtree.
    """
    found, asked = Organisation.objects.filter(kind=kind), wanted(text)
    if not asked.pieces:
        return found
    if asked.sound is None:
        return found.filter(name__icontains=text.strip())
    sounds = ((key, {gram for _, gram in name_grams(name)}) for key, name in found.values_list("party_id", "name"))
    return found.filter(party_id__in=[key for key, grams in sounds if _sounds_like(grams, asked.sound)])


def _sounds_like(grams: Iterable[str], sound: str) -> bool:
    return any(gram.startswith(sound) for gram in grams)


def is_under(tree: Tree, node: UUID, ancestor: UUID, *, on: date) -> bool:
    """Whether an organisation is another or stands under it on a day."""
    return _paths(tree, on).filter(ancestor_id=ancestor, descendant_id=node).exists()


def members_of(organisation_id: UUID, *, role: AffiliationRole, on: date) -> QuerySet[Person]:
    """Persons affiliated with the organisation in this role on a day, by name."""
    held = Affiliation.objects.filter(holds_on(on), organisation_id=organisation_id, role=role)
    return Person.objects.filter(party_id__in=held.values("person_id")).order_by("name", "party_id")


def surviving_party(party_id: UUID) -> UUID:
    """The party that this one was merged into, over any number of merges; itself if it was not."""
    while (merged := Alias.objects.filter(party_id=party_id, undone_at=None).first()) is not None:
        party_id = merged.stands_for_id
    return party_id


def held_by(person_ids: Iterable[UUID], column: str = "person_id") -> Q:
    """Rows of these persons, and of those that were merged into them: what one person holds under all of her keys.

    One list of keys instead of two joined with "or", which no index could answer.
    """
    asked = list(set(person_ids))
    keys = RawSQL(_WITH_MERGED, [asked, asked])  # noqa: S611 - nothing of the statement comes from outside
    return Q(**{f"{column}__in": keys})


def survivors(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each person that was merged into another, that other; the rest are not in it. One query, none for nobody."""
    asked = set(person_ids)
    if not asked:
        return {}
    merged = Alias.objects.filter(undone_at=None, party_id__in=asked)
    return dict(merged.values_list("party_id", "stands_for_id"))


def merges_of(person_ids: Iterable[UUID]) -> tuple[Alias, ...]:
    """Merges in force that these persons are part of, on whichever side, the latest first. One query."""
    asked = list(person_ids)
    standing = Alias.objects.filter(Q(party_id__in=asked) | Q(stands_for_id__in=asked), undone_at=None)
    return tuple(standing.order_by("-merged_at"))


def _paths(tree: Tree, on: date) -> QuerySet[Closure]:
    unbounded = Closure.objects.filter(tree=tree)
    return unbounded.exclude(valid_from__gt=on).exclude(valid_to__lte=on)


def _index(paper: NewPaper, on: date) -> bytes:
    try:
        return paper_index(paper.type, paper_number(paper.type, paper.number, on)[0])
    except Refusal:
        return b""


def _masked(wrapped: bytes | memoryview | None, cipher: bytes | memoryview, purpose: str) -> str:
    """The masked number; stars alone where the key is destroyed."""
    return masked(crypto.decrypt(wrapped, cipher, purpose)) if wrapped is not None else "****"


def _employers(person_ids: Sequence[UUID], on: date) -> dict[UUID, str]:
    held = Affiliation.objects.filter(holds_on(on), person_id__in=person_ids, role=AffiliationRole.EMPLOYEE)
    return dict(held.order_by("valid_from").values_list("person_id", "organisation__name"))


def _occupations(person_ids: Sequence[UUID], on: date) -> dict[UUID, str]:
    held = PersonOccupation.objects.filter(holds_on(on), person_id__in=person_ids)
    return dict(held.order_by("valid_from").values_list("person_id", "occupation__name"))
