"""The quads of a Data Integrity proof without a JSON-LD library: its shape is fixed.

True for documents whose first context is credentials/v2: its terms are protected, no later context can change them.
"""

from collections.abc import Callable
from typing import Final

from niangjia.core.proofs.documents import Document, Json, listed
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.quads import Quad, iri, literal, write_quads

_SECURITY: Final = "https://w3id.org/security#"
_TIME: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
_TYPE: Final = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PROOF_TYPE: Final = "DataIntegrityProof"


def _typed(kind: str) -> Callable[[str], str]:
    suffix = f"^^{iri(kind)}"
    return lambda text: literal(text) + suffix


def _purpose(text: str) -> str:
    if text != "assertionMethod":
        raise UnreadableError(f"no purpose of a credential's proof: {text[:40]!r}")
    return iri(_SECURITY + text)


_MEMBERS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "created": ("http://purl.org/dc/terms/created", _typed(_TIME)),
    "cryptosuite": (f"{_SECURITY}cryptosuite", _typed(f"{_SECURITY}cryptosuiteString")),
    "expires": (f"{_SECURITY}expiration", _typed(_TIME)),
    "previousProof": (f"{_SECURITY}previousProof", iri),
    "proofPurpose": (f"{_SECURITY}proofPurpose", _purpose),
    "proofValue": (f"{_SECURITY}proofValue", _typed(f"{_SECURITY}multibase")),
    "verificationMethod": (f"{_SECURITY}verificationMethod", iri),
}
_STATED: Final = {name: (iri(predicate), term) for name, (predicate, term) in _MEMBERS.items()}
_KIND: Final = iri(_SECURITY + PROOF_TYPE)
_UNNAMED: Final = "_:proof"
MEMBERS: Final = frozenset({"@context", "id", "type", *_MEMBERS})


def proof_quads(proof: Document, graph: str = "") -> list[Quad]:
    """The quads of one proof, in a graph where one is named (``_:label``).

    Raises UnreadableError for a member that is not named here: it would not be signed.
    """
    if not proof.keys() <= MEMBERS or proof.get("type") != PROOF_TYPE:
        raise UnreadableError(f"a proof with members that it can't have: {sorted(proof.keys() - MEMBERS)}")
    subject = iri(_text(proof["id"])) if "id" in proof else f"{_UNNAMED}{graph.removeprefix('_:')}"
    stated = [
        (subject, predicate, term(_text(value)), graph)
        for name, (predicate, term) in _STATED.items()
        for value in listed(proof.get(name))
    ]
    return [(subject, _TYPE, _KIND, graph), *stated]


def canonical_proof(proof: Document) -> bytes:
    """The canonical quads of one proof by itself: at most one node of it has no name, so that its name is known."""
    quads = proof_quads(proof)
    named = [("_:c14n0" if quad[0] == _UNNAMED else quad[0], *quad[1:]) for quad in quads]
    return write_quads(named).encode()


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise UnreadableError("a proof's members are texts")
    return value
