"""The W3C's vectors of Data Integrity EdDSA Cryptosuites 1.0, every intermediate value of them.

The quads of a document are the published ones; the quads of a proof, all canonical forms, hashes, signatures and whole
documents are computed. That a document's JSON-LD gives its quads is not asked here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from conformance.checks import Check
from niangjia.core.proofs.documents import Document, listed, read_document
from niangjia.core.proofs.integrity import JCS, Signer, Suite, add_proof, is_signed_by, rdfc_suite, signing_input
from niangjia.core.proofs.keys import did_key_method, from_base58, public_multikey, secret_key
from niangjia.core.proofs.proof_quads import proof_quads
from niangjia.core.proofs.quads import Quad, iri, read_quads
from niangjia.core.proofs.rdfc10 import canonical_quads

CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """One folder of intermediate values; the names of its files end alike."""

    folder: Path
    ending: str

    def text(self, name: str) -> str:
        return (self.folder / f"{name}{self.ending}.txt").read_text()

    def document(self, name: str) -> Document:
        return read_document((self.folder / f"{name}{self.ending}.json").read_bytes())


def eddsa_checks(root: Path) -> Iterator[Check]:
    """Every value in the folder ``TestVectors``."""
    signer = _signer(_read(root / "keyPair.json"))
    yield Check("multikeys", "keyPair.json", lambda: _is_pair(_read(root / "keyPair.json")))
    jcs = Published(root / "eddsa-jcs-2022", "JCS")
    rdfc = Published(root / "eddsa-rdfc-2022", "DataInt")
    employ = Published(root / "eddsa-rdfc-2022" / "employ", "DataInt")
    yield from _suite_checks("eddsa-jcs-2022", jcs, _read(root / "unsigned.json"), JCS, signer)
    yield from _suite_checks("eddsa-rdfc-2022", rdfc, _read(root / "unsigned.json"), _over(rdfc), signer)
    yield from _suite_checks(
        "eddsa-rdfc-2022, employment", employ, _read(root / "employmentAuth.json"), _over(employ), signer
    )
    yield from _older_checks(Published(root / "Ed25519Signature2020", "EdSig"), signer)
    yield from _set_and_chain_checks(root / "proof-set-chain", _over(rdfc))


def _suite_checks(
    standard: str, published: Published, unsigned: Document, suite: Suite, signer: Signer
) -> Iterator[Check]:
    signed, config = published.document("signed"), published.document("proofConfig")
    [proof] = [each for each in listed(signed["proof"]) if isinstance(each, dict)]
    options = config if suite is JCS else {name: value for name, value in config.items() if name != "@context"}
    public = signer.key.public_key()
    asked: dict[str, Callable[[], bool]] = {
        "canonDoc": lambda: suite.document_bytes(unsigned).decode() == published.text("canonDoc"),
        "proofCanon": lambda: suite.proof_bytes(options).decode() == published.text("proofCanon"),
        "docHash": lambda: sha256(suite.document_bytes(unsigned)).hexdigest() == published.text("docHash"),
        "proofHash": lambda: sha256(suite.proof_bytes(options)).hexdigest() == published.text("proofHash"),
        "combinedHash": lambda: signing_input(unsigned, options, suite).hex() == published.text("combinedHash"),
        "sigHex": lambda: signer.key.sign(signing_input(unsigned, options, suite)).hex() == published.text("sigHex"),
        "sigBTC58": lambda: from_base58(published.text("sigBTC58")).hex() == published.text("sigHex"),
        "signed": lambda: add_proof(unsigned, suite, signer, created=CREATED) == signed,
        "verified": lambda: is_signed_by(signed, proof, suite, public),
    }
    for name, holds in asked.items():
        yield Check(standard, name, holds)


def _older_checks(published: Published, signer: Signer) -> Iterator[Check]:
    """The suite before Data Integrity, which we don't speak: its graphs, hashes and signature are asked too."""
    document, proof = published.text("canonDoc"), published.text("proofCanon")
    hashes = {"docHash": sha256(document.encode()), "proofHash": sha256(proof.encode())}
    combined = hashes["proofHash"].digest() + hashes["docHash"].digest()
    asked: dict[str, Callable[[], bool]] = {
        "canonDoc": lambda: canonical_quads(document).text == document,
        "proofCanon": lambda: canonical_quads(proof).text == proof,
        "docHash": lambda: hashes["docHash"].hexdigest() == published.text("docHash"),
        "proofHash": lambda: hashes["proofHash"].hexdigest() == published.text("proofHash"),
        "combinedHash": lambda: combined.hex() == published.text("combinedHash"),
        "sigHex": lambda: signer.key.sign(combined).hex() == published.text("sigHex"),
        "sigBTC58": lambda: from_base58(published.text("sigBTC58")).hex() == published.text("sigHex"),
    }
    for name, holds in asked.items():
        yield Check("Ed25519Signature2020", name, holds)


