"""Credentials as JSON Web Tokens (VC-JOSE-COSE, Open Badges 3.0): EdDSA over Ed25519 and nothing else.

By hand, as the library for it costs as much again as the signature; tests hold both against each other.
"""

import json
import re
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from niangjia.core.proofs.documents import Document, canonical_json, read_document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.integrity import Signer

_FORM: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}")
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))
_FOR_ADDRESSES: Final = str.maketrans("-_+/", "+/  ")  # what only other base 64 has becomes a sign that none has
_PARTS: Final = 3
_LONGEST: Final = 1 << 21
_HEADERS: Final = frozenset({"alg", "typ", "cty", "kid", "iss"})
_ALGORITHMS: Final = frozenset({"EdDSA", "Ed25519"})  # one thing: RFC 8037's name for it and RFC 9864's
_TYPES: Final = frozenset({"vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "JWT", None})


@dataclass(frozen=True, slots=True)
class Token:
    """A signed token taken apart: the credential, the verification method that its header names, what is signed."""

    document: Document
    method: str
    signed: bytes
    signature: bytes


def is_token(text: str) -> bool:
    """Whether a text has the form of a signed token."""
    return len(text) <= _LONGEST and bool(_FORM.fullmatch(text))


def sign_token(document: Document, key: Signer) -> str:
    """A credential as a signed token; it carries no proof within. Raises UnreadableError."""
    claims = {name: value for name, value in document.items() if name != "proof"}
    try:
        body = _ENCODER.encode(claims).encode()
    except (ValueError, RecursionError) as wrong:
        raise UnreadableError(f"no JSON: {wrong}") from wrong
    signed = f"{_header(key.method)}.{_encoded(body)}"
    return f"{signed}.{_encoded(key.key.sign(signed.encode('ascii')))}"


def read_token(text: str) -> Token:
    """A token taken apart; nothing is checked yet. Raises UnreadableError for another form, algorithm or header."""
    head, body, signature = _parts(text)
    (method, issuer), document = _named(head), read_document(_decoded(body))
    if "proof" in document:
        raise UnreadableError("a token with a second proof within")
    if method.startswith("#"):
        method = f"{issuer or document.get('iss', '')}{method}"
    return Token(document, method, text[: -len(signature) - 1].encode(), _signature(signature))


@lru_cache(maxsize=100)  # as many as there are keys in use
def _header(method: str) -> str:
    return _encoded(canonical_json({"alg": "EdDSA", "kid": method, "typ": "vc+jwt"}))


@lru_cache(maxsize=100)
def _named(head: str) -> tuple[str, str]:
    """The verification method and issuer that a header names."""
    header = read_document(_decoded(head))
    if header.get("alg") not in _ALGORITHMS or not header.keys() <= _HEADERS or header.get("typ") not in _TYPES:
        raise UnreadableError("a token of another algorithm or with a header that is not understood")
    method = header.get("kid")
    if not isinstance(method, str):
        raise UnreadableError("a token that names no key")
    return method, str(header.get("iss", ""))


def holds(token: Token, key: Ed25519PublicKey) -> bool:
    """Whether a token was signed with a key."""
    try:
        key.verify(token.signature, token.signed)
    except InvalidSignature:
        return False
    return True


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _parts(text: str) -> list[str]:
    parts = text.split(".") if len(text) <= _LONGEST else []
    if len(parts) != _PARTS:
        raise UnreadableError("no signed token")
    return parts


def _decoded(text: str) -> bytes:
    """Base 64 for addresses, without anything between or behind it."""
    try:
        return a2b_base64(text.translate(_FOR_ADDRESSES) + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError as wrong:
        raise UnreadableError("no base 64") from wrong


def _signature(text: str) -> bytes:
    """Only the one way to write the bytes is taken: of what is signed the text itself is signed, this is not."""
    content = _decoded(text)
    if _encoded(content) != text:
        raise UnreadableError("no canonical base 64")
    return content
