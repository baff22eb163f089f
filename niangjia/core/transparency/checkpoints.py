"""The signed head of a log as text: C2SP's signed note and tlog-checkpoint.

log.example/bank
1024
<root hash in base 64>

— log.example/bank <key hash and signature in base 64>
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519: Final = b"\x01"
_HASH: Final = 32
_KEY_HASH: Final = 4
_LONGEST: Final = 1 << 16
_MOST_SIGNATURES: Final = 100
_MARK: Final = "— "
_HEAD: Final = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[^\n]+)\n")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class UntrustedHeadError(ValueError):
    """A signed head that is malformed, of another log or not signed by its key."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its name (also that of its key), how many leaves it has and their root hash."""

    origin: str
    size: int
    root: bytes


def sign_checkpoint(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as a signed note. Raises ValueError for an origin that can't name a key."""
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{_base64(checkpoint.root)}\n"
    return sign_note(text, checkpoint.origin, key)


def open_checkpoint(note: str, origin: str, key: Ed25519PublicKey) -> Checkpoint:
    """The head of the log of this name, signed by this key. Raises UntrustedHeadError. Extension lines are let be."""
    head = _HEAD.match(open_note(note, origin, key))
    root = _from_base64(head["root"]) if head else b""
    if head is None or head["origin"] != origin or len(root) != _HASH:
        raise UntrustedHeadError("no checkpoint of this log")
    return Checkpoint(origin, int(head["size"]), root)


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> str:
    """A text under a signature. Raises ValueError for a name or text that the format can't hold."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("a note ends with a line feed and has no other control characters")
    signature = key_hash(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{_MARK}{name} {_base64(signature)}\n"


def open_note(note: str, name: str, key: Ed25519PublicKey) -> str:
    """The text that a key has signed under its name; other keys' signatures are let be. Raises UntrustedHeadError."""
    text, parted, lines = note.rpartition("\n\n")
    if not parted or len(note) > _LONGEST or _CONTROL.search(note) or not note.endswith("\n"):
        raise UntrustedHeadError("no signed note")
    text += "\n"
    signatures = [_signature(line) for line in lines.removesuffix("\n").split("\n")[:_MOST_SIGNATURES]]
    own = key_hash(name, key)
    ours = [signature for signer, signature in signatures if signer == name and signature[:_KEY_HASH] == own]
    if not ours:
        raise UntrustedHeadError("not signed by this key")
    try:
        for signature in ours:
            key.verify(signature[_KEY_HASH:], text.encode())
    except InvalidSignature as wrong:
        raise UntrustedHeadError("a signature that does not hold") from wrong
    return text


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """The four bytes by which a signature names its key. Raises ValueError for a name that the format can't hold."""
    if not name or re.search(r"[\s+]", name) or _CONTROL.search(name):
        raise ValueError(f"no name of a key: {name!r}")
    return sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:_KEY_HASH]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """A public key as verifiers of signed notes take it: ``name+hash+key``."""
    return f"{name}+{key_hash(name, key).hex()}+{_base64(_ED25519 + key.public_bytes_raw())}"


def _signature(line: str) -> tuple[str, bytes]:
    name, _, signature = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not name:
        raise UntrustedHeadError("a line that is no signature")
    return name, _from_base64(signature)


def _base64(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _from_base64(text: str) -> bytes:
    """Only the one way to write the bytes is taken, so that a note can't be written differently and still hold."""
    try:
        content = b64decode(text, validate=True)
    except ValueError as wrong:
        raise UntrustedHeadError("no base 64") from wrong
    if _base64(content) != text:
        raise UntrustedHeadError("no canonical base 64")
    return content
