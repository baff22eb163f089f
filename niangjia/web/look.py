"""How the reader wants pages: large type, dark, language. Kept in cookies; switched by a plain form."""

from collections.abc import Callable
from typing import Final, TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR_SECONDS: Final = 365 * 24 * 3600
CHOICES: Final = {"type": ("normal", "large"), "theme": ("light", "dark")}
LANGUAGES: Final = ("zh-hans", "en")


class Look(TypedDict):
    """What the page's root element says."""

    type: str
    theme: str


def look_of(request: HttpRequest) -> Look:
    """The reader's choices, or the usual ones."""
    chosen = {name: request.COOKIES.get(f"nj_{name}", values[0]) for name, values in CHOICES.items()}
    return Look(
        type=chosen["type"] if chosen["type"] in CHOICES["type"] else CHOICES["type"][0],
        theme=chosen["theme"] if chosen["theme"] in CHOICES["theme"] else CHOICES["theme"][0],
    )


def look_context(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    return {"look": look_of(request)}


@require_POST
def switch_look(request: HttpRequest) -> HttpResponse:
    """Keep one choice and go back to where the reader was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, values in CHOICES.items():
        if request.POST.get(name) in values:
            _keep(response, f"nj_{name}", request.POST[name])
    if request.POST.get("language") in LANGUAGES:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )


class LanguageMiddleware:
    """Chinese, unless the reader switched: what a browser happens to send says nothing about who sits before it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the reader's language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", "en" if language == "en" else "zh-CN")
        patch_vary_headers(response, ["Cookie"])
        return response
