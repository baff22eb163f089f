"""JSON documents: read from a stranger's bytes under limits, written in the one form of RFC 8785 (JCS)."""

import json
from typing import Final, NoReturn, TypeAlias

import rfc8785

from niangjia.core.proofs.errors import UnreadableError

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Document: TypeAlias = dict[str, Json]

BYTES: Final = 1 << 20
DEPTH: Final = 64
_EXACT: Final = 1 << 53  # an integer of this size and more is none for every reader of JSON
CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"


def read_document(content: bytes) -> Document:
    """A JSON object in UTF-8 of at most 1 MiB and 64 levels, with no name twice in one object.

    Raises UnreadableError for everything else: of a name that stands twice two programs may read two different values.
    """
    if len(content) > BYTES:
        raise UnreadableError(f"longer than {BYTES} bytes")
    try:
        document: Json = _DECODER.decode(content.decode())
    except (ValueError, RecursionError) as wrong:
        raise UnreadableError(f"no JSON: {wrong}") from wrong
    if not isinstance(document, dict):
        raise UnreadableError("no JSON object")
    if content.count(b"{") + content.count(b"[") > DEPTH and _deeper_than(document, DEPTH):
        raise UnreadableError(f"nested more than {DEPTH} levels deep")
    return document


def canonical_json(value: Json) -> bytes:
    """RFC 8785. Raises UnreadableError for what has no such form, such as integers of 2**53 and more."""
    try:
        if _is_plain(value):
            return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return rfc8785.dumps(value)
    except (ValueError, RecursionError) as wrong:  # also half a surrogate pair in a name
        raise UnreadableError(f"no canonical JSON: {wrong}") from wrong


def _is_plain(value: Json) -> bool:
    """Whether Python's own writer has the same form: texts, small integers, names that sort alike in UTF-16."""
    if isinstance(value, dict):
        return all(map(_is_ascii, value)) and all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, str | bool | None) or (isinstance(value, int) and abs(value) < _EXACT)


def _is_ascii(name: object) -> bool:
    return isinstance(name, str) and name.isascii()


def listed(value: Json) -> list[Json]:
    """JSON-LD lets one thing stand for a list of one: always a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _members(pairs: list[tuple[str, Json]]) -> Document:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise UnreadableError("a name stands twice in one object")
    return members


def _no_number(text: str) -> NoReturn:
    raise UnreadableError(f"no number: {text}")


def _deeper_than(value: Json, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deeper_than(each, levels - 1) for each in inner)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_no_number)
