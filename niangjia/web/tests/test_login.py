"""Logging in, and what somebody meets who guesses passwords."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings

from niangjia.core import clock
from niangjia.kernel.access.guessing import login_paused_until, note_failed_login, paused_count
from niangjia.kernel.access.models import FailedLogin
from niangjia.web.login import address_of
from niangjia.web.tests.college import PASSWORD, build_college

HERE = "127.0.0.1"
pytestmark = pytest.mark.django_db


def log_in(client: Client, password: str, *, username: str = "zhou", address: str = HERE):
    return client.post("/login/", {"username": username, "password": password}, REMOTE_ADDR=address)


def guess(client: Client, times: int, **how: str) -> list[int]:
    return [log_in(client, f"guess {number}", **how).status_code for number in range(times)]


def test_a_wrong_password_is_answered_with_401_and_the_form(client):
    build_college()
    answer = log_in(client, "wrong")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Form realm="niangjia"')
    assert "用户名或密码不对" in answer.content.decode()
    assert log_in(client, "").status_code == 422


def test_after_ten_failures_even_the_right_password_has_to_wait(client):
    build_college()
    assert guess(client, 10) == [401] * 10
    answer = log_in(client, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert "请 15 分钟后再试" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_the_pause_is_of_this_account_at_this_address_only(client):
    build_college()
    guess(client, 10, address="10.0.0.9")
    assert log_in(client, "one more", username="ZHOU ", address="10.0.0.9").status_code == 429
    assert log_in(client, "other account", username="jiaowu1", address="10.0.0.9").status_code == 401
    assert log_in(client, PASSWORD).status_code == 302


def test_an_account_that_there_is_not_is_answered_alike(client):
    build_college()
    assert guess(client, 11, username="nobody") == [*[401] * 10, 429]


def test_a_log_in_that_succeeds_begins_the_count_anew(client):
    build_college()
    guess(client, 9)
    assert log_in(client, PASSWORD).status_code == 302
    client.logout()
    assert guess(client, 10) == [401] * 10


def test_the_pause_ends_when_the_first_failure_is_a_quarter_of_an_hour_old_and_nothing_is_kept():
    at = clock.now()
    for minute in range(10):
        note_failed_login("zhou", HERE, at=at + timedelta(minutes=minute))
    last = at + timedelta(minutes=9)
    assert login_paused_until("zhou", HERE, at=last) == at + timedelta(minutes=15)
    assert (paused_count(at=last), paused_count(at=at + timedelta(minutes=15))) == (1, 0)
    assert login_paused_until("zhou", HERE, at=at + timedelta(minutes=15)) is None
    note_failed_login("zhou", HERE, at=last + timedelta(minutes=15))
    assert FailedLogin.objects.count() == 1


def test_what_was_typed_and_from_where_is_not_kept(client):
    build_college()
    guess(client, 1, username="my-password-by-mistake")
    (row,) = FailedLogin.objects.values()
    assert set(row) == {"id", "source", "at"}
    assert len(row["source"]) == 32


def test_an_address_is_believed_only_from_proxies_that_are_ours():
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"}, REMOTE_ADDR=HERE)
    assert (settings.TRUSTED_PROXIES, address_of(request)) == (0, HERE)
    with override_settings(TRUSTED_PROXIES=1):
        assert address_of(request) == "10.1.2.3"
    with override_settings(TRUSTED_PROXIES=3):
        assert address_of(request) == HERE
