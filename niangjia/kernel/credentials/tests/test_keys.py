"""Keys: one signs at a time, what older ones signed holds, and a revoked one says since when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection

from niangjia.core import crypto
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.models import SigningKey
from niangjia.kernel.credentials.operations import (
    revoke_signing_key,
    rewrap_signing_keys,
    rotate_signing_key,
    signer_of,
)
from niangjia.kernel.credentials.queries import (
    did_document,
    public_keys,
    stale_signing_keys_count,
    verification_keys,
)
from niangjia.kernel.credentials.tests.acts import AT

LATER = AT + timedelta(days=30)


def signs(issuer_id, at=AT):
    with unit_of_work(SYSTEM):
        return signer_of(issuer_id, at=at)


@pytest.mark.django_db
def test_the_first_key_is_made_when_it_is_needed_and_stays(world):
    body = world.towns[0]
    first, second = signs(body), signs(body, LATER)
    assert first.method == second.method == f"did:web:127.0.0.1%3A8000:issuers:{body}#{public_keys(body)[0].public}"
    assert signs(None).method.startswith("did:web:127.0.0.1%3A8000#z6Mk")
    assert first.key.public_key().public_bytes_raw() == second.key.public_key().public_bytes_raw()


@pytest.mark.django_db
def test_a_changed_key_signs_no_more_and_what_it_signed_still_verifies(world):
    body = world.towns[0]
    old = signs(body)
    with unit_of_work(world.actor("security")):
        rotate_signing_key(body, reason="到期", actor=world.actor("security"), at=LATER)
    new = signs(body, LATER)
    assert new.method != old.method
    keys = verification_keys(f"did:web:127.0.0.1%3A8000:issuers:{body}")
    keys[old.method].verify(old.key.sign(b"paper"), b"paper")
    assert set(keys) == {old.method, new.method}
    assert [key.signs for key in public_keys(body)] == [True, False]


@pytest.mark.django_db
def test_a_revoked_key_is_named_with_its_instant_and_no_longer_trusted(world):
    body, security = world.towns[0], world.actor("security")
    old = signs(body)
    with unit_of_work(security):
        rotate_signing_key(body, reason="泄露", actor=security, at=LATER)
        key = public_keys(body)[1]
        revoke_signing_key(key.id, since=AT + timedelta(days=1), reason="泄露", actor=security, at=LATER)
    document = did_document(body)
    assert [each.get("revoked") for each in document["verificationMethod"]] == [None, "2026-03-03T01:00:00Z"]
    assert old.method not in document["assertionMethod"]
    assert old.method not in verification_keys(document["id"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since_days", "reason", "code"),
    [(0, " ", "reason_missing"), (-1, "泄露", "key_revoked_since"), (60, "泄露", "key_revoked_since")],
)
def test_revoking_is_refused_without_a_reason_or_from_an_instant_that_cannot_be(world, since_days, reason, code):
    body, security = world.towns[0], world.actor("security")
    signs(body)
    with unit_of_work(security):
        rotate_signing_key(body, reason="到期", actor=security, at=LATER)
        key, since = public_keys(body)[1], AT + timedelta(days=since_days)
        with pytest.raises(Refusal) as refused:
            revoke_signing_key(key.id, since=since, reason=reason, actor=security, at=LATER)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_key_that_still_signs_is_changed_before_it_is_revoked(world):
    body, security = world.towns[0], world.actor("security")
    signs(body)
    with unit_of_work(security), pytest.raises(Refusal) as refused:
        revoke_signing_key(public_keys(body)[0].id, since=AT, reason="泄露", actor=security, at=LATER)
    assert refused.value.code == "key_still_signs"


@pytest.mark.django_db
def test_only_a_security_administrator_over_the_issuer_changes_its_key(world):
    certifier = world.actor("certifier")
    for issuer in (world.towns[0], None):
        with unit_of_work(certifier), pytest.raises(Refusal) as refused:
            rotate_signing_key(issuer, reason="到期", actor=certifier, at=LATER)
        assert refused.value.code == "act_not_allowed"


@pytest.mark.django_db
def test_a_new_master_key_wraps_signing_keys_too(world):
    before = signs(world.towns[0])
    crypto.rotate()
    assert stale_signing_keys_count() == 1
    with unit_of_work(SYSTEM):
        assert (rewrap_signing_keys(), rewrap_signing_keys()) == (1, 0)
    assert stale_signing_keys_count() == 0
    assert signs(world.towns[0]).key.private_bytes_raw() == before.key.private_bytes_raw()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["public = 'z6MkOther'", "issuer_id = NULL", "valid_from = now()", "secret_cipher = 'x'"]
)
def test_nothing_else_of_a_key_changes(world, change):
    signs(world.towns[0])
    with pytest.raises(DatabaseError), unit_of_work(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"UPDATE credentials_signingkey SET {change}")


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_need_the_first_key_get_the_same():
    together = Barrier(2)

    def first(_):
        try:
            together.wait()
            return signs(None).method
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert len(set(both.map(first, range(2)))) == 1
    assert SigningKey.objects.count() == 1


def test_a_did_that_is_none_of_ours_has_no_keys():
    for did in ("did:web:elsewhere.example", "did:key:z6Mk", "did:web:127.0.0.1%3A8000:issuers:not-a-key", ""):
        assert verification_keys(did) == {}
