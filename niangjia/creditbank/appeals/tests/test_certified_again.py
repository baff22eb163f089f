"""A certification revoked in error: the appeal is upheld, it is certified again, and a new credential takes over."""

import json
from uuid import UUID

import pytest

from niangjia.core import clock
from niangjia.creditbank.appeals.tests.test_appeals import acting, add_certifier, filed, heard, state_of
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.credentials.operations import issue_credentials
from niangjia.creditbank.credentials.queries import credentials_of
from niangjia.creditbank.credentials.tests.test_issuing import integrated, verdicts
from niangjia.kernel.credentials.queries import inclusion_proof, status_bit
from niangjia.kernel.credentials.types import Inclusion, Kind, Purpose
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


def credentials(made):
    """What she holds, by what it is about; issued as soon as she looks."""
    with acting(made, "zhou") as worker:
        issue_credentials(made.person, actor=worker, at=clock.now())
        return {each.held.value: each for each in credentials_of(made.person)}


def claimed_and_posted(made):
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return key


def revoked_bit(made, held):
    """What the public list says at the place that the credential itself names."""
    status = json.loads(held.text)["credentialStatus"][0]
    assert status["statusPurpose"] == "revocation"
    list_id = UUID(status["statusListCredential"].split("/")[-2])
    with acting(made, "zhou"):
        return status_bit(list_id, Purpose.REVOCATION, int(status["statusListIndex"]))


def test_revoked_upheld_on_appeal_and_certified_again_she_holds_a_new_credential_and_the_old_stays_revoked():
    made = build_college(LATHE)
    decision = claimed_and_posted(made)
    old = credentials(made)
    key = old["outcome"].about_id
    with acting(made, "renzheng") as certifier:
        revoke_outcome(key, reason="投诉有误", seen=revocation_of(key).seen, actor=certifier, at=clock.now())
    with acting(made, "zhou"):
        assert Decision.objects.get(record_id=decision).record.state == "reversed"
        assert (balance(key), balance(made.enrolment)) == (0, 0)
    assert [revoked_bit(made, old[name]) for name in ("outcome", "decision")] == [True, True]

    appeal = filed(made, key)
    assert heard(made, appeal, "gonghui1")
    assert (state_of(made, appeal), state_of(made, key)) == ("upheld", "deposited")
    assert set(credentials(made)) == {"outcome", "decision"}  # nothing new while it waits
    assert credentials(made)["outcome"].id == old["outcome"].id

    add_certifier(made, "renzheng2")
    with acting(made, "renzheng2") as certifier:
        certify_outcomes([key], actor=certifier, at=clock.now())
    new = credentials(made)["outcome"]
    assert (new.about_id, new.holds, new.id == old["outcome"].id) == (key, True, False)
    assert verdicts(json.loads(new.text)).accepted
    assert [revoked_bit(made, each) for each in (old["outcome"], new)] == [True, False]
    with acting(made, "zhou"):
        assert balance(key) == 800

    again = claimed_and_posted(made)
    with acting(made, "zhou"):
        states = dict(Decision.objects.values_list("record_id", "record__state"))
        assert states == {decision: "reversed", again: "posted"}
        assert balance(made.enrolment) == 700
    assert prove_books().holds
    integrated()
    with acting(made, "zhou"):
        kinds = (Kind.CERTIFY, Kind.REVOKE, Kind.ISSUE)
        assert all(isinstance(inclusion_proof(key, kind), Inclusion) for kind in kinds)
        assert isinstance(inclusion_proof(decision, Kind.REVERSE), Inclusion)
