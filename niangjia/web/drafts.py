"""Drafts of rule books in public notice: everyone reads them, and objects by name."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.queries import code_names
from niangjia.creditbank.rulebooks.consultation import notice_open, object_to_draft, objections_to
from niangjia.creditbank.rulebooks.models import Purpose
from niangjia.creditbank.rulebooks.queries import engine_book, in_force
from niangjia.web.addresses import reason_of
from niangjia.web.desk import actor_of_request
from niangjia.web.rulebook_changes import changes_between
from niangjia.web.rulebook_page import rule_book_tables

NAME_SIGNS: Final = 40
KEPT: Final = Term(
    "您的异议已收到。答复会写在这一页，不显示您的姓名。",
    "Your objection is received. The answer will stand on this page, without your name.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """One draft in notice: what it says, what changes against the book in force, objections with answers, the form."""
    found, now = notice_open(rule_book_id), clock.now()
    if found is None:
        raise Http404
    if request.method == "POST":
        name, text = request.POST.get("name", "")[:NAME_SIGNS], reason_of(request)
        object_to_draft(found.id, name=name, text=text, actor=actor_of_request(request), at=now)
        messages.success(request, KEPT.in_language(get_language()))
        return redirect("public-draft", rule_book_id)
    row, names = found.rule_book, code_names(found.rule_book.publisher_id)
    standing = in_force(clock.day_of(now), purpose=Purpose(row.purpose)).filter(
        publisher=row.publisher_id, code=row.code
    )
    before = standing.first()
    context = {
        "here": "rule-books",
        "row": row,
        "notice": found,
        "is_running": found.ends_at > now,
        "before": before,
        "changes": changes_between(engine_book(before), engine_book(row), names) if before else (),
        "tables": rule_book_tables(engine_book(row), names=names),
        "objections": objections_to(found.id),
    }
    return render(request, "public/draft.html", context)
