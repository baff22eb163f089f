"""Anyone verifies a credential: each verdict by itself, nothing unsigned believed, nothing kept."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
import segno
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.proofs.baking import bake_png, bake_svg
from niangjia.core.proofs.compact import packed
from niangjia.core.proofs.documents import canonical_json
from niangjia.core.proofs.issuing import sign_credential
from niangjia.core.proofs.tests.badges import badge, learner_record
from niangjia.core.proofs.tests.credentials import BANK
from niangjia.core.proofs.tokens import sign_token
from niangjia.creditbank.accreditation.operations import lift_suspension, suspend_body
from niangjia.creditbank.accreditation.queries import accreditations_of
from niangjia.creditbank.credentials.operations import unsigned_hash
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.addresses import did_of, status_list_address
from niangjia.kernel.credentials.operations import allot_statuses, enter, set_status, signer_of
from niangjia.kernel.credentials.queries import inclusion_proof, places_of
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.types import Kind, NewEntry, Purpose
from niangjia.web.verifying import TIMES

pytestmark = pytest.mark.django_db
RECORD = new_id()


@pytest.fixture(autouse=True)
def fresh_count():
    cache.clear()


@pytest.fixture
def issued(world):
    """A credential of a certifying body with a place in a status list, and its signer."""
    body, now = world.bodies[0], clock.now()
    with unit_of_work(SYSTEM):
        signer = signer_of(body, at=now)
        allot_statuses([RECORD], at=now)
        place = places_of([RECORD])[RECORD]
    address = status_list_address(place.list_id, Purpose.REVOCATION)
    status = {
        "id": f"{address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": address,
    }
    issuer = {"id": did_of(body), "type": ["Profile"], "name": "滨江鉴定所"}
    return sign_credential(badge() | {"issuer": issuer, "credentialStatus": status}, signer, created=now)


def handed_in(client, content, *, log=None):
    files = {"file": SimpleUploadedFile("x", content if isinstance(content, bytes) else canonical_json(content))}
    if log is not None:
        files["log"] = SimpleUploadedFile("log.json", json.dumps(log).encode())
    return client.post("/verify/", files)


def codes(answer):
    """Each question's answer in Chinese, as far as it is not a plain yes."""
    lines = answer.context["verdict"].lines
    return {line.question.en: line.reason.zh for line in lines if line.tone != "good"}


NO_PROOF_GIVEN = {"Public log": "这份凭证没有附日志证明，这里不能核对。"}
FOREIGN = NO_PROOF_GIVEN | {
    "Status": "现在查不到是否被撤销。",
    "Accreditation": "签发者不在本学分银行的名单上，资格要另外问。",
}


def test_a_credential_of_ours_passes_in_every_form(client, issued):
    text = canonical_json(issued).decode()
    png, svg = BytesIO(), BytesIO()
    segno.make("x").save(png, kind="png")
    segno.make("x").save(svg, kind="svg")
    for content in (issued, bake_png(png.getvalue(), text), bake_svg(svg.getvalue().decode(), text).encode()):
        answer = handed_in(client, content)
        assert answer.status_code == 200
        assert codes(answer) == NO_PROOF_GIVEN
        assert "滨江鉴定所" in answer.content.decode()
    assert codes(client.post("/verify/", {"text": f" {text} "})) == NO_PROOF_GIVEN


def test_a_revoked_credential_says_so(client, issued):
    with unit_of_work(SYSTEM):
        set_status([RECORD], Purpose.REVOCATION, holds=True, at=clock.now())
    assert codes(handed_in(client, issued)) == NO_PROOF_GIVEN | {"Status": "已经被撤销。"}


def test_a_body_that_was_suspended_on_the_day_of_issue_was_not_accredited(client, world, issued):
    operator, now = world.actor("operator"), clock.now()
    with unit_of_work(operator):
        held = accreditations_of(world.bodies[0])[0].record_id
        suspend_body(held, reason="抽查不合格", actor=operator, at=now)
    refused = NO_PROOF_GIVEN | {"Accreditation": "签发当天，签发者没有资格。"}
    assert codes(handed_in(client, issued)) == refused
    with unit_of_work(operator):
        lift_suspension(held, reason="整改合格", actor=operator, at=now)
    assert codes(handed_in(client, issued)) == NO_PROOF_GIVEN


