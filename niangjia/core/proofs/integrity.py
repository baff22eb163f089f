"""W3C Data Integrity EdDSA cryptosuites 1.0: ``eddsa-jcs-2022`` and ``eddsa-rdfc-2022``, proof sets and chains.

What is signed is SHA-256 of the proof without its value, then SHA-256 of the document without its proofs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from niangjia.core.proofs.documents import Document, Json, canonical_json, listed
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.keys import from_base58, to_base58
from niangjia.core.proofs.proof_quads import PROOF_TYPE, canonical_proof
from niangjia.core.proofs.quads import Quad
from niangjia.core.proofs.rdfc10 import canonical_form


@dataclass(frozen=True, slots=True)
class Suite:
    """How a document and a proof become the bytes that are hashed. Either may raise UnreadableError."""

    name: str
    document_bytes: Callable[[Document], bytes]
    proof_bytes: Callable[[Document], bytes]


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key and the IRI (verification method) under which its public half is found."""

    method: str
    key: Ed25519PrivateKey


JCS: Final = Suite("eddsa-jcs-2022", canonical_json, canonical_json)


def rdfc_suite(to_quads: Callable[[Document], Sequence[Quad]]) -> Suite:
    """``eddsa-rdfc-2022`` over quads that ``to_quads`` makes of a document.

    ``to_quads`` has to raise UnreadableError for a member that no context defines: what makes no quad is not signed.
    """
    return Suite(
        "eddsa-rdfc-2022",
        lambda document: canonical_form(to_quads(document)).text.encode(),
        canonical_proof,
    )


def add_proof(
    document: Document,
    suite: Suite,
    signer: Signer,
    *,
    created: datetime,
    proof_id: str | None = None,
    previous: tuple[str, ...] = (),
) -> Document:
    """The document with one more proof (``assertionMethod``), beside those that it has.

    ``previous`` names proofs of the document that this one confirms: it is void without them. Raises UnreadableError.
    """
    options: Document = {
        "type": PROOF_TYPE,
        **({"id": proof_id} if proof_id else {}),
        "cryptosuite": suite.name,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": signer.method,
        "proofPurpose": "assertionMethod",
    }
    if previous:
        options["previousProof"] = previous[0] if len(previous) == 1 else list(previous)
    if suite is JCS and "@context" in document:
        options["@context"] = document["@context"]
    value = to_base58(signer.key.sign(signing_input(document, options, suite)))
    proofs = [*listed(document.get("proof")), options | {"proofValue": value}]
    return document | {"proof": proofs[0] if len(proofs) == 1 else proofs}


def signing_input(document: Document, proof: Document, suite: Suite) -> bytes:
    """The 64 bytes that a proof of a document signs. Its own value and proofs that it does not name play no part."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    claims = {name: value for name, value in document.items() if name != "proof"}
    # more than the standard asks: a context added behind the signed ones could change what the rest means
    if "@context" in options and options["@context"] != claims.get("@context"):
        raise UnreadableError("a proof over another context than the document's")
    if "previousProof" in proof:
        claims["proof"] = _previous(document, proof)
    return sha256(suite.proof_bytes(options)).digest() + sha256(suite.document_bytes(claims)).digest()


def is_signed_by(document: Document, proof: Document, suite: Suite, key: Ed25519PublicKey) -> bool:
    """Whether a proof of the document was made with a key. Raises UnreadableError for what can't be checked at all."""
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise UnreadableError("a proof without a value")
    try:
        key.verify(from_base58(value), signing_input(document, proof, suite))
    except InvalidSignature:
        return False
    return True


def _previous(document: Document, proof: Document) -> list[Json]:
    """The proofs that a proof names, as they stand in the document, values included."""
    named = listed(proof["previousProof"])
    proofs = [each for each in listed(document.get("proof")) if isinstance(each, dict) and "id" in each]
    found = [each for each in proofs if each["id"] in named]
    if not named or len(found) != len(named) or any(name not in [each["id"] for each in found] for name in named):
        raise UnreadableError("a proof over others that the document does not have, or has twice")
    return list(found)
