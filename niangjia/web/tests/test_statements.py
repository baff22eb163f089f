"""Signed statements about no person: a rule book's publication, a body's accreditation; checked by Node offline too."""

import json
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

import pytest

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.creditbank.accreditation.models import Accreditation
from niangjia.creditbank.accreditation.operations import end_accreditation, lift_suspension, suspend_body
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import build_college
from tests.node import run_node

pytestmark = pytest.mark.django_db


@pytest.fixture
def college():
    return build_college()


@pytest.fixture
def judged(client, tmp_path):
    """What Node says of a document at an address, given what the installation serves: exit code, and each code."""

    def fetched(address, name):
        answer = client.get(urlsplit(address).path)
        assert answer.status_code == 200, address
        path = tmp_path / name
        path.write_bytes(answer.content)
        return path

    def ask(address):
        document = fetched(address, "document.json")
        read = json.loads(document.read_text())
        issuer = read["issuer"]["id"] if isinstance(read["issuer"], dict) else read["issuer"]
        statuses = [
            ("--status", fetched(each["statusListCredential"], f"{each['statusPurpose']}.json"))
            for each in read.get("credentialStatus", [])
        ]
        own = issuer.partition(":issuers:")[2]
        keys = [("--keys", fetched(f"/issuers/{own}/did.json", "own.json"))] if own else []
        if statuses or not own:
            keys.append(("--keys", fetched("/.well-known/did.json", "bank.json")))
        arguments = [part for pair in (*keys, *statuses) for part in pair]
        run = run_node("tools/verify/verify.mjs", document, *arguments, "--json")
        return {question: each["code"] for question, each in json.loads(run.stdout)["answers"].items()}

    return ask


HOLDS = {"form": "ok", "signature": "ok", "issuer": "ok", "dates": "ok", "log": "no_log_proof"}


def test_a_published_rule_book_has_a_statement_that_pins_every_byte_of_it(client, college, judged):
    with unit_of_work(college.actor("jiaowu1")):
        book = RuleBook.objects.get(publisher_id=college.college)
    address = f"/rules/{book.id}/"
    assert judged(f"{address}statement.json") == HOLDS | {"status": "no_status"}
    statement = json.loads(client.get(f"{address}statement.json").content)
    assert statement["issuer"]["name"] == "望溪工匠学院"
    (related,) = statement["relatedResource"]
    content = client.get(urlsplit(related["id"]).path).content
    assert related["digestSRI"] == f"sha256-{b64encode(sha256(content).digest()).decode()}"
    assert sha256(content).hexdigest() == book.content_hash


def test_a_draft_and_what_there_is_not_have_no_statement(client, college):
    for name in ("content", "statement"):
        assert client.get(f"/rules/{new_id()}/{name}.json").status_code == 404
    assert client.get(f"/issuers/{college.college}/accreditation.json").status_code == 404


def test_an_accreditation_is_shown_and_in_doubt_while_the_body_is_suspended(college, judged):
    address = f"/issuers/{college.body}/accreditation.json"
    assert judged(address) == HOLDS | {"status": "ok"}
    operator = college.actor("yunying")
    said = []
    for act in (suspend_body, lift_suspension, end_accreditation):
        with unit_of_work(operator):
            held = Accreditation.objects.get(body_id=college.body)
            act(held.record_id, reason="抽查有疑问", actor=operator, at=clock.now())
        said.append(judged(address)["status"])
    assert said == ["suspended", "ok", "revoked"]
