"""Envelope encryption: each person has a key of their own, kept wrapped by a master key of the ring.

Wrapped key: version (1 byte), number of the master key (4 bytes), nonce (12), sealed key with its tag (48).
Encrypted text: version (1), nonce (12), sealed text with its tag. All AES-256-GCM.
Who deletes a person's wrapped key has forgotten everything encrypted under it, in backups too.
"""

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from niangjia.core.crypto.keyring import KEY_LENGTH, Keyring, UnreadableSecretError

_VERSION: Final = b"\x01"
_NONCE: Final = 12
_WRAPPED_HEAD: Final = 5
_WRAPPED_LENGTH: Final = _WRAPPED_HEAD + _NONCE + KEY_LENGTH + 16
_PERSON_KEY: Final = b"niangjia person key"


class Envelope:
    """What is encrypted and looked up under the keys of one ring."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def new_person_key(self) -> bytes:
        """A new key for one person, wrapped; it is stored as it is."""
        return self._wrap(secrets.token_bytes(KEY_LENGTH))

    def is_current(self, wrapped: bytes) -> bool:
        """Whether a key is wrapped by the newest master key."""
        return _master_number(wrapped) == self._keyring.current_master[0]

    def current_head(self) -> bytes:
        """The first five bytes of every key that is wrapped by the newest master key."""
        return _head(self._keyring.current_master[0])

    def rewrap(self, wrapped: bytes) -> bytes:
        """The same person's key, wrapped by the newest master key."""
        return self._wrap(self._unwrap(wrapped))

    def encrypt(self, wrapped: bytes, text: str, purpose: str = "") -> bytes:
        """A text under a person's key. ``purpose`` binds it to its column: it is needed again to read."""
        return _VERSION + _seal(self._unwrap(wrapped), text.encode(), purpose.encode())

    def decrypt(self, wrapped: bytes, sealed: bytes, purpose: str = "") -> str:
        """The text. Raises UnreadableSecretError if value, key or purpose is not the one that it was written with."""
        if sealed[:1] != _VERSION:
            raise UnreadableSecretError("an encrypted value of an unknown version")
        return _open(self._unwrap(wrapped), sealed[1:], purpose.encode()).decode()

    def blind_index(self, kind: str, text: str) -> bytes:
        """32 bytes by which an encrypted text is found again (HMAC-SHA256); normalise the text first."""
        message = kind.encode() + b"\0" + text.encode()
        return hmac.new(self._keyring.secret("blind_index"), message, hashlib.sha256).digest()

    def _wrap(self, key: bytes) -> bytes:
        number, master = self._keyring.current_master
        head = _head(number)
        return head + _seal(master, key, _PERSON_KEY + head)

    def _unwrap(self, wrapped: bytes) -> bytes:
        master = self._keyring.master(_master_number(wrapped))
        return _open(master, wrapped[_WRAPPED_HEAD:], _PERSON_KEY + wrapped[:_WRAPPED_HEAD])


def _head(number: int) -> bytes:
    return _VERSION + number.to_bytes(4, "big")


def _master_number(wrapped: bytes) -> int:
    if len(wrapped) != _WRAPPED_LENGTH or wrapped[:1] != _VERSION:
        raise UnreadableSecretError("no wrapped key")
    return int.from_bytes(wrapped[1:_WRAPPED_HEAD], "big")


def _seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def _open(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError) as wrong:
        raise UnreadableSecretError("an encrypted value does not fit its key") from wrong
