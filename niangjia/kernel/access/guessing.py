"""Slow down who guesses passwords, links and codes: so many failures of one account from one address, then a pause.

What is no account has a name with a blank in it ("share link"), which no account has.

Counted by account and address together, so that nobody can lock somebody else out from elsewhere. Only keyed digests
are kept, and only while they count. ``settings.LOGIN_FAILURES`` and ``settings.LOGIN_WINDOW`` are the limits.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Count

from niangjia.core import crypto
from niangjia.kernel.access.models import FailedLogin


def login_paused_until(username: str, address: str, *, at: datetime) -> datetime | None:
    """Until when no log-in of this account from this address is tried; None if it may be tried now."""
    since = at - settings.LOGIN_WINDOW
    failures = FailedLogin.objects.filter(source=_source(username, address), at__gt=since).order_by("-at")
    counted = list(failures.values_list("at", flat=True)[: settings.LOGIN_FAILURES])
    return counted[-1] + settings.LOGIN_WINDOW if len(counted) == settings.LOGIN_FAILURES else None


def note_failed_login(username: str, address: str, *, at: datetime) -> None:
    """Count a failure, and forget those that count no more."""
    FailedLogin.objects.filter(at__lte=at - settings.LOGIN_WINDOW).delete()
    FailedLogin.objects.create(source=_source(username, address), at=at)


def forget_failed_logins(username: str, address: str) -> None:
    """After a log-in that succeeded the count begins anew."""
    FailedLogin.objects.filter(source=_source(username, address)).delete()


def paused_count(*, at: datetime) -> int:
    """How many accounts at an address have to wait now."""
    counted = FailedLogin.objects.filter(at__gt=at - settings.LOGIN_WINDOW).values("source").annotate(times=Count("id"))
    return counted.filter(times__gte=settings.LOGIN_FAILURES).count()


def _source(username: str, address: str) -> bytes:
    return crypto.blind_index("failed_login", f"{username.strip().lower()}\0{address}")
