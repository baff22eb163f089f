"""What is refused becomes a page with its sentence; nothing of the request was written."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from niangjia.core.constraints import refusal_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.unit_of_work import note_contention

FORBIDDEN = ("not_allowed", "act_not_allowed", "no_right")
UNREADABLE = Term(
    "请求里有系统不认识的字符。请回到上一页，删去多余的字符再试。",
    "The request holds a sign that cannot be stored. Go back, remove it, and try again.",
)
OTHER_WAY = Term(
    "这个地址只接收表单，不能直接打开。请从页面上的按钮进入。",
    "This address only takes forms. Use the button on the page.",
)
STALE_FORM = Term(
    "这张表单已经失效（可能停留太久，或在别处退出了）。请返回上一页刷新后再提交。",
    "This form has gone stale: you stayed long, or logged out elsewhere. Go back, reload, and submit again.",
)
NUL = "\0"
CONTENDED = Term(
    "同一时刻有别人在办同样的事，这一次没有办成。请再试一次。",
    "Someone else was doing the same at that moment, so this was not done. Try again.",
)
METHOD_NOT_ALLOWED = HTTPStatus.METHOD_NOT_ALLOWED


class RefusalMiddleware:
    """Turns an uncaught Refusal, or what a constraint with a sentence refused, into 4xx in the reader's language."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what holds a NUL never reaches the database, and a wrong method gets a page."""
        if _holds_nul(request):
            return refused_page(request, UNREADABLE, "unreadable", 400)
        response = self.answer(request)
        if response.status_code == METHOD_NOT_ALLOWED and not response.content:
            page = refused_page(request, OTHER_WAY, "method_not_allowed", METHOD_NOT_ALLOWED)
            page["Allow"] = response.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The refusal's page; everything that the request wrote is rolled back."""
        if note_contention(request, exception):
            transaction.set_rollback(True)
            return refused_page(request, CONTENDED, "contended", 503)
        refusal = exception if isinstance(exception, Refusal) else refusal_of(exception)
        if refusal is None:
            return None
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        status = 403 if refusal.code in FORBIDDEN else 422
        return refused_page(request, refusal.term, refusal.code, status)


def refused_page(request: HttpRequest, term: Term, code: str, status: int) -> HttpResponse:
    """The page of a refusal, in the reader's language."""
    sentence = term.in_language(get_language())
    return render(request, "refused.html", {"sentence": sentence, "code": code}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form without its token: forged, or stale."""
    return refused_page(request, STALE_FORM, "form_stale", 403)


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps no NUL: a text that holds one is no text."""
    sent = (*request.GET.lists(), *request.POST.lists())
    return NUL in request.path or any(NUL in value for _, values in sent for value in values)
