"""What makes two outcomes of a person the same: the paper's number, or else everything that is said of them."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Final

from niangjia.creditbank.engine.relations import normalised
from niangjia.creditbank.workbooks.outcome_rows import comparable_number

DETAILS: Final = (
    "occupation", "level", "tier", "prize", "rank", "is_team", "share", "hours", "months", "score", "credits",
    "subject", "event", "certificate_class",
)  # fmt: skip
_ALL: Final = ("kind", "title", "issuer", "awarded_on", "expires_on", *DETAILS)
_PROSE: Final = frozenset({"title", "issuer", "subject", "event"})


def certificate_key(number: str | None) -> str | None:
    """A certificate's number as numbers are compared: 皖 JN-08264 and 皖jn08264 are one paper."""
    return None if number is None else comparable_number(number) or number


def fingerprint(facts: Mapping[str, object]) -> str:
    """SHA-256 of all that is said of an outcome, in hexadecimal, however it is written: in case, width, spaces, zeros.

    ``facts`` holds the fields of ``HeldOutcome`` by name; what is absent says nothing.
    """
    said = {name: _written(name, facts.get(name)) for name in _ALL if facts.get(name) is not None}
    number, made_from = facts.get("certificate_number"), facts.get("made_from") or ()
    if isinstance(number, str):
        said["certificate_number"] = certificate_key(number) or ""
    if isinstance(made_from, list | tuple) and made_from:
        said["made_from"] = " ".join(sorted(made_from))
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _written(name: str, value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if name in _PROSE:
        return normalised(str(value)) or str(value)
    return str(value)
