"""Pages are tested as they are served: collected static files, and a real browser for each module that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from niangjia.web.tests.browser import PHONE, chromium, watched

FAST_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def served_files(data_folder: Path) -> Iterator[None]:
    """Static files as in production, collected once; passwords hashed fast."""
    with override_settings(STATIC_ROOT=data_folder / "static", PASSWORD_HASHERS=FAST_HASHER):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


def as_it_is(application: WSGIHandler) -> WSGIHandler:
    """Leave static files to the application, which serves them itself."""
    return application


@pytest.fixture(scope="session")
def address(served_files: None, django_db_setup: None) -> Iterator[str]:  # noqa: ARG001 - only their effect is needed
    """Where the application is served, by threads of this process."""
    server = LiveServerThread("localhost", as_it_is)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one module."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, address: str, transactional_db: None) -> Iterator[Page]:  # noqa: ARG001 - only its effect
    """A phone with a fresh session, speaking Chinese."""
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport={"width": PHONE.width, "height": 900}, reduced_motion="reduce"
    )
    yield watched(context.new_page())
    context.close()
