"""A draft's public notice, its objections and answers, the minutes of experts; and what changed between versions."""

from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.queries import code_names
from niangjia.creditbank.rulebooks.consultation import NO_MINUTES, answer_objection, keep_minutes, open_notice
from niangjia.creditbank.rulebooks.models import Objection, RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import actor_of_request
from niangjia.web.registrar.rules import desk_of, own_books, seat_of
from niangjia.web.rulebook_changes import changes_between

OPENED: Final = Term("已开始公示，任何人都能看到并提异议。", "In public notice: everyone may read and object.")
ANSWERED: Final = Term("已答复，公示页上能看到。", "Answered; the public page shows it.")
KEPT: Final = Term("会议记录已保存。", "The minutes are kept.")


@require_POST
@login_required
def notice(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Begin the public notice of the draft as it was shown."""
    row = _own(request, rule_book_id)
    seen = request.POST.get("hash", "")
    open_notice(row.id, seen_hash=seen, actor=actor_of_request(request), at=clock.now())
    messages.success(request, OPENED.in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=row.id)


@require_POST
@login_required
def answer(request: HttpRequest, rule_book_id: UUID, objection_id: UUID) -> HttpResponse:
    """Answer one objection."""
    row = _own(request, rule_book_id)
    if not Objection.objects.filter(id=objection_id, notice__rule_book=row).exists():
        raise Http404
    is_heeded, text = request.POST.get("act") == "heed", reason_of(request)
    answer_objection(objection_id, text=text, is_heeded=is_heeded, actor=actor_of_request(request), at=clock.now())
    messages.success(request, ANSWERED.in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=row.id)


@require_POST
@login_required
def minutes(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Keep the minutes of a discussion."""
    row = _own(request, rule_book_id)
    try:
        held_on = date.fromisoformat(request.POST.get("held_on", ""))
    except ValueError:
        raise Refusal("minutes_missing", NO_MINUTES) from None
    said, people = request.POST.get("text", ""), request.POST.get("people", "")[:200]
    keep_minutes(row.id, held_on=held_on, people=people, text=said, actor=actor_of_request(request), at=clock.now())
    messages.success(request, KEPT.in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=row.id)


@require_safe
@login_required
def changes(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """What changed against another version of the same book, the one before where none is chosen."""
    seat, purpose = seat_of(request)
    row = _own(request, rule_book_id)
    others = list(own_books(seat, purpose).filter(code=row.code).exclude(id=row.id).order_by("-version"))
    wanted = key_of(request.GET.get("with"))
    older = [each for each in others if each.version < row.version]
    other = next((each for each in others if each.id == wanted), next(iter(older or others), None))
    names = code_names(row.publisher_id)
    found = changes_between(engine_book(other), engine_book(row), names) if other is not None else ()
    context = {"here": "rules", "desk": desk_of(seat), "row": row, "other": other, "others": others, "tables": found}
    return render(request, "registrar/rule_book_changes.html", context)


def _own(request: HttpRequest, rule_book_id: UUID) -> RuleBook:
    seat, purpose = seat_of(request)
    row = own_books(seat, purpose).filter(id=rule_book_id).first()
    if row is None:
        raise Http404
    return row
