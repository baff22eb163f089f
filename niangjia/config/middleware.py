"""What every request gets: an id, a line in the log, and a strict content security policy."""

import re
import time
from collections.abc import Callable
from typing import Final

import structlog
from django.http import HttpRequest, HttpResponse

from niangjia.config.health import health
from niangjia.core.ids import new_id

Answer = Callable[[HttpRequest], HttpResponse]
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEALTH: Final = "/health"
SECRET: Final = re.compile(r"^(/+(?:s|verify)/+).+", re.DOTALL)
log = structlog.get_logger("niangjia.requests")


class RequestLogMiddleware:
    """Gives each request an id, which error pages show, and logs path, status, time; no query, person or secret."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer and log."""
        request.request_id = str(new_id())  # type: ignore[attr-defined]
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.answer(request)
            milliseconds = round((time.monotonic() - started) * 1000, 1)
            path = path_without_secret(request.path)
            log.info("request", method=request.method, path=path, status=response.status_code, ms=milliseconds)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


def path_without_secret(path: str) -> str:
    """A path as it may be logged: what stands behind these heads opens or shows something to whoever reads it."""
    return SECRET.sub(r"\1***/", path)


class HealthMiddleware:
    """Answers the health page before anything that needs the database, which it is there to tell about."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``/health``; pass on everything else."""
        return health(request) if request.path == HEALTH else self.answer(request)


class ContentSecurityPolicyMiddleware:
    """No inline script, no inline style, nothing from elsewhere."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