def _set_and_chain_checks(folder: Path, suite: Suite) -> Iterator[Check]:
    pairs = [pair for pair in _read(folder / "multiKeyPairs.json").values() if isinstance(pair, dict)]
    for number, pair in enumerate(pairs, start=1):
        yield Check("multikeys", f"keyPair{number}", partial(_is_pair, pair))
    signers = {signer.method: signer for signer in map(_signer, pairs)}
    steps = [
        ("proofSetConfig1", "unsigned", "signedProofSet1"),
        ("proofSetConfig2", "signedProofSet1", "signedProofSet2"),
        ("proofChainConfig1", "signedProofSet2", "signedProofChain1"),
        ("proofChainConfig2", "signedProofChain1", "signedProofChain2"),
    ]
    for config, before, after in steps:
        signed = _read(folder / f"{config[:-1]}Signed{config[-1]}.json")
        options, old, new = (_read(folder / f"{name}.json") for name in (config, before, after))
        yield Check("sets and chains", f"{config} signed", partial(_is_signature, old, options, signed, suite, signers))
        yield Check("sets and chains", after, partial(_is_step, old, options, new, suite, signers))
        yield Check("sets and chains", f"{after} verified", partial(_all_hold, new, suite, signers))
    for number, config in enumerate(("proofChainConfig1", "proofChainConfig2"), start=1):
        confirmed, signed = (
            _read(folder / f"{name}.json") for name in (f"proofChainTempDoc{number}", f"proofChainConfigSigned{number}")
        )
        options = _read(folder / f"{config}.json")
        yield Check(
            "sets and chains",
            f"proofChainTempDoc{number}",
            partial(_is_signature, confirmed, options, signed, suite, signers),
        )


def _is_signature(
    document: Document, options: Document, signed: Document, suite: Suite, signers: dict[str, Signer]
) -> bool:
    key = signers[str(options["verificationMethod"])].key
    value = from_base58(str(signed["proofValue"]))
    return key.sign(signing_input(document, options, suite)) == value and signed.items() >= options.items()


def _is_step(old: Document, options: Document, new: Document, suite: Suite, signers: dict[str, Signer]) -> bool:
    made = add_proof(
        old,
        suite,
        signers[str(options["verificationMethod"])],
        created=datetime.fromisoformat(str(options["created"])),
        proof_id=str(options["id"]) if "id" in options else None,
        previous=tuple(map(str, listed(options.get("previousProof")))),
    )
    return made == new


def _all_hold(document: Document, suite: Suite, signers: dict[str, Signer]) -> bool:
    proofs = [proof for proof in listed(document["proof"]) if isinstance(proof, dict)]
    return bool(proofs) and all(
        is_signed_by(document, proof, suite, signers[str(proof["verificationMethod"])].key.public_key())
        for proof in proofs
    )


def _over(published: Published) -> Suite:
    """The suite over the published quads of a document; proofs that it carries are added as graphs of their own."""

    def to_quads(document: Document) -> list[Quad]:
        quads = read_quads(published.text("canonDoc"))
        for number, proof in enumerate(listed(document.get("proof"))):
            if not isinstance(proof, dict):
                raise TypeError("a proof that is no object")
            graph = f"_:g{number}"
            quads.append((iri(str(document["id"])), iri("https://w3id.org/security#proof"), graph, ""))
            quads += proof_quads(proof, graph)
        return quads

    return rdfc_suite(to_quads)


def _read(path: Path) -> Document:
    return read_document(path.read_bytes())


def _signer(pair: Document) -> Signer:
    key = secret_key(str(pair["privateKeyMultibase"]))
    return Signer(did_key_method(key.public_key()), key)


def _is_pair(pair: Document) -> bool:
    return public_multikey(_signer(pair).key.public_key()) == pair["publicKeyMultibase"]
