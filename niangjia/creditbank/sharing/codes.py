"""Secrets that are handed out: tokens of links, verification codes of papers; and names with their middle hidden."""

import hashlib
import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U
READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "　": None})
RANDOM_SIGNS: Final = 15  # 75 bits
CHECKED_BY: Final = 37  # Crockford's check symbol; codes whose symbol is none of the alphabet are not given out
TOKEN_BYTES: Final = 24  # 192 bits
GROUP: Final = 4


def new_token() -> str:
    """A token of a link, for its address. It is shown once and never stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What is kept of a token: as unguessable as the token, so that a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """A verification code: fifteen random signs and a check sign."""
    while True:
        signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
        check = _value(signs) % CHECKED_BY
        if check < len(ALPHABET):
            return signs + ALPHABET[check]


def read_code(text: str) -> str | None:
    """A code as somebody typed it, put right; None where it cannot be one."""
    code = text.strip().upper().translate(READ_AS)
    if len(code) != RANDOM_SIGNS + 1 or not set(code) <= set(ALPHABET):
        return None
    return code if ALPHABET[_value(code[:-1]) % CHECKED_BY :][:1] == code[-1] else None


def grouped(code: str) -> str:
    """A code as it is printed: 7K2M-9QXD-41RT-ZW08."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def masked_name(name: str) -> str:
    """A name with all but its first and last sign hidden; of two signs the second: 周*岚, 林*."""
    return name[:1] + "*" + (name[-1] if len(name) > len("周*") else "")


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * len(ALPHABET) + ALPHABET.index(sign)
    return value
