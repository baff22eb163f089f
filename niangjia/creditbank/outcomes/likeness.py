"""Outcomes that look alike without being the same in every letter: told to who deposits and to who certifies.

Nothing is refused for looking alike: a person says whether it is one outcome or two.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Q

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.outcomes.fingerprints import certificate_key
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held

NEAR: Final = timedelta(days=31)
ALIKE: Final = 0.8  # of the letters of two titles, by difflib's ratio
MOST_CANDIDATES: Final = 500
_ROMAN: Final = re.compile(r"(?<![a-z])[ivx]+(?![a-z])")
_CHINESE: Final = re.compile("[〇零一二三四五六七八九十]+")
_FIGURES: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_ROMANS: Final = {"i": 1, "v": 5, "x": 10}
_SAME_NUMBER: Final = Term(
    "证书编号只差一个字（{number}），可能是录错", "its number differs by one sign ({number}): perhaps a slip"
)
_SAME_NAME: Final = Term("名称、种类和时间都接近（{title}）", "its title, kind and date are near ({title})")
_SAME_SOUND: Final = Term("名称读音相同（{title}），时间接近", "its title sounds the same ({title}), at a near date")
_OTHER_PERSON: Final = Term(
    "{name} 也有一项，姓名和成果都接近；可能是同一人的两个账户",
    "{name} has one too, with a near name: perhaps two accounts of one person",
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An outcome that stands and looks like another, and why."""

    outcome_id: UUID
    person_id: UUID
    title: str
    awarded_on: date
    why: Term


def alike_of_person(person_id: UUID, held: HeldOutcome) -> tuple[Likeness, ...]:
    """What the person has deposited already that looks like this one, as far as the asker may see it. One query."""
    standing = Outcome.objects.filter(person_id=person_id, kind=held.kind, void_at=None).select_related("detail")
    return tuple(found for row in standing[:MOST_CANDIDATES] if (found := _likeness(row, held)) is not None)


def alike_at_body(outcomes: Sequence[Outcome]) -> Mapping[UUID, tuple[Likeness, ...]]:
    """For outcomes of one body (with ``detail`` and ``person``), what else at that body looks like each. One query."""
    if not outcomes:
        return {}
    of_them = Q(person_id__in={row.person_id for row in outcomes})
    same_day = Q(awarded_on__in={row.awarded_on for row in outcomes}, kind__in={row.kind for row in outcomes})
    candidates = list(
        Outcome.objects.filter(of_them | same_day, body_id=outcomes[0].body_id, void_at=None)
        .select_related("detail", "person")
        .order_by("record_id")[:MOST_CANDIDATES]
    )
    found = {row.record_id: tuple(_alike_to(row, candidates)) for row in outcomes}
    return {key: alike for key, alike in found.items() if alike}


def plain(text: str) -> str:
    """A title as titles are compared: without width, case, spaces and punctuation; Ⅲ, 三 and 3 are one figure."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = _ROMAN.sub(lambda found: str(_roman(found[0])), folded)
    folded = _CHINESE.sub(lambda found: str(_chinese(found[0])), folded)
    return "".join(sign for sign in folded if sign.isalnum())


def names_are_near(first: str, other: str) -> bool:
    """Two names of persons that sound the same, or differ in one character of three or more."""
    left, right = plain(first), plain(other)
    if not left or not right:
        return False
    if left == right or _sound(left) == _sound(right):
        return True
    return min(len(left), len(right)) >= 3 and _differ_by_one(left, right)  # noqa: PLR2004 - of two, one is half


def _alike_to(row: Outcome, candidates: Iterable[Outcome]) -> Iterable[Likeness]:
    held = as_held(row)
    for other in candidates:
        if other.record_id == row.record_id or other.kind != row.kind:
            continue
        if other.person_id == row.person_id:
            found = _likeness(other, held)
            if found is not None:
                yield found
        elif names_are_near(other.person.name, row.person.name) and _likeness(other, held) is not None:
            why = _OTHER_PERSON.format(name=other.person.name)
            yield Likeness(other.record_id, other.person_id, other.title, other.awarded_on, why)


def _likeness(row: Outcome, held: HeldOutcome) -> Likeness | None:
    why = _why(row, held)
    return None if why is None else Likeness(row.record_id, row.person_id, row.title, row.awarded_on, why)


def _why(row: Outcome, held: HeldOutcome) -> Term | None:
    """Why one looks like the other; None where it does not."""
    other = as_held(row)
    if _contradicts(other, held):
        return None
    numbers = certificate_key(other.certificate_number), certificate_key(held.certificate_number)
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        near = _differ_by_one(numbers[0], numbers[1])
        return _SAME_NUMBER.format(number=other.certificate_number or "") if near else None
    if abs(other.awarded_on - held.awarded_on) > NEAR:
        return None
    return _near_titles(other, held)


def _near_titles(other: HeldOutcome, held: HeldOutcome) -> Term | None:
    pairs = [(other.title, held.title), *([(other.event, held.event)] if other.event and held.event else [])]
    plains = [(plain(left or ""), plain(right or "")) for left, right in pairs]
    if all(left == right or SequenceMatcher(None, left, right).ratio() >= ALIKE for left, right in plains):
        return _SAME_NAME.format(title=other.title)
    if all(_sound(left) == _sound(right) for left, right in plains):
        return _SAME_SOUND.format(title=other.title)
    return None


def _contradicts(other: HeldOutcome, held: HeldOutcome) -> bool:
    """Facts that tell two outcomes apart whatever their titles say: another level, another tier, another course."""
    pairs = ((getattr(other, name), getattr(held, name)) for name in ("level", "tier", "occupation"))
    return any(left is not None and right is not None and left != right for left, right in pairs)


def _differ_by_one(left: str, right: str) -> bool:
    """One sign more, less or another; or two neighbours changed places."""
    if len(left) == len(right):
        places = [place for place, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        swapped = len(places) == 2 and places[1] - places[0] == 1 and left[places[0]] == right[places[1]]  # noqa: PLR2004
        return len(places) == 1 or (swapped and left[places[1]] == right[places[0]])
    short, long = sorted((left, right), key=len)
    return len(long) - len(short) == 1 and any(short == long[:at] + long[at + 1 :] for at in range(len(long)))


@lru_cache(maxsize=10_000)
def _sound(text: str) -> str:
    """How it is spoken, without tones."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes a moment; only likeness needs it here

    return "".join(lazy_pinyin(text))


def _roman(text: str) -> int:
    values = [_ROMANS[sign] for sign in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _chinese(text: str) -> int:
    """三 is 3, 十二 is 12, 二十 is 20, 二〇二五 is 2025."""
    if "十" not in text:
        return int("".join(str(_FIGURES[sign]) for sign in text))
    tens, _, ones = text.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return int("".join(str(_FIGURES.get(sign, 10)) for sign in text))
    return 10 * (_FIGURES[tens] if tens else 1) + (_FIGURES[ones] if ones else 0)
