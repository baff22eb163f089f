"""That the transparency log holds a credential, from the document that its holder gets with it.

Members: ``kind``, ``contentHash``, ``salt``, ``entry`` (the leaf's text), ``index``, ``hashes`` (the lowest first) and
``checkpoint`` (the signed head). Bytes are hexadecimal. tools/verify reads the same.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from niangjia.core.proofs.documents import Document, canonical_json, read_document
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.transparency.checkpoints import Checkpoint, UntrustedHeadError, open_checkpoint
from niangjia.core.transparency.merkle import includes, leaf_hash

_HEX: Final = re.compile(r"(?:[0-9a-f]{2}){1,64}")


def is_logged(document: Document, proof: Document, *, origin: str, keys: Iterable[Ed25519PublicKey]) -> bool:
    """Whether a proof shows that the log named ``origin``, whose heads one of ``keys`` signs, holds a credential.

    Raises UnreadableError for a proof that is malformed.
    """
    content = sha256(canonical_json({name: value for name, value in document.items() if name != "proof"})).digest()
    text, index, hashes = proof.get("entry"), proof.get("index"), proof.get("hashes")
    if not isinstance(text, str) or not isinstance(index, int) or not isinstance(hashes, list):
        raise UnreadableError("no proof of a log")
    entry = read_document(text.encode())
    if entry.get("commitment") != sha256(_bytes(proof.get("salt")) + content).hexdigest():
        return False
    head = _head(str(proof.get("checkpoint")), origin, keys)
    path = [_bytes(each) for each in hashes]
    return head is not None and includes(head.root, head.size, index, leaf_hash(text.encode()), path)


def _head(note: str, origin: str, keys: Iterable[Ed25519PublicKey]) -> Checkpoint | None:
    for key in keys:
        try:
            return open_checkpoint(note, origin, key)
        except UntrustedHeadError:
            continue
    return None


def _bytes(text: object) -> bytes:
    if not isinstance(text, str) or not _HEX.fullmatch(text):
        raise UnreadableError("no bytes in hexadecimal")
    return bytes.fromhex(text)
