"""Names of persons and organisations: put right, checked, and cut into the pieces that search looks for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from niangjia.core.crypto import blind_index
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_DOTS: Final = {ord(dot): "·" for dot in "•‧・．∙●"}  # how the dot within a name is typed
_SPOKEN_IN_FULL: Final = 4  # longer names are of organisations, or so long that every reading would be too many
_LONGEST_SOUND: Final = 60
_TAIL: Final = 4
_LATIN_BREAKS: Final = re.compile(r"[\s·,.'’\-（）()]+")
_NO_NAME: Final = Term("名称不能为空。", "A name is needed.")
_TOO_LONG: Final = Term("名称太长：最多 {most} 个字。", "The name is too long: at most {most} characters.")
_CONTROL: Final = Term("名称含有看不见的控制字符。请删去后重填。", "The name holds an invisible control character.")
_PRIVATE: Final = Term(
    "名称里的“{character}”是本机造字（没有正式编码），换一台电脑就看不到。请用 GB 18030-2022 收录的字重新录入。",
    "The character “{character}” is a home-made one without a standard code. Type the one of GB 18030-2022.",
)


def proper_name(text: str, most: int) -> str:
    """A name as it is kept. Refuses ``name_missing``, ``name_too_long``, ``name_not_readable``."""
    name = re.sub(r"\s+", " ", text).strip().translate(_DOTS)
    if not name:
        raise Refusal("name_missing", _NO_NAME)
    if len(name) > most:
        raise Refusal("name_too_long", _TOO_LONG.format(most=most))
    for character in name:
        category = unicodedata.category(character)
        if category == "Co":
            raise Refusal("name_not_readable", _PRIVATE.format(character=character))
        if category in {"Cc", "Cf", "Cs"}:
            raise Refusal("name_not_readable", _CONTROL)
    return name


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks for: pieces that a name must hold all of, or how it sounds, or how a number ends."""

    pieces: tuple[str, ...] = ()
    sound: str | None = None
    tail: str | None = None


def wanted(text: str) -> Wanted:
    """What a person who types this is looking for."""
    plain = _plain(text)
    if not plain:
        return Wanted()
    tail = tail_gram(plain) if re.fullmatch(r"[0-9]{3,}[0-9x]", plain) else None
    sound = plain if re.fullmatch(r"[a-z]+", plain) else None
    return Wanted(tuple(_pieces(plain)), sound, tail)


def name_grams(name: str) -> Iterator[tuple[str, str]]:
    """Pieces of a name: each character, each two in a row, its full pinyin and its initials, in every usual reading."""
    plain = _plain(name)
    for piece in {*plain, *_pieces(plain)}:
        yield "name", piece
    for sound in _sounds(plain):
        yield "sound", sound[:_LONGEST_SOUND]


def tail_gram(number: str) -> str:
    """How a number's last four characters are kept: under a key, since with the birth date they'd tell too much."""
    return blind_index("tail", number[-_TAIL:].upper())[:8].hex()


def _plain(text: str) -> str:
    return _LATIN_BREAKS.sub("", text.translate(_DOTS)).lower()


def _pieces(plain: str) -> list[str]:
    """Two in a row, or the single character that there is."""
    return [plain[at : at + 2] for at in range(len(plain) - 1)] or [plain]


def _sounds(plain: str) -> set[str]:
    readings = [_readings(character) for character in plain if ord(character) > 0x2E7F]  # noqa: PLR2004 - CJK begins
    if not readings:
        return {plain}
    if len(readings) > _SPOKEN_IN_FULL:
        readings = [each[:1] for each in readings]
    spoken = list(product(*readings))
    return {"".join(each) for each in spoken} | {"".join(sound[0] for sound in each) for each in spoken}


@lru_cache(maxsize=30_000)
def _readings(character: str) -> tuple[str, ...]:
    """Up to three readings of a character without tones; of one that has none on record, itself."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its dictionary takes a moment; only entering names needs it

    sounds = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(sound for sound in sounds if sound))[:3] or (character,)
