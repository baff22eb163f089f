"""What someone hands in to be verified, in whichever of its forms: JSON, a signed token, a baked PNG or SVG."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from niangjia.core.proofs.baking import PNG, is_svg, unbake_png, unbake_svg
from niangjia.core.proofs.documents import Document, read_document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.tokens import Token, is_token, read_token

_ENVELOPE: Final = "EnvelopedVerifiableCredential"
_DATA: Final = "data:application/vc+jwt,"


class Form(StrEnum):
    """How a credential came."""

    JSON = "json"
    TOKEN = "token"  # noqa: S105 - a word
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True)
class Presented:
    """A credential as it was handed in; ``token`` where it is signed as one."""

    form: Form
    document: Document
    token: Token | None = None


def read_presented(content: bytes) -> Presented:
    """The credential in a file or a pasted text. Raises UnreadableError where there is none."""
    if content.startswith(PNG):
        return _read(unbake_png(content), Form.PNG)
    if is_svg(content):
        return _read(unbake_svg(content), Form.SVG)
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as wrong:
        raise UnreadableError("neither a text nor a picture that is known") from wrong
    return _read(text, Form.TOKEN if is_token(text) else Form.JSON)


def _read(text: str, form: Form) -> Presented:
    if is_token(text):
        token = read_token(text)
        return Presented(form, token.document, token)
    document = read_document(text.encode())
    enveloped = str(document.get("id", ""))
    if document.get("type") == _ENVELOPE and enveloped.startswith(_DATA):
        return _read(enveloped.removeprefix(_DATA), form)
    return Presented(form, document)
