"""A credential passes whole or says which question it failed; what was not signed never passes."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from niangjia.core.proofs.documents import CREDENTIALS, Document, Json
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.integrity import JCS, Suite, add_proof, is_signed_by, rdfc_suite
from niangjia.core.proofs.keys import secret_key
from niangjia.core.proofs.proof_quads import proof_quads
from niangjia.core.proofs.quads import read_quads
from niangjia.core.proofs.tests.credentials import (
    BANK,
    COLLEGE,
    ISSUED,
    LATER,
    RDFC,
    STRANGER,
    credential,
    known_key,
)
from niangjia.core.proofs.verifying import Finding, Verdict, Verdicts, verify

both = pytest.mark.parametrize("suite", [JCS, RDFC], ids=lambda suite: suite.name)


def signed(suite: Suite = JCS) -> Document:
    return add_proof(credential(), suite, BANK, created=ISSUED)


def judged(document: Document, at: datetime = LATER, suites: tuple[Suite, ...] = (JCS, RDFC)) -> Verdicts:
    return verify(document, suites={suite.name: suite for suite in suites}, key_of=known_key, at=at)


def failed(code: str) -> Finding:
    return Finding(Verdict.FAILED, code)


def changed(document: Document, *path: str, value: Json) -> Document:
    copy = deepcopy(document)
    inner: Json = copy
    for name in path[:-1]:
        assert isinstance(inner, dict)
        inner = inner[name]
    assert isinstance(inner, dict)
    inner[path[-1]] = value
    return copy


@both
def test_a_signed_credential_passes(suite: Suite) -> None:
    ok = Finding(Verdict.PASSED, "ok")
    assert judged(signed(suite)) == Verdicts(shape=ok, proof=ok, issuer=ok, time=ok, proofs=(ok,))
    assert judged(signed(suite)).accepted


def test_the_published_vector_is_signed_byte_for_byte() -> None:
    """W3C Data Integrity EdDSA Cryptosuites 1.0, appendix B.2 (eddsa-jcs-2022)."""
    secret = secret_key("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
    public = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    alumni: Document = {
        "@context": [CREDENTIALS, "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    }
    signer = replace(BANK, key=secret, method=f"did:key:{public}#{public}")
    proof = add_proof(alumni, JCS, signer, created=datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC))["proof"]
    assert isinstance(proof, dict)
    assert proof["proofValue"] == (
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
    )


@both
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "name"), "焊工 高级"),
        (("issuer",), "did:web:other.example"),
        (("proof", "created"), "2026-05-02T08:00:00Z"),
        (("proof", "proofValue"), "z" + "1" * 64),
    ],
)
def test_a_changed_claim_or_proof_fails(suite: Suite, path: tuple[str, ...], value: str) -> None:
    assert judged(changed(signed(suite), *path, value=value)).proof == failed("wrong_signature")


def test_an_added_claim_fails() -> None:
    assert judged(signed() | {"credits": 12}).proof == failed("wrong_signature")


def test_a_context_added_behind_the_signed_ones_fails() -> None:
    longer = signed() | {"@context": [CREDENTIALS, "https://evil.example/terms"]}
    assert judged(longer).proof == failed("malformed_proof")


@both
def test_a_member_that_a_proof_does_not_have_fails(suite: Suite) -> None:
    assert judged(changed(signed(suite), "proof", "claim", value="x")).proof == failed("malformed_proof")


@pytest.mark.parametrize("proof", [None, []])
def test_an_unsigned_credential_fails(proof: Json) -> None:
    verdicts = judged(credential() | {"proof": proof})
    assert verdicts.proof == failed("unsigned")
    assert not verdicts.accepted


@pytest.mark.parametrize("proof", ["x", 1, {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}])
def test_a_malformed_proof_fails(proof: Json) -> None:
    assert judged(credential() | {"proof": proof}).proof == failed("malformed_proof")


def test_a_proof_of_an_unknown_suite_alone_decides_nothing() -> None:
    verdicts = judged(signed(RDFC), suites=(JCS,))
    assert verdicts.proof == Finding(Verdict.UNDECIDED, "unknown_suite")
    assert not verdicts.accepted


def test_a_proof_of_an_unknown_suite_beside_a_good_one_does_no_harm() -> None:
    assert judged(add_proof(signed(RDFC), JCS, BANK, created=ISSUED), suites=(JCS,)).accepted


def test_a_bad_proof_beside_a_good_one_fails() -> None:
    two = add_proof(changed(signed(RDFC), "proof", "proofValue", value="z111"), JCS, BANK, created=ISSUED)
    assert judged(two).proof == failed("wrong_signature")


def test_a_key_that_nobody_knows_decides_nothing() -> None:
    verdicts = judged(add_proof(credential(), JCS, STRANGER, created=ISSUED))
    assert verdicts.proof == Finding(Verdict.UNDECIDED, "unknown_key")
    assert verdicts.issuer == Finding(Verdict.UNDECIDED, "no_proof_holds")


def test_a_credential_signed_by_another_than_its_issuer_fails() -> None:
    verdicts = judged(add_proof(credential(), JCS, COLLEGE, created=ISSUED))
    assert verdicts.proof == Finding(Verdict.PASSED, "ok")
    assert verdicts.issuer == failed("signed_by_another")
    assert not verdicts.accepted


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 4, 30, tzinfo=UTC), "not_yet_valid"),
        (datetime(2031, 5, 2, tzinfo=UTC), "expired"),
    ],
)
def test_outside_its_time_a_credential_fails_by_time_alone(at: datetime, code: str) -> None:
    verdicts = judged(signed(), at)
    assert verdicts.time == failed(code)
    assert verdicts.proof.code == "ok"


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("created", "2026-07-01T00:00:00Z", "signed_later"),
        ("expires", "2026-05-20T00:00:00Z", "proof_expired"),
        ("created", "2026-05-01", "malformed_time"),
        ("created", 5, "malformed_time"),
    ],
)
def test_a_proof_outside_its_time_fails(member: str, value: Json, code: str) -> None:
    assert judged(changed(signed(), "proof", member, value=value)).time == failed(code)


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("@context", "https://other.example", "malformed_context"),
        ("type", "Diploma", "malformed_type"),
        ("issuer", {"name": "no id"}, "malformed_issuer"),
        ("credentialSubject", [], "malformed_subject"),
        ("credentialSubject", ["x"], "malformed_subject"),
        ("proof", [{}] * 9, "malformed_proofs"),
    ],
)
def test_what_is_no_credential_fails_by_its_shape(member: str, value: Json, code: str) -> None:
    assert judged(signed() | {member: value}).shape == failed(code)


@both
def test_a_chain_holds_with_the_proof_that_it_confirms_and_not_without(suite: Suite) -> None:
    first = add_proof(credential(), suite, BANK, created=ISSUED, proof_id="urn:proof:1")
    second = add_proof(first, suite, COLLEGE, created=ISSUED, proof_id="urn:proof:2", previous=("urn:proof:1",))
    third = add_proof(second, suite, BANK, created=ISSUED, previous=("urn:proof:1", "urn:proof:2"))
    assert judged(third).accepted
    assert isinstance(third["proof"], list)
    assert judged(third | {"proof": third["proof"][1:]}).proof == failed("malformed_proof")
    twice = [third["proof"][0], *third["proof"]]
    assert judged(third | {"proof": twice}).proof == failed("malformed_proof")


def test_a_graph_made_to_hang_the_reader_is_refused() -> None:
    clique = "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a in range(10) for b in range(10) if a != b)
    poisoned = rdfc_suite(lambda _: read_quads(clique))
    assert judged(signed(RDFC), suites=(poisoned,)).proof == failed("too_much_work")


def test_half_a_surrogate_pair_fails() -> None:
    assert judged(signed() | {"\ud800": 1}).proof == failed("malformed_proof")


def test_a_proof_without_a_value_can_not_be_checked() -> None:
    with pytest.raises(UnreadableError):
        is_signed_by(credential(), {"type": "DataIntegrityProof"}, JCS, BANK.key.public_key())


@pytest.mark.parametrize(("member", "value"), [("created", 5), ("proofPurpose", "authentication"), ("id", "no iri")])
def test_a_proof_with_an_impossible_member_makes_no_quads(member: str, value: Json) -> None:
    with pytest.raises(UnreadableError):
        proof_quads({"type": "DataIntegrityProof", member: value})
