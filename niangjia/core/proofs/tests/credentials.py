"""One credential of a college that does not exist, and the keys of three parties."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from niangjia.core.proofs.documents import CREDENTIALS, Document
from niangjia.core.proofs.integrity import Signer, rdfc_suite
from niangjia.core.proofs.keys import Key, did_key_method
from niangjia.core.proofs.proof_quads import proof_quads
from niangjia.core.proofs.quads import Quad, iri, literal

ISSUED = datetime(2026, 5, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def signer(number: int) -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return Signer(did_key_method(key.public_key()), key)


BANK, COLLEGE, STRANGER = signer(1), signer(2), signer(3)
ISSUER = BANK.method.partition("#")[0]


def credential() -> Document:
    return {
        "@context": [CREDENTIALS],
        "id": "urn:uuid:019a0000-0000-7000-8000-000000000001",
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-05-01T08:00:00Z",
        "validUntil": "2031-05-01T08:00:00Z",
        "credentialSubject": {"id": "urn:uuid:019a0000-0000-7000-8000-000000000002", "name": "焊工 中级"},
    }


def quads_of(document: Document) -> list[Quad]:
    """The quads of this one shape; what a library for JSON-LD does for all."""
    name, subject = iri(str(document["id"])), document["credentialSubject"]
    assert isinstance(subject, dict)
    quads = [(iri(str(subject["id"])), iri("https://schema.org/name"), literal(str(subject["name"])), "")]
    quads += [(name, iri("https://www.w3.org/2018/credentials#issuer"), iri(str(document["issuer"])), "")]
    proofs = document.get("proof")
    for number, proof in enumerate(proofs if isinstance(proofs, list) else []):
        assert isinstance(proof, dict)
        quads.append((name, iri("https://w3id.org/security#proof"), f"_:g{number}", ""))
        quads += proof_quads(proof, f"_:g{number}")
    return quads


RDFC = rdfc_suite(quads_of)


def known_key(method: str) -> Key | None:
    """The keys of the bank and the college; a stranger's is not known."""
    keys = {each.method: Key(each.key.public_key(), each.method.partition("#")[0]) for each in (BANK, COLLEGE)}
    return keys.get(method)
