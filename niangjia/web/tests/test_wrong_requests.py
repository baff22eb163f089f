"""Requests that no page of ours makes: each gets a page with a sentence, status 4xx, and writes nothing."""

from uuid import uuid4

import pytest
from django.test import Client

from niangjia.core.audit.types import SYSTEM
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
