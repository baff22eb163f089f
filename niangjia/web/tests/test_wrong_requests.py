"""Requests that no page of ours makes: each gets a page with a sentence, status 4xx, and writes nothing."""

from uuid import uuid4

import pytest
from django.test import Client

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(client):
    build_college()
    assert client.login(username="jiaowu1", password=PASSWORD)
    return client


@pytest.mark.parametrize("query", ["?q=%00", "?after=%00", "?programme=a%00b"])
def test_a_sign_that_cannot_be_stored_is_refused(registrar, query):
    answer = registrar.get(f"/registrar/learners/{query}")
    assert answer.status_code == 400
    assert "系统不认识的字符" in answer.content.decode()


def test_a_reason_with_such_a_sign_is_refused(registrar):
    answer = registrar.post(f"/registrar/claims/{uuid4()}/reverse/", {"reason": "a\0b"})
    assert answer.status_code == 400


def test_an_address_for_forms_can_not_be_opened(registrar):
    answer = registrar.get("/registrar/claims/post/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "只接收表单" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_sentence():
    build_college()
    strict = Client(enforce_csrf_checks=True)
    with unit_of_work(SYSTEM):
        strict.force_login(Account.objects.get(username="jiaowu1"))
    answer = strict.post("/registrar/claims/post/", {"pick": str(uuid4())})
    assert answer.status_code == 403
    assert "这张表单已经失效" in answer.content.decode()


def test_claims_that_are_not_there_are_not_passed_over_in_silence(registrar):
    answer = registrar.post("/registrar/claims/post/", {"pick": [str(uuid4()), str(uuid4())]})
    assert answer.status_code == 422
    assert "有 2 份已经不在这里了" in answer.content.decode()


@pytest.mark.parametrize("path", ["learners", "claims", "rules", "programmes"])
def test_what_is_not_there_is_not_found(registrar, path):
    assert registrar.get(f"/registrar/{path}/{uuid4()}/").status_code == 404
    assert registrar.get(f"/registrar/{path}/no-key/").status_code == 404


def test_without_saying_which_nothing_is_certified(client):
    (key,) = build_college().deposit(LATHE)
    assert client.login(username="renzheng", password=PASSWORD)
    answer = client.post("/certifier/decide/", {"act": "zzz", "pick": str(key)})
    assert answer.status_code == 422


def claimed(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(college.enrolment, actor=worker, at=clock.now())


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("　 ", "退回要写明理由"), ("理" * 501, "理由有 501 个字，最多 500 个字")],
    ids=["none", "long"],
)
def test_a_claim_is_not_sent_back_without_a_reason_that_can_be_read(client, reason, sentence):
    college = build_college(LATHE)
    key = claimed(college)
    assert client.login(username="jiaowu1", password=PASSWORD)
    answer = client.post(f"/registrar/claims/{key}/send-back/", {"reason": reason})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get().record.state == "claimed"


def test_a_claim_sent_back_tells_the_learner_why(client):
    college = build_college(LATHE)
    key = claimed(college)
    assert client.login(username="jiaowu1", password=PASSWORD)
    client.post(f"/registrar/claims/{key}/send-back/", {"reason": " 证书复印件看不清 "})
    assert client.login(username="zhou", password=PASSWORD)
    assert "理由：证书复印件看不清" in client.get(f"/me/claims/{key}/").content.decode()


def test_an_outcome_is_not_refused_with_a_reason_too_long_to_read(client):
    (key,) = build_college().deposit(LATHE)
    assert client.login(username="renzheng", password=PASSWORD)
    answer = client.post("/certifier/decide/", {"act": "refuse", "pick": str(key), "reason": "理" * 501})
    assert answer.status_code == 422
