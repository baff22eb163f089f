"""Encryption at rest with one key for each person, and look-up without decryption.

The keys lie in ``keys`` under ``settings.NIANGJIA_DATA``. To forget a person, delete their wrapped key.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from niangjia.core.crypto.envelope import Envelope
from niangjia.core.crypto.keyring import Keyring, UnreadableSecretError

__all__ = [
    "Keyring",
    "UnreadableSecretError",
    "blind_index",
    "current_head",
    "decrypt",
    "encrypt",
    "is_current",
    "new_person_key",
    "rewrap",
    "rotate",
]


Stored = bytes | memoryview  # as a binary field gives it


def new_person_key() -> bytes:
    """A new key for one person, wrapped; store it as it is."""
    return _envelope().new_person_key()


def encrypt(wrapped: Stored, text: str, purpose: str = "") -> bytes:
    """A text under a person's wrapped key. ``purpose`` binds it to its column."""
    return _envelope().encrypt(bytes(wrapped), text, purpose)


def decrypt(wrapped: Stored, sealed: Stored, purpose: str = "") -> str:
    """The text again. Raises UnreadableSecretError where key, value or purpose don't belong together."""
    return _envelope().decrypt(bytes(wrapped), bytes(sealed), purpose)


def is_current(wrapped: Stored) -> bool:
    """Whether a wrapped key needs no ``rewrap``."""
    return _envelope().is_current(bytes(wrapped))


def current_head() -> bytes:
    """The first bytes by which a database tells wrapped keys that need no ``rewrap``."""
    return _envelope().current_head()


def rewrap(wrapped: Stored) -> bytes:
    """The same person's key, wrapped by the newest master key."""
    return _envelope().rewrap(bytes(wrapped))


def blind_index(kind: str, text: str) -> bytes:
    """32 bytes by which an encrypted text of this kind (``identity_number``) is found; normalise the text first."""
    return _envelope().blind_index(kind, text)


def rotate() -> int:
    """Make a new master key; returns its number. Then ``rewrap`` every wrapped key that is not current."""
    return _keyring(str(settings.NIANGJIA_DATA)).rotate()


def _envelope() -> Envelope:
    return Envelope(_keyring(str(settings.NIANGJIA_DATA)))


@cache
def _keyring(data: str) -> Keyring:
    # by text: an import asks a hundred thousand times, and hashing a Path costs more than encrypting
    return Keyring(Path(data) / "keys")
