"""What anyone may fetch to check a credential: DID documents, status lists, the log; with caching."""

import json

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.proofs.integrity import JCS, is_signed_by
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import set_status, signer_of
from niangjia.kernel.credentials.queries import places_of, verification_keys
from niangjia.kernel.credentials.tests.acts import AT, entered, integrated
from niangjia.kernel.credentials.types import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def revoked():
    record = new_id()
    with unit_of_work(SYSTEM):
        set_status([record], Purpose.REVOCATION, holds=True, at=AT)
    return places_of([record])[record]


def test_the_bank_and_a_body_have_did_documents_where_did_web_looks_for_them(client, world):
    body = world.bodies[0]
    with unit_of_work(SYSTEM):
        keys = [signer_of(issuer, at=AT).method for issuer in (None, body)]
    answers = [client.get(address) for address in ("/.well-known/did.json", f"/issuers/{body}/did.json")]
    assert [answer.json()["assertionMethod"] for answer in answers] == [[key] for key in keys]
    assert answers[0].headers["Cache-Control"] == "public, max-age=300"
    assert client.get(f"/issuers/{world.bodies[1]}/did.json").status_code == 404  # has never signed


def test_a_status_list_is_signed_by_the_bank_and_shows_a_change_at_once(client, revoked):
    address = f"/status/{revoked.list_id}/revocation"
    first = client.get(address)
    document = json.loads(first.content)
    assert document["id"] == f"http://127.0.0.1:8000{address}"
    assert document["credentialSubject"]["statusPurpose"] == "revocation"
    keys = verification_keys(document["issuer"])
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    jcs = next(proof for proof in proofs if proof["cryptosuite"] == JCS.name)
    assert is_signed_by(document, jcs, JCS, keys[jcs["verificationMethod"]])
    other = new_id()
    with unit_of_work(SYSTEM):
        set_status([other], Purpose.REVOCATION, holds=True, at=AT)
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert json.loads(second.content)["credentialSubject"] != document["credentialSubject"]


def test_who_has_the_list_is_told_that_it_has_not_changed(client, revoked):
    address = f"/status/{revoked.list_id}/spent"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=60"


def test_a_purpose_or_list_that_there_is_not_is_not_found(client, revoked):
    assert client.get(f"/status/{revoked.list_id}/forgiven").status_code == 404
    assert client.get(f"/status/{new_id()}/spent").status_code == 404


def test_the_log_is_served_as_head_and_tiles_that_may_be_kept_for_ever(client):
    assert client.get("/log/checkpoint").status_code == 404
    entered(3)
    integrated()
    head = client.get("/log/checkpoint")
    assert head.content.decode().splitlines()[:2] == ["127.0.0.1:8000/log", "3"]
    tile = client.get("/log/tile/0/000.p/3")
    assert len(tile.content) == 96
    assert tile.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/log/tile/0/000").status_code == 404
    assert len(client.get("/log/consistency/1/3").json()["hashes"]) == 2
    assert client.get("/log/consistency/3/4").status_code == 404
