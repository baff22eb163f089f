"""What a worker shared, for whoever holds her link: asked for by a button, so that no preview of a chat uses it up."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core import clock
from niangjia.creditbank.sharing.contents import shared_record
from niangjia.creditbank.sharing.operations.links import find_link, open_link, passcode_fits
from niangjia.web.desk import actor_of_request
from niangjia.web.guesses import LINK, failed_guess, paused_page, private

GONE: Final = 404
WRONG: Final = 403


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The door of a link, and behind it what it shows. What opens no more answers as what never was."""
    paused = paused_page(request, LINK)
    if paused is not None:
        return private(paused)
    return private(_opened(request, token) if request.method == "POST" else _door(request, token))


def _door(request: HttpRequest, token: str) -> HttpResponse:
    link = find_link(token, at=clock.now())
    if link is None:
        return _gone(request)
    return render(request, "sharing/door.html", {"link": link, "here": ""})


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    link = find_link(token, at=now)
    if link is None:
        return _gone(request)
    tried = f"passcode {link.link_id}"  # of everyone who holds the link together
    paused = paused_page(request, tried, where="")
    if paused is not None:
        return paused
    if not passcode_fits(link, request.POST.get("passcode", "").strip()):
        page = {"link": link, "here": "", "is_wrong": True}
        return failed_guess(request, render(request, "sharing/door.html", page, status=WRONG), tried, where="")
    opened = open_link(token, at=now)
    if opened is None:
        return _gone(request)
    record = shared_record(
        opened.person_id,
        scope=opened.scope,
        full_name=opened.full_name,
        reader=actor_of_request(request),
        federation=request.federation,  # type: ignore[attr-defined] # set by the access middleware
    )
    return render(request, "sharing/opened.html", {"shared": opened, "record": record, "now": now, "here": ""})


def _gone(request: HttpRequest) -> HttpResponse:
    return failed_guess(request, render(request, "sharing/gone.html", {"here": ""}, status=GONE), LINK)
