"""Register persons, set-based and again without harm; add to them; forget them."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection

from niangjia.core import crypto
from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.refusals import Place, Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.models import Paper, Person, PersonKey, Phone
from niangjia.kernel.people.names import name_grams, proper_name, tail_gram
from niangjia.kernel.people.numbers import paper_number, phone_number
from niangjia.kernel.people.operations.checking import (
    LONGEST_NAME,
    CheckedPerson,
    checked_all,
    paper_index,
    phone_index,
)
from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, Registered

BATCH: Final = 2000
PAPER_PURPOSE: Final = "paper.number"
PHONE_PURPOSE: Final = "phone.number"
_OTHER_NAME: Final = Term(
    "这个证件号码已经以另一个姓名登记（第 {row} 条）。请核对姓名和号码；确属改名的，请先办理更名。",
    "This paper is registered under another name (item {row}). Check both; a change of name is recorded first.",
)
_FORGOTTEN: Final = Term(
    "此人的资料已按规定删除，不能再添加。", "This person's data were deleted; nothing can be added."
)


def register_person(
    person: NewPerson, *, organisation_id: UUID, role: AffiliationRole, actor: Actor, at: datetime
) -> Registered:
    """Register one person into an organisation; see ``register_persons``."""
    return register_persons([person], organisation_id=organisation_id, role=role, actor=actor, at=at)[0]


def register_persons(
    persons: Sequence[NewPerson],
    *,
    organisation_id: UUID,
    role: AffiliationRole,
    actor: Actor,
    at: datetime,
    since: date | None = None,
) -> list[Registered]:
    """Register persons into an organisation of the actor's subtree, and give them in the order asked.

    A person whose paper is known is found, not doubled, and becomes affiliated too; done again it changes nothing.
    Refuses what is wrong in an item (``place.row``), ``paper_under_two_names``, ``paper_known_under_other_name``
    and ``register_into_own_subtree``.
    """
    asked = checked_all(persons, day_of(at))
    distinct = list({(each.type, each.index): each for each in asked}.values())
    found: dict[tuple[str, bytes], Registered] = {}
    for batch in _batches(distinct):
        for each, registered in zip(batch, _register(batch, organisation_id, role, at, since), strict=True):
            if registered is None:
                row = 1 + next(at for at, given in enumerate(asked) if given.index == each.index)
                raise Refusal("paper_known_under_other_name", _OTHER_NAME.format(row=row), Place(row=row))
            found[each.type, each.index] = registered
    detail = {"count": str(len(found)), "new": str(sum(each.is_new for each in found.values())), "role": role.value}
    log(actor=actor, act="persons.register", about=organisation_id, at=at, detail=detail)
    return [found[each.type, each.index] for each in asked]


def add_paper(person_id: UUID, paper: NewPaper, *, actor: Actor, at: datetime) -> None:
    """Add another paper of a person. Refuses ``paper_number_wrong`` and ``paper_number_once``."""
    number, _, _ = paper_number(paper.type, paper.number, day_of(at))
    with constraints_as_refusals():
        Paper.objects.create(
            person_id=person_id,
            type=paper.type,
            number_cipher=crypto.encrypt(_key(person_id), number, PAPER_PURPOSE),
            number_index=paper_index(paper.type, number),
        )
    _renew_search(person_id)
    log(actor=actor, act="person.add_paper", about=person_id, at=at)


def add_phone(person_id: UUID, phone: str, *, actor: Actor, at: datetime) -> None:
    """Add a telephone number of a person; one that she has already changes nothing."""
    number = phone_number(phone)
    index = phone_index(number)
    if Phone.objects.filter(person_id=person_id, number_index=index).exists():
        return
    cipher = crypto.encrypt(_key(person_id), number, PHONE_PURPOSE)
    Phone.objects.create(person_id=person_id, number_cipher=cipher, number_index=index, added_at=at)
    _renew_search(person_id)
    log(actor=actor, act="person.add_phone", about=person_id, at=at)


def rename_person(person_id: UUID, name: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Record a change of name; search finds the new one. Refuses ``person_not_seen``."""
    proper = proper_name(name, LONGEST_NAME)
    if not Person.objects.filter(party_id=person_id).update(name=proper):
        raise not_seen()
    _renew_search(person_id)
    log(actor=actor, act="person.rename", about=person_id, at=at, detail={"reason": reason})