def test_the_proof_of_the_log_is_checked_where_it_comes_along(client, issued):
    with unit_of_work(SYSTEM):
        enter([NewEntry(Kind.ISSUE, RECORD, unsigned_hash(issued))], at=clock.now())
    with unit_of_work(SYSTEM):
        assert integrate(at=clock.now()) > 0
        proof = inclusion_proof(RECORD, Kind.ISSUE)
    document = {
        "kind": "issue",
        "contentHash": proof.content_hash.hex(),
        "salt": proof.salt.hex(),
        "entry": proof.entry.decode(),
        "index": proof.index,
        "hashes": [each.hex() for each in proof.hashes],
        "checkpoint": proof.note,
    }
    assert codes(handed_in(client, issued, log=document)) == {}
    absent = {"Public log": "公开日志里没有这份凭证的记录。"}
    for member, value in (("index", proof.index + 1), ("salt", "00"), ("salt", "x"), ("checkpoint", "x"), ("entry", 5)):
        assert codes(handed_in(client, issued, log=document | {member: value})) == absent
    assert handed_in(client, issued, log=[]).status_code == 422


def test_a_changed_claim_is_not_shown(client, issued):
    answer = handed_in(client, issued | {"name": "焊工 高级技师"})
    assert codes(answer)["Signature"] == "签名对不上：内容在签名后被改过，或不是这把钥匙签的。"
    assert "高级技师" not in answer.content.decode()
    assert "签发者没有为这些内容签名作证" in answer.content.decode()


def test_an_unsigned_credential_and_an_added_claim_are_not_believed(client, issued):
    unsigned = {name: value for name, value in issued.items() if name != "proof"}
    answer = handed_in(client, unsigned)
    assert codes(answer)["Signature"] == "没有签名。没有签名的内容一律不算数。"
    assert "滨江鉴定所" not in answer.content.decode()
    assert codes(handed_in(client, issued | {"grade": "A"}))["Terms"] == "有些内容没有公开的含义，或写法会让人看漏。"


def test_a_strangers_own_key_proves_nothing_about_accreditation(client):
    signed = sign_credential(badge(), BANK, created=clock.now())
    assert codes(handed_in(client, signed)) == FOREIGN
    assert codes(handed_in(client, sign_token(badge(), BANK).encode())) == FOREIGN


def test_somebody_elses_did_web_is_not_asked_for(client):
    elsewhere = replace(BANK, method="did:web:elsewhere.example#z6Mk")
    document = badge() | {"issuer": "did:web:elsewhere.example"}
    assert codes(handed_in(client, sign_credential(document, elsewhere, created=clock.now())))["Signature"] == (
        "签名用的钥匙这里不认识。"
    )


def test_each_credential_of_a_learner_record_is_judged(client, issued):
    now = clock.now()
    with unit_of_work(SYSTEM):
        bank = signer_of(None, at=now)
    record = learner_record(
        issued, issued | {"name": "焊工 高级技师", "id": "urn:uuid:019a0000-0000-7000-8000-000000000009"}
    )
    answer = handed_in(client, sign_credential(record | {"issuer": did_of(None)}, bank, created=now))
    good, changed = answer.context["verdict"].members
    assert good.claims.name == "焊工 中级"
    assert changed.claims is None
    assert answer.context["verdict"].tone == "bad"


@pytest.mark.parametrize("content", [b"", b"hello", b"{", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_what_holds_no_credential_is_told(client, content):
    answer = handed_in(client, content)
    assert answer.status_code == 422
    assert "读不出凭证" in answer.content.decode() or "还没有选文件" in answer.content.decode()


def test_a_file_that_is_too_big_is_refused(client):
    assert handed_in(client, b"x" * ((4 << 20) + 1)).status_code == 422


def test_who_tries_too_often_has_to_wait(client):
    for _ in range(TIMES):
        assert client.post("/verify/", {"text": "x"}).status_code == 422
    answer = client.post("/verify/", {"text": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    elsewhere = client.post("/verify/", {"text": "x"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 422


def test_the_page_is_not_kept_by_browsers(client, issued):
    assert "no-store" in handed_in(client, issued).headers["Cache-Control"]
    assert client.get("/verify/").status_code == 200


def test_a_code_that_is_scanned_holds_the_credential_itself(client, issued):
    assert codes(client.get("/verify/", {"c": packed(issued)})) == NO_PROOF_GIVEN
    for text in ("", "1", f"{packed(issued)}x", packed(issued)[:-9]):
        assert client.get("/verify/", {"c": text}).status_code == 422
