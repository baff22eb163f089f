"""Bitstring Status List 1.0, as far as reading: which bit a credential points at, and whether it is set."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from typing import Final
from zlib import decompressobj, error

from niangjia.core.proofs.documents import Document, listed
from niangjia.core.proofs.errors import UnknownTermError, UnreadableError

_ENTRY: Final = "BitstringStatusListEntry"
_LONGEST: Final = 1 << 24  # bytes of a list: 134 million credentials
_SHORTEST: Final = 1 << 14  # the standard's least: so that an index tells little
_GZIP: Final = 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a credential: what a set bit there means (``revocation``), in which list, at which number."""

    purpose: str
    address: str
    index: int


def entries(document: Document) -> list[Entry]:
    """Where a credential's statuses stand, none skipped. Raises UnreadableError; UnknownTermError for another kind."""
    return [_entry(each) for each in listed(document.get("credentialStatus"))]


def bit(status_list: Document, entry: Entry) -> bool:
    """Whether an entry's bit is set in a list credential (verify that one first). Raises UnreadableError."""
    subject = status_list.get("credentialSubject")
    if not isinstance(subject, dict) or entry.purpose not in listed(subject.get("statusPurpose")):
        raise UnreadableError("a status list of another purpose")
    bits = _bits(str(subject.get("encodedList")))
    if entry.index >= len(bits) * 8:
        raise UnreadableError("an index beyond its status list")
    return bool(bits[entry.index // 8] >> (7 - entry.index % 8) & 1)


def _entry(status: object) -> Entry:
    if not isinstance(status, dict):
        raise UnreadableError("a status that is no object")
    if status.get("type") != _ENTRY:
        raise UnknownTermError("a status of a kind that is not known")
    purpose, address, index = (
        status.get(name) for name in ("statusPurpose", "statusListCredential", "statusListIndex")
    )
    text = str(index)
    if not isinstance(purpose, str) or not isinstance(address, str) or not (text.isascii() and text.isdigit()):
        raise UnreadableError("a status that names no place in a list")
    if len(text) > len(str(_LONGEST * 8)):
        raise UnreadableError("an index beyond every status list")
    return Entry(purpose, address, int(text))


def _bits(encoded: str) -> bytes:
    """Multibase ``u`` (base 64 for addresses) of gzip; at most 16 MiB come out of it."""
    if not encoded.startswith("u"):
        raise UnreadableError("a status list that is not in multibase")
    try:
        unpacker = decompressobj(_GZIP)
        bits = unpacker.decompress(urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)), _LONGEST)
    except (ValueError, error) as wrong:
        raise UnreadableError("a status list that can't be unpacked") from wrong
    if not unpacker.eof or len(bits) < _SHORTEST:
        raise UnreadableError("a status list that is too short or too long")
    return bits
