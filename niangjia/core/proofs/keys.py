"""Ed25519 keys as text: Multikey (Controlled Identifiers 1.0) and did:key.

A multikey is ``z`` and, in base 58, two bytes for the kind and 32 for the key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from niangjia.core.proofs.errors import UnreadableError

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS: Final = {letter: digit for digit, letter in enumerate(_ALPHABET)}
_LONGEST: Final = 100  # letters; a signature has 88. Base 58 costs the square of its length
_PUBLIC: Final = b"\xed\x01"
_SECRET: Final = b"\x80\x26"
_KEY_LENGTH: Final = 32
_DID_KEY: Final = "did:key:"


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and who controls it (a DID or another IRI)."""

    public: Ed25519PublicKey
    controller: str


KeyOf: TypeAlias = Callable[[str], Key | None]  # by the verification method's IRI; none where it is not known


def to_base58(content: bytes) -> str:
    """Multibase ``z``: base 58 as Bitcoin writes it."""
    number, letters = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[digit] + letters
    return "z" + _ALPHABET[0] * (len(content) - len(content.lstrip(b"\0"))) + letters


def from_base58(text: str) -> bytes:
    """The bytes again. Raises UnreadableError for any other alphabet and for more than 100 letters."""
    letters = text[1:]
    if text[:1] != "z" or len(text) > _LONGEST or not set(letters) <= _DIGITS.keys():
        raise UnreadableError(f"no multibase in base 58: {text[:_LONGEST]!r}")
    number = 0
    for letter in letters:
        number = number * len(_ALPHABET) + _DIGITS[letter]
    zeros = len(letters) - len(letters.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def public_multikey(key: Ed25519PublicKey) -> str:
    """A public key as text: ``z6Mk…``."""
    return to_base58(_PUBLIC + key.public_bytes_raw())


def public_key(multikey: str) -> Ed25519PublicKey:
    """The public key of a text. Raises UnreadableError where it is none of Ed25519."""
    return Ed25519PublicKey.from_public_bytes(_raw(multikey, _PUBLIC))


def secret_key(multikey: str) -> Ed25519PrivateKey:
    """The secret key of a text (``z3u2…``). Raises UnreadableError where it is none of Ed25519."""
    return Ed25519PrivateKey.from_private_bytes(_raw(multikey, _SECRET))


def did_key_method(key: Ed25519PublicKey) -> str:
    """The verification method of a key that is its own controller: ``did:key:z6Mk…#z6Mk…``."""
    multikey = public_multikey(key)
    return f"{_DID_KEY}{multikey}#{multikey}"


def key_of_did_key(method: str) -> Key | None:
    """The key that a did:key names; none for any other method. Raises UnreadableError for one that is malformed."""
    if not method.startswith(_DID_KEY):
        return None
    controller, _, fragment = method.partition("#")
    multikey = controller.removeprefix(_DID_KEY)
    if fragment != multikey:
        raise UnreadableError("a did:key whose fragment is not its key")
    return Key(public_key(multikey), controller)


def _raw(multikey: str, kind: bytes) -> bytes:
    content = from_base58(multikey)
    if content[:2] != kind or len(content) != len(kind) + _KEY_LENGTH:
        raise UnreadableError("no Ed25519 key of this kind")
    return content[len(kind) :]
