"""Each request is one transaction that first says where it is and who acts.

Two pieces, because the session lies in the federation's schema too: ``UnitOfWorkMiddleware`` stands before the session
middleware and opens the transaction there; ``ActorMiddleware`` stands after the authentication middleware, says who
acts, and runs the view in a savepoint. Whatever is answered with 4xx or 5xx has written nothing (but the session, and
that a log-in failed: ``FailedLoginMiddleware`` stands between the two).

A request that the database ended for another's sake (deadlock, serialization failure) is answered once more, from the
beginning: nothing of the first try was written. Whoever turns errors into pages notes it by ``note_contention``.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from niangjia.core.audit.types import Actor
from niangjia.core.clock import now
from niangjia.kernel.access.guessing import note_failed_login
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import NOBODY, actor_of
from niangjia.kernel.access.unit_of_work import CONTENDED_REQUEST, federation_of_host, forget_actor, set_actor

Answer = Callable[[HttpRequest], HttpResponse]
FIRST_ERROR = 400
PAUSE_SECONDS = 0.2  # lets whom we were ended for go first: an unlocked row is anyone's who comes by


class UnitOfWorkMiddleware:
    """Opens the request's transaction in the schema of the federation that its host names: ``request.federation``."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside one transaction."""
        request.federation = federation_of_host(request.get_host().rsplit(":", 1)[0])  # type: ignore[attr-defined]
        response = self._answer(request)
        if getattr(request, CONTENDED_REQUEST):
            time.sleep(PAUSE_SECONDS)
            _rewind(request)
            response = self._answer(request)
        forget_actor()
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        setattr(request, CONTENDED_REQUEST, False)
        with transaction.atomic(durable=True):
            set_actor(NOBODY, request.federation)  # type: ignore[attr-defined]
            response = self.answer(request)
            if getattr(request, CONTENDED_REQUEST):
                transaction.set_rollback(True)
        return response


class FailedLoginMiddleware:
    """Keeps count of log-ins that failed: the answer names account and address in ``failed_login``."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; count afterwards, when what the error wrote is undone."""
        response = self.answer(request)
        failed: tuple[str, str] | None = getattr(response, "failed_login", None)
        if failed is not None:
            note_failed_login(*failed, at=now())
        return response


class ActorMiddleware:
    """Sets ``request.actor`` for the view and for the database."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer on behalf of the actor; undo what an error wrote."""
        actor = _actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        with transaction.atomic():
            if actor is not NOBODY:
                set_actor(actor, request.federation)  # type: ignore[attr-defined]
            response = self.answer(request)
            if response.status_code >= FIRST_ERROR:
                transaction.set_rollback(True)
        return response


def _rewind(request: HttpRequest) -> None:
    """What was uploaded is read from its beginning again."""
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def _actor(request: HttpRequest) -> Actor:
    """Asks for the session only where the browser sent one: public pages need no query for it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Account):
        return NOBODY
    return actor_of(request.user, at=now())
