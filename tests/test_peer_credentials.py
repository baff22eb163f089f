"""Credentials of ours and of the trade's own library in JavaScript are read by each other (eddsa-rdfc-2022)."""

import json
from datetime import UTC, datetime

import pytest

from niangjia.core.proofs.contexts.known import FILES, context
from niangjia.core.proofs.documents import canonical_json
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.judging import Question, Records, judge
from niangjia.core.proofs.keys import key_of_did_key, public_multikey, to_base58
from niangjia.core.proofs.presented import read_presented
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, ISSUED, ISSUER
from tests.node import run_node

CONTEXTS = {address: context(address) for address in FILES}
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def asked(*requests):
    lines = [json.dumps({"contexts": CONTEXTS, "now": "2026-06-01T00:00:00Z", **request}) for request in requests]
    run = run_node("tests/peer.mjs", given="\n".join(lines))
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def rdfc_only(document):
    """Their verifier asks every proof for a suite that it was given."""
    [proof] = [each for each in document["proof"] if each["cryptosuite"] == "eddsa-rdfc-2022"]
    return document | {"proof": proof}


@pytest.fixture(scope="module")
def signed():
    first = sign_credential(badge(), BANK, created=ISSUED)
    return {"badge": first, "record": sign_credential(learner_record(first), BANK, created=ISSUED)}


def test_the_library_verifies_what_we_sign_and_not_what_was_changed(signed):
    good = [rdfc_only(document) for document in signed.values()]
    changed = [document | {"name": "焊工 高级"} for document in good]
    found = asked(*({"act": "verify", "credential": document} for document in good + changed))
    assert [each["verified"] for each in found] == [True, True, False, False], found


def test_we_verify_what_the_library_signs(signed):
    secret = BANK.key.private_bytes_raw() + BANK.key.public_key().public_bytes_raw()
    key = {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": BANK.method,
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": public_multikey(BANK.key.public_key()),
        "secretKeyMultibase": to_base58(b"\x80\x26" + secret[:32]),
    }
    for document in asked(
        *({"act": "issue", "credential": each, "key": key} for each in (badge(), learner_record(signed["badge"])))
    ):
        verdict = judge(read_presented(canonical_json(document)), records=Records(key_of=key_of_did_key), at=LATER)
        assert {verdict.findings[each].code for each in (Question.TERMS, Question.SIGNATURE, Question.ISSUER)} == {"ok"}
        changed = judge(
            read_presented(canonical_json(document | {"name": "x"})), records=Records(key_of=key_of_did_key), at=LATER
        )
        assert changed.findings[Question.SIGNATURE].code == "wrong_signature"
