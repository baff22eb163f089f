"""Anyone checks a printed paper by its code: what it said, and whether it still holds."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from niangjia.core.terms import Term
from niangjia.creditbank.sharing.codes import grouped, read_code
from niangjia.creditbank.sharing.queries import checked_paper
from niangjia.creditbank.sharing.types import PaperState
from niangjia.web.guesses import CODE, failed_guess, paused_page, private
from niangjia.web.worker.records import StateView

STATES: Final = {
    PaperState.VALID: StateView(Term("有效", "in force"), "done", "good"),
    PaperState.SUPERSEDED: StateView(Term("已有新的一份", "superseded by a later one"), "due", "warn"),
    PaperState.REVOKED: StateView(Term("已失效", "revoked"), "no", "bad"),
}
UNKNOWN: Final = 404


@require_safe
def paper_code(request: HttpRequest) -> HttpResponse:
    """A place to type the code."""
    typed = request.GET.get("code", "")
    code = read_code(typed)
    if code is not None:
        return private(redirect("paper-check", code))
    return private(render(request, "sharing/code.html", {"here": "verify", "typed": typed}))


@require_safe
def paper_check(request: HttpRequest, code: str) -> HttpResponse:
    """What is behind the code: no more than what is printed."""
    paused = paused_page(request, CODE)
    if paused is not None:
        return private(paused)
    checked = checked_paper(code)
    if checked is None:
        page = {"here": "verify", "typed": code[:40]}
        return private(failed_guess(request, render(request, "sharing/code.html", page, status=UNKNOWN), CODE))
    found: dict[str, object] = {
        "here": "verify",
        "checked": checked,
        "state": STATES[checked.state],
        "code": grouped(read_code(code) or ""),
    }
    return private(render(request, "sharing/checked.html", found))
