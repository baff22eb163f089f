"""What a worker holds: one credential for each certified outcome and posted decision, checkable without asking us."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier

import pytest
from django.db import DatabaseError, connection

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.proofs.compiled import RDFC
from niangjia.core.proofs.integrity import JCS
from niangjia.core.proofs.keys import Key, public_key
from niangjia.core.proofs.verifying import verify
from niangjia.core.transparency import merkle
from niangjia.core.transparency.checkpoints import open_checkpoint
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import reverse_decision
from niangjia.creditbank.conversion.proving import decision_hash
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.credentials.models import Credential
from niangjia.creditbank.credentials.operations import issue_credentials, unsigned_hash
from niangjia.creditbank.credentials.queries import archive_of, credential_of, credentials_of, log_proof
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.addresses import log_origin
from niangjia.kernel.credentials.operations import revoke_signing_key, rotate_signing_key
from niangjia.kernel.credentials.queries import inclusion_proof, public_keys, verification_keys
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.types import Kind
from niangjia.web.tests.college import AT, COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db


def issued(college, *, times=1, at=None, username="zhou"):
    worker = college.actor(username)
    for _ in range(times):
        with unit_of_work(worker):
            issue_credentials(college.person, actor=worker, at=at or clock.now())
    return seen(college)


def seen(college):
    with unit_of_work(college.actor("zhou")):
        return credentials_of(college.person)


def posted(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        decision = claim_courses(college.enrolment, actor=worker, at=clock.now())
    college.post(decision)
    return decision


def integrated():
    with unit_of_work(SYSTEM):
        return integrate(at=clock.now())


def known_key(method):
    did = method.partition("#")[0]
    found = verification_keys(did).get(method)
    return Key(found, did) if found else None


def verdicts(document):
    return verify(
        document, suites={JCS.name: JCS, RDFC.name: RDFC}, key_of=known_key, at=clock.now() + timedelta(seconds=1)
    )


def statuses(credentials):
    return {each.name: (bool(each.revoked_at), bool(each.spent_at)) for each in credentials}


def test_an_outcome_becomes_a_credential_of_its_body_that_anyone_verifies():
    college = build_college(LATHE)
    (held,) = issued(college)
    document = json.loads(held.text)
    assert verdicts(document).accepted
    assert document["issuer"]["id"].endswith(f":issuers:{college.body}")
    assert document["issuer"]["name"] == "望溪技能评价中心"
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    achievement = document["credentialSubject"]["achievement"]
    assert (achievement["achievementType"], achievement["name"]) == ("Certification", held.name)
    assert document["credentialSubject"]["result"][0]["value"] == "8"
    assert {each["statusPurpose"] for each in document["credentialStatus"]} == {"revocation", "suspension", "spent"}


def test_whoever_changes_a_word_of_it_is_found_out():
    college = build_college(LATHE)
    document = json.loads(issued(college)[0].text)
    document["credentialSubject"]["result"][0]["value"] = "80"
    assert not verdicts(document).accepted


def test_it_does_not_name_her_and_who_knows_her_name_can_check_it():
    college = build_college(LATHE)
    held = issued(college)[0]
    assert "周晓岚" not in held.text
    assert str(college.person) not in held.text
    (name,) = json.loads(held.text)["credentialSubject"]["identifier"]
    assert name["identityHash"] == f"sha256${sha256(('周晓岚' + name['salt']).encode()).hexdigest()}"


def test_two_issuers_know_her_by_two_names_and_each_by_one():
    college = build_college(LATHE, COMPUTING)
    posted(college)
    subjects = {}
    for each in issued(college):
        document = json.loads(each.text)
        subjects.setdefault(document["issuer"]["id"], set()).add(document["credentialSubject"]["id"])
    assert len(subjects) == 2
    assert all(len(names) == 1 for names in subjects.values())
    assert len(set.union(*subjects.values())) == 2


def test_what_is_issued_stays_and_only_what_is_new_is_added():
    college = build_college(LATHE)
    (first,) = issued(college, times=3)
    college.certify(*college.deposit(COMPUTING))
    assert [each.text for each in issued(college)][1:] == [first.text]


def test_a_posted_decision_is_a_credential_of_the_college_with_each_course():
    college = build_college(LATHE, COMPUTING)
    posted(college)
    document = json.loads(next(each.text for each in issued(college) if each.held == "decision"))
    assert document["issuer"]["name"] == "望溪工匠学院"
    subject = document["credentialSubject"]
    names = [each["name"] for each in subject["achievement"]["resultDescription"]]
    assert dict(zip(names, (each["value"] for each in subject["result"]), strict=True)) == {
        "数控编程（免修）": "4",
        "车工工艺（免修）": "3",
        "计算机应用基础（学分认定）": "2",
    }


@pytest.mark.parametrize("first", ["issued", "posted"])
def test_what_was_spent_says_so_whether_it_was_issued_before_or_after(first):
    college = build_college(LATHE, COMPUTING)
    if first == "issued":
        issued(college)
    posted(college)
    shown = statuses(issued(college))
    assert {name: spent for name, (_, spent) in shown.items()} == {
        "车工 三级（高级工）": True,
        "计算机应用": True,
        "学分认定 数控技术（示例）": False,
    }


def test_a_reversed_decision_is_revoked_and_what_it_spent_is_whole_again():
    college = build_college(LATHE, COMPUTING)
    decision = posted(college)
    issued(college)
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        reverse_decision(decision, reason="登记有误", actor=registrar, at=clock.now())
    assert statuses(seen(college)) == {
        "车工 三级（高级工）": (False, False),
        "计算机应用": (False, False),
        "学分认定 数控技术（示例）": (True, False),
    }


def test_a_revoked_outcome_is_revoked_everywhere_and_with_it_the_decision_that_spent_it():
    college = build_college(LATHE, COMPUTING)
    decision = posted(college)
    lathe = next(each.about_id for each in issued(college) if each.name.startswith("车工"))
    certifier = college.actor("renzheng")
    with unit_of_work(certifier):
        listed = revocation_of(lathe).seen
    with unit_of_work(certifier):
        revoke_outcome(lathe, reason="证书系伪造", seen=listed, actor=certifier, at=clock.now())
    shown = statuses(issued(college))
    assert shown["车工 三级（高级工）"][0]
    assert shown["学分认定 数控技术（示例）"][0]
    assert shown["计算机应用"] == (False, False)
    integrated()
    with unit_of_work(college.actor("zhou")):
        assert inclusion_proof(lathe, Kind.REVOKE) is not None
        assert inclusion_proof(decision, Kind.REVERSE) is not None
        (computing,) = archive_of(college.person, at=clock.now())["credentialSubject"]["verifiableCredential"]
    assert computing["name"] == "计算机应用"


def test_every_step_is_in_the_log_and_the_hash_is_computed_again_from_the_rows():
    college = build_college(LATHE)
    decision = posted(college)
    (held,) = [each for each in issued(college) if each.held == "outcome"]
    integrated()
    with unit_of_work(college.actor("zhou")):
        row = Decision.objects.prefetch_related("courses", "spends").get(record_id=decision)
        proof = inclusion_proof(decision, Kind.POST)
        assert proof.content_hash == decision_hash(row, Kind.POST, at=proof.at)
        assert inclusion_proof(held.about_id, Kind.CERTIFY) is not None
        told = log_proof(held)
    assert told["contentHash"] == unsigned_hash(json.loads(held.text)).hex()
    commitment = sha256(bytes.fromhex(told["salt"] + told["contentHash"])).hexdigest()
    assert json.loads(told["entry"])["commitment"] == commitment
    head = open_checkpoint(told["checkpoint"], log_origin(), public_key(public_keys(None)[0].public))
    leaf = merkle.leaf_hash(told["entry"].encode())
    assert merkle.includes(head.root, head.size, told["index"], leaf, [bytes.fromhex(each) for each in told["hashes"]])


def test_under_a_revoked_key_it_is_signed_anew():
    college = build_college(LATHE)
    (old,) = issued(college)
    with unit_of_work(SYSTEM):
        account = create_account("anquan", label="安全管理员", password=None, actor=SYSTEM, at=AT)
        give_role(account.id, Role.SECURITY, organisation_id=college.federation, since=AT.date(), actor=SYSTEM, at=AT)
    security, now = college.actor("anquan"), clock.now()
    with unit_of_work(security):
        rotate_signing_key(college.body, reason="泄露", actor=security, at=now)
        key = public_keys(college.body)[1]
        revoke_signing_key(key.id, since=key.valid_from, reason="泄露", actor=security, at=now)
    assert not verdicts(json.loads(old.text)).accepted
    (new,) = issued(college)
    assert verdicts(json.loads(new.text)).accepted
    assert new.about_id == old.about_id


def test_another_worker_sees_and_issues_nothing_of_hers():
    college = build_college(LATHE)
    (held,) = issued(college)
    other = college.actor("lin")
    with unit_of_work(college.actor("zhou")):
        assert credential_of(held.id) == held
    with unit_of_work(other):
        assert credential_of(held.id) is None
        assert credentials_of(college.person) == ()
        assert issue_credentials(college.person, actor=other, at=clock.now()) == 0


def test_a_signed_credential_never_changes():
    college = build_college(LATHE)
    issued(college)
    with pytest.raises(DatabaseError), unit_of_work(college.actor("zhou")), connection.cursor() as cursor:
        cursor.execute("UPDATE archive_credential SET text = '{}'")


def test_queries_do_not_grow_with_what_she_holds(django_assert_max_num_queries):
    college = build_college(LATHE)
    issued(college)
    with unit_of_work(college.actor("zhou")), django_assert_max_num_queries(2):
        credentials_of(college.person)
    college.certify(*college.deposit(COMPUTING))
    issued(college)
    with unit_of_work(college.actor("zhou")), django_assert_max_num_queries(2):
        assert len(credentials_of(college.person)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_pages_opened_at_once_issue_it_once():
    college = build_college(LATHE)
    together, worker = Barrier(2), college.actor("zhou")

    def opened(_):
        try:
            together.wait()
            with unit_of_work(worker):
                return issue_credentials(college.person, actor=worker, at=clock.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(opened, range(2))) == 1
    assert len(issued(college)) == 1
    with unit_of_work(worker):
        assert Credential.objects.count() == 1
