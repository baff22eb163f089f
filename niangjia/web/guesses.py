"""Slow down who guesses addresses of links, passcodes and verification codes: as log-ins are, by the same limits."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.kernel.access.guessing import login_paused_until
from niangjia.web.login import address_of
from niangjia.web.middleware import refused_page

PAUSED: Final = Term(
    "试得太多了，为防有人乱猜，先停一停。请过一刻钟再试。",
    "Too many tries. To keep guessers off, this pauses: try again in a quarter of an hour.",
)
LINK: Final = "share link"
CODE: Final = "verification code"
TOO_MANY: Final = 429


def paused_page(request: HttpRequest, what: str, *, where: str | None = None) -> HttpResponse | None:
    """What to answer to someone who has failed too often; None for everyone else. ``where`` stands for the address."""
    until: datetime | None = login_paused_until(what, _where(request, where), at=clock.now())
    return None if until is None else refused_page(request, PAUSED, "too_many_tries", TOO_MANY)


def failed_guess(request: HttpRequest, response: HttpResponse, what: str, *, where: str | None = None) -> HttpResponse:
    """The answer to a wrong guess, which counts."""
    response.failed_login = (what, _where(request, where))  # type: ignore[attr-defined] # as the log-in page does
    return response


def private(response: HttpResponse) -> HttpResponse:
    """An answer that no cache keeps and no search engine lists; its address goes to no other site, as with any page.

    With no referrer at all a browser would send its forms without an origin, and they would be refused as forged.
    """
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _where(request: HttpRequest, where: str | None) -> str:
    return address_of(request) if where is None else where
