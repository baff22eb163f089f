"""How events are compared by name."""

import re
import unicodedata
from typing import Final

_YEAR: Final = re.compile(r"(19|20)\d\d(年度?)?")


def event_key(name: str) -> str:
    """A name without case, width, blanks, punctuation and the year, which lists write or leave out as they please.

    Editions of different years are told apart by the day on which they were held.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())
    return _YEAR.sub("", plain)
