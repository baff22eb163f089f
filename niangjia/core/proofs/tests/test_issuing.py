"""What we sign carries two proofs; each holds by itself and both fail together with a claim."""

import pytest

from niangjia.core.proofs.compiled import RDFC
from niangjia.core.proofs.errors import UnknownTermError
from niangjia.core.proofs.integrity import JCS
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK, ISSUED, LATER, known_key
from niangjia.core.proofs.verifying import Finding, Verdict, verify

SUITES = {suite.name: suite for suite in (JCS, RDFC)}


def test_a_credential_is_signed_with_both_suites() -> None:
    signed = sign_credential(badge(), BANK, created=ISSUED)
    proofs = signed["proof"]
    assert isinstance(proofs, list)
    assert [proof["cryptosuite"] for proof in proofs if isinstance(proof, dict)] == sorted(SUITES, reverse=True)
    assert verify(signed, suites=SUITES, key_of=known_key, at=LATER).accepted
    for suite in SUITES.values():
        alone = {suite.name: suite}
        assert verify(signed, suites=alone, key_of=known_key, at=LATER).accepted
        changed = verify(signed | {"name": "焊工 高级"}, suites=alone, key_of=known_key, at=LATER)
        assert changed.proof == Finding(Verdict.FAILED, "wrong_signature")


def test_a_learner_record_of_signed_credentials_is_signed() -> None:
    record = learner_record(sign_credential(badge(), BANK, created=ISSUED))
    assert verify(sign_credential(record, BANK, created=ISSUED), suites=SUITES, key_of=known_key, at=LATER).accepted


def test_a_claim_that_no_context_defines_is_not_signed() -> None:
    with pytest.raises(UnknownTermError):
        sign_credential(badge() | {"credits": 12}, BANK, created=ISSUED)
