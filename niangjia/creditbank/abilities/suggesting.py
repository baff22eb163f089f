"""What a job title may mean in the classification of occupations, and which abilities such work asks for."""

from collections.abc import Iterable
from functools import cache
from typing import Final
from uuid import UUID

from niangjia.creditbank.abilities.models import AbilitySource
from niangjia.creditbank.abilities.types import Mastery, SourceKind
from niangjia.creditbank.workbooks.reading.cells.occupations import classification
from niangjia.kernel.people.names import name_grams, wanted

EXACT, WITHIN = 100, 50
LEAST_SHARED: Final = 2
ENDINGS: Final = ("岗位", "岗", "人员", "师傅")


def occupations_like(title: str, *, most: int = 5) -> list[tuple[str, str]]:
    """Occupations that a title, its pinyin or initials may mean, the likeliest first, as code and name."""
    plain = title.strip()
    for ending in ENDINGS:
        plain = plain.removesuffix(ending)
    asked = wanted(plain)
    if not asked.pieces:
        return []
    scored = [
        (_score(plain, asked.pieces, asked.sound, name, grams, sounds), code, name)
        for code, (name, grams, sounds) in _catalogue().items()
    ]
    best = sorted((each for each in scored if each[0] > 0), key=lambda each: (-each[0], each[1]))
    return [(code, name) for _, code, name in best[:most]]


def usual_needs(occupations: Iterable[str]) -> dict[str, dict[UUID, Mastery]]:
    """For each occupation the abilities that its work asks for, by the frameworks in use. One query."""
    asked = set(occupations)
    rows = list(
        AbilitySource.objects.filter(kind=SourceKind.OCCUPATION, ability__retired_at=None).values_list(
            "occupation", "ability_id", "mastery"
        )
    )
    found: dict[str, dict[UUID, Mastery]] = {code: {} for code in asked}
    for code in asked:
        for node, ability, mastery in rows:
            if node is not None and (code == node or code.startswith(f"{node}-")):
                found[code][ability] = max(Mastery(mastery), found[code].get(ability, Mastery.KNOWS))
    return found


def _score(
    title: str, pieces: tuple[str, ...], sound: str | None, name: str, grams: frozenset[str], sounds: frozenset[str]
) -> int:
    if name == title or (sound is not None and sound in sounds):
        return EXACT
    if name in title or title in name:
        return WITHIN + min(len(name), len(title))
    shared = sum(piece in grams for piece in pieces)
    return shared if shared >= min(LEAST_SHARED, len(pieces)) else 0


@cache
def _catalogue() -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    """Occupations themselves, not their groups, each with the pieces and sounds of its name. Read once a process."""
    found = {}
    for code, name in classification().items():
        if code.endswith("-00"):
            continue
        grams = list(name_grams(name))
        found[code] = (
            name,
            frozenset(piece for kind, piece in grams if kind == "name"),
            frozenset(piece for kind, piece in grams if kind == "sound"),
        )
    return found
