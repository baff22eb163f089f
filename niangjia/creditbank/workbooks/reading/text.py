"""Text as people type it: full width and half width, stray spaces, invisible signs."""

import re
from typing import Final

_ASCII_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES: Final = dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F], 0x20)
_INVISIBLE: Final = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_EVERYTHING: Final = {**_ASCII_WIDE, **_SPACES, **_INVISIBLE}
_LETTERS: Final = {
    **{code: to for code, to in _ASCII_WIDE.items() if chr(to).isalnum()},
    **_SPACES,
    **_INVISIBLE,
}
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_BRACKETS: Final = str.maketrans("()", "（）")
_SEPARATORS: Final = re.compile(r"[、;；,，\n]+")
_BLANK: Final = frozenset({"", "/", "\\", "-", "--", "—", "——", "－", "无", "N/A", "n/a"})


def half_width(text: str) -> str:
    """Every full-width sign in half width, without spaces around it. For codes, numbers, dates and fixed words."""
    return text.translate(_EVERYTHING).strip()


def tidy(text: str) -> str:
    """A name or title: letters and figures in half width, single spaces, Chinese brackets beside Chinese words."""
    plain = " ".join(text.translate(_LETTERS).split())
    return plain.translate(_BRACKETS) if _CHINESE.search(plain) else plain


def is_blank(text: str) -> bool:
    """Nothing, or one of the marks by which offices say that there is nothing: a slash, a dash, 无."""
    return text in _BLANK or half_width(text) in _BLANK


def parts_of(text: str) -> tuple[str, ...]:
    """Several values in one cell, divided by 、 or ; or a comma or a new line."""
    return tuple(part for part in (tidy(each) for each in _SEPARATORS.split(text)) if part)
