"""Persons as they were given, checked and put right before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from niangjia.core.crypto import blind_index
from niangjia.core.refusals import Place, Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.names import proper_name
from niangjia.kernel.people.numbers import paper_number, phone_number
from niangjia.kernel.people.types import NewPerson, PaperType, Sex

LONGEST_NAME: Final = 100
_CONTRADICTION: Final = Term(
    "{what}与身份证号码不符：号码表明是 {told}。请核对后重填。",
    "The {what} does not agree with the identity number, which says {told}. Check both.",
)
_TWO_NAMES: Final = Term(
    "同一证件号码（第 {first} 条和第 {second} 条）写了两个姓名。请核对后改正一处。",
    "Items {first} and {second} have the same paper but different names. Correct one of them.",
)


@dataclass(frozen=True, slots=True)
class CheckedPerson:
    """A person ready to be written. ``index`` finds the paper."""

    name: str = field(repr=False)
    sex: Sex | None
    born_on: date | None
    type: PaperType
    number: str = field(repr=False)
    index: bytes = field(repr=False)
    phone: str | None = field(repr=False)


def checked(person: NewPerson, on: date) -> CheckedPerson:
    """Check one person. Refuses what is wrong in name, paper, sex, birth date or phone."""
    number, told_born_on, told_sex = paper_number(person.paper.type, person.paper.number, on)
    sex = Sex(told_sex.value) if told_sex else person.sex
    if person.sex is not None and person.sex != sex:
        raise Refusal("sex_contradicts_number", _CONTRADICTION.format(what=Term("性别", "sex"), told=_sex_term(sex)))
    born_on = told_born_on or person.born_on
    if person.born_on is not None and person.born_on != born_on:
        what = Term("出生日期", "date of birth")
        raise Refusal("birth_contradicts_number", _CONTRADICTION.format(what=what, told=born_on))
    return CheckedPerson(
        name=proper_name(person.name, LONGEST_NAME),
        sex=sex,
        born_on=born_on,
        type=person.paper.type,
        number=number,
        index=paper_index(person.paper.type, number),
        phone=phone_number(person.phone) if person.phone else None,
    )


def checked_all(persons: Sequence[NewPerson], on: date) -> list[CheckedPerson]:
    """Check many; a refusal says in which item (``place.row``, from 1). One paper under two names is refused."""
    found: list[CheckedPerson] = []
    first_at: dict[tuple[PaperType, bytes], int] = {}
    for row, person in enumerate(persons, start=1):
        try:
            each = checked(person, on)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.term, Place(row=row)) from refusal
        first = first_at.setdefault((each.type, each.index), row)
        if found and first != row and found[first - 1].name != each.name:
            raise Refusal("paper_under_two_names", _TWO_NAMES.format(first=first, second=row), Place(row=row))
        found.append(each)
    return found


def paper_index(paper: PaperType, number: str) -> bytes:
    """The keyed index of a number that was put right."""
    return blind_index(paper.value, number)


def phone_index(number: str) -> bytes:
    """The keyed index of a telephone number that was put right."""
    return blind_index("phone", number)


def _sex_term(sex: Sex | None) -> Term:
    return Term("女", "female") if sex == Sex.FEMALE else Term("男", "male")
