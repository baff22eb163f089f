"""The log-in page: Django's own under our page, with a pause for who guesses."""

from math import ceil
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse

from niangjia.core import clock
from niangjia.kernel.access.guessing import forget_failed_logins, login_paused_until

UNREADABLE: Final = 422
NOT_KNOWN: Final = 401
TOO_MANY: Final = 429


class LogIn(LoginView):
    """What was not right is answered as a refusal, not as a success; ten of them bring a pause."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 - Django's signature
        """Try to log in, unless this account has to wait at this address."""
        at = clock.now()
        until = login_paused_until(self._username(), address_of(request), at=at)
        if until is None:
            return super().post(request, *args, **kwargs)
        seconds = ceil((until - at).total_seconds())
        empty = AuthenticationForm(request)
        context = self.get_context_data(form=empty, paused_until=until, minutes=ceil(seconds / 60))
        answer = self.render_to_response(context, status=TOO_MANY)
        answer["Retry-After"] = str(seconds)
        return answer

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Logged in: what failed before counts no more."""
        forget_failed_logins(self._username(), address_of(self.request))
        return super().form_valid(form)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """The form again with its sentence: 401, and counted; 422 where a field was left empty."""
        context = self.get_context_data(form=form)
        if not form.cleaned_data.get("username") or not form.cleaned_data.get("password"):
            return self.render_to_response(context, status=UNREADABLE)
        answer = self.render_to_response(context, status=NOT_KNOWN)
        answer["WWW-Authenticate"] = 'Form realm="niangjia"'  # browsers ask nothing of their own for a scheme of ours
        answer.failed_login = (self._username(), address_of(self.request))  # type: ignore[attr-defined]
        return answer

    def _username(self) -> str:
        return self.request.POST.get("username", "")


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the peer, or what the outermost proxy that we trust says of its own peer."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted and forwarded[-trusted].strip():
        return forwarded[-trusted].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