def forget_person(person_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Destroy a person's key, name, phones and search pieces: what is encrypted can never be read again.

    Records and postings stay, without a name. Refuses ``forget_in_own_subtree``.
    """
    with constraints_as_refusals(), connection.cursor() as cursor:
        cursor.execute("SELECT forget_person(%s, %s)", [person_id, at])
    log(actor=actor, act="person.forget", about=person_id, at=at, detail={"reason": reason})


def rewrap_keys(*, after: UUID | None = None, at_most: int = 1000) -> UUID | None:
    """After a rotation, wrap the next persons' keys by the newest master key; gives where to go on, None at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, wrapped FROM wrapped_keys(%s, %s)", [after or UUID(int=0), at_most])
        keys = [(person, bytes(wrapped)) for person, wrapped in cursor.fetchall()]
        stale = [(person, old, crypto.rewrap(old)) for person, old in keys if not crypto.is_current(old)]
        if stale:
            columns = [list(column) for column in zip(*stale, strict=True)]
            cursor.execute("SELECT replace_wrapped_keys(%s::uuid[], %s, %s)", columns)
    return keys[-1][0] if len(keys) == at_most else None


def renew_grams(grams: dict[UUID, Sequence[tuple[str, str]]]) -> None:
    """Replace what search knows of parties."""
    rows = [(party, kind, gram) for party, pieces in grams.items() for kind, gram in pieces]
    if rows:
        with constraints_as_refusals(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT renew_grams(%s::uuid[], %s, %s)", [list(column) for column in zip(*rows, strict=True)]
            )


def not_seen() -> Refusal:
    """The refusal for a person who does not exist, or whom the actor may not see: the same words for both."""
    return Refusal(
        "person_not_seen",
        Term("查无此人，或不在您的管理范围内。", "There is no such person, or she is outside your organisation."),
    )


def _key(person_id: UUID) -> bytes:
    key = PersonKey.objects.filter(person_id=person_id).first()
    if key is None:
        raise not_seen()
    if key.wrapped is None:
        raise Refusal("person_forgotten", _FORGOTTEN)
    return bytes(key.wrapped)


def _renew_search(person_id: UUID) -> None:
    """Cut everything that search may find a person by anew."""
    key = _key(person_id)
    sources = ((Paper, PAPER_PURPOSE), (Phone, PHONE_PURPOSE))
    numbers = [
        crypto.decrypt(key, cipher, purpose)
        for model, purpose in sources
        for cipher in model.objects.filter(person_id=person_id).values_list("number_cipher", flat=True)
    ]
    name = Person.objects.get(party_id=person_id).name
    renew_grams({person_id: [*name_grams(name), *(("tail", tail_gram(number)) for number in numbers)]})


def _register(
    batch: Sequence[CheckedPerson], organisation_id: UUID, role: AffiliationRole, at: datetime, since: date | None
) -> list[Registered | None]:
    """One statement for the batch; None stands for a paper that is known under another name."""
    known = _known(batch)
    rows = [_row(place, each, is_known=place in known) for place, each in enumerate(batch, start=1)]
    with constraints_as_refusals(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, is_new, name_differs FROM register_people(%s, %s, %s, %s, %s::jsonb)",
            [at, since or day_of(at), organisation_id, role.value, json.dumps(rows)],
        )
        return [None if differs else Registered(person, is_new) for person, is_new, differs in cursor.fetchall()]


def _known(batch: Sequence[CheckedPerson]) -> set[int]:
    types, indexes = [each.type.value for each in batch], [each.index for each in batch]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM known_papers(%s, %s)", [types, indexes])
        return {place for (place,) in cursor.fetchall()}


def _row(place: int, person: CheckedPerson, *, is_known: bool) -> dict[str, Any]:
    """What the database needs of one person; for one who is known already, nothing is encrypted."""
    row: dict[str, Any] = {
        "place": place,
        "person": str(new_id()),
        "bond": str(new_id()),
        "type": person.type.value,
        "index": person.index.hex(),
        "name": person.name,
    }
    return row if is_known else row | _new(person)


def _new(person: CheckedPerson) -> dict[str, Any]:
    key = crypto.new_person_key()
    numbers = [person.number, person.phone] if person.phone else [person.number]
    row: dict[str, Any] = {
        "paper": str(new_id()),
        "sex": person.sex,
        "born_on": person.born_on and person.born_on.isoformat(),
        "key": key.hex(),
        "cipher": crypto.encrypt(key, person.number, PAPER_PURPOSE).hex(),
        "grams": [*name_grams(person.name), *(("tail", tail_gram(number)) for number in numbers)],
    }
    if person.phone:
        row["phone"] = str(new_id())
        row["phone_cipher"] = crypto.encrypt(key, person.phone, PHONE_PURPOSE).hex()
        row["phone_index"] = phone_index(person.phone).hex()
    return row


def _batches(persons: Sequence[CheckedPerson]) -> Iterator[list[CheckedPerson]]:
    rest = iter(persons)
    while batch := list(islice(rest, BATCH)):
        yield batch
