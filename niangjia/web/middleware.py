"""A refusal of an operation becomes a page with its sentence; nothing of the request was written."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from niangjia.core.constraints import refusal_of
from niangjia.core.refusals import Refusal

FORBIDDEN = ("not_allowed", "act_not_allowed", "no_right")


class RefusalMiddleware:
    """Turns an uncaught Refusal, or what a constraint with a sentence refused, into 4xx in the reader's language."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The refusal's page; everything that the request wrote is rolled back."""
        refusal = exception if isinstance(exception, Refusal) else refusal_of(exception)
        if refusal is None:
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        status = 403 if refusal.code in FORBIDDEN else 422
        sentence = refusal.term.in_language(get_language())
        return render(request, "refused.html", {"sentence": sentence, "code": refusal.code}, status=status)
