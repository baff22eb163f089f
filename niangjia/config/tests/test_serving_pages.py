"""What every answer carries, and what is answered when the program itself fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

from niangjia.config.static import collect_static
from niangjia.config.urls import handler500 as last_page
from niangjia.config.urls import urlpatterns as real


@pytest.fixture(scope="module", autouse=True)
def served_files(data_folder: Path) -> Iterator[None]:
    """A fresh checkout has collected nothing yet."""
    with override_settings(STATIC_ROOT=data_folder / "collected"):
        collect_static()
        yield


def broken(_request: HttpRequest) -> None:
    raise RuntimeError("张三 34080319900307")


urlpatterns = [*real, path("broken/", broken)]
handler500 = last_page


@pytest.mark.django_db
def test_health_says_ok_once_the_database_is_migrated():
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_every_answer_has_a_strict_policy_and_an_id():
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert len(answer["X-Request-Id"]) == 36


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_failure_is_a_page_with_the_id_of_its_log_line():
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert answer["X-Request-Id"] in answer.content.decode()
    assert "张三" not in answer.content.decode()
