"""Rule books: upload a draft, see it with its conflicts and gaps, publish it as a second person."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.queries import code_names, engine_programmes, newest_programmes
from niangjia.creditbank.rulebooks.approvals import APPROVING, Approvals, approvals_of
from niangjia.creditbank.rulebooks.consultation import consultation_of
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook
from niangjia.creditbank.rulebooks.operations import (
    OWN_DRAFT,
    PUBLISHING,
    approve_rule_book,
    draft_rule_book,
    publish_rule_book,
)
from niangjia.creditbank.rulebooks.queries import books_of, engine_book, proofreading_of, trials_of
from niangjia.creditbank.rulebooks.redrafting import may_change
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.writing.forms import rule_book_template
from niangjia.kernel.access.queries import may
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Desk, Seat, actor_of_request, clerk_desk, registrar_desk, seat_for
from niangjia.web.faults import faults_page
from niangjia.web.rulebook_page import is_of_row, rule_book_tables
from niangjia.web.seats import chosen_seat
from niangjia.web.uploads import uploaded, workbook_response

DRAFTED = Term("草稿已保存。核对后请另一位同事发布。", "The draft is kept. Check it, then a colleague publishes it.")
UNCHANGED = Term(
    "和已经保存的第 {version} 版一样，没有改动。", "The same as version {version}, kept already; nothing changed."
)
VOIDED = Term(
    "草稿改过了，此前 {count} 人的同意作废，要重新同意。",
    "The draft was changed: approvals given before ({count}) are void and must be given anew.",
)
APPROVED = Term("您的同意已记下，还差 {missing} 人。", "Your approval is kept. Approvals still missing: {missing}.")
APPROVED_LAST = Term(
    "您的同意已记下，人数够了，可以发布。", "Your approval is kept; the quorum is reached. It can be published."
)
PUBLISHED = Term("《{title}》第 {version} 版已发布，不再改动。", "{title}, version {version}, is published and stays.")


def seat_of(request: HttpRequest) -> tuple[Seat, Purpose]:
    """A registrar keeps her college's books; a federation's clerk the bank's standard table."""
    roles, (chosen, _) = actor_of_request(request).roles, chosen_seat(request)
    is_clerk = Role.CLERK in roles and (chosen is Role.CLERK or Role.REGISTRAR not in roles)
    if not is_clerk:
        return seat_for(request, "rulebook.upload", Role.REGISTRAR), Purpose.RECOGNITION
    return seat_for(request, "standard.publish", Role.CLERK), Purpose.STANDARD


def desk_of(seat: Seat) -> Desk:
    """The side bar of whoever sits there."""
    return registrar_desk(seat) if seat.role is Role.REGISTRAR else clerk_desk(seat)


def own_books(seat: Seat, purpose: Purpose) -> QuerySet[RuleBook]:
    """The books that this seat keeps."""
    return books_of(seat.organisation_id).filter(purpose=purpose)


def rule_books(request: HttpRequest) -> HttpResponse:
    """Every book and version, drafts first."""
    if not request.user.is_authenticated:
        return redirect("login")
    seat, purpose = seat_of(request)
    rows = sorted(own_books(seat, purpose), key=lambda row: row.published_at is not None)
    context = {"here": "rules", "desk": desk_of(seat), "rows": rows, "is_standard": purpose is Purpose.STANDARD}
    return render(request, "registrar/rule_books.html", context)


def rule_book(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """One book: its tables with findings under the rows, its examples worked again, what keeps it from publishing."""
    if not request.user.is_authenticated:
        return redirect("login")
    seat, purpose = seat_of(request)
    row = own_books(seat, purpose).select_related("publisher").filter(id=rule_book_id).first()
    if row is None:
        raise Http404
    found = proofreading_of(row)
    approvals = approvals_of(row, on=clock.today())
    context = {
        "here": "rules",
        "desk": desk_of(seat),
        "row": row,
        "tables": rule_book_tables(engine_book(row), found.findings, code_names(row.publisher_id)),
        "loose_errors": [each for each in found.errors if not is_of_row(each)],
        "loose_remarks": [each for each in found.remarks if not is_of_row(each)],
        "errors_count": len(found.errors),
        "remarks_count": len(found.remarks),
        "examples": found.examples,
        "agreeing_count": sum(each.agrees for each in found.examples),
        "approvals": approvals,
        "consultation": (consulted := consultation_of(row)),
        "consultation_over": consulted.is_over(clock.now()),
        "trials_missing": () if row.published_at else trials_of(row, found),
        "why_not": _why_not(row, seat, has_errors=bool(found.errors)),
        "acts": _acts(row, seat, approvals),
        "is_mine": may_change(row, seat.actor.account_id),
    }
    return render(request, "registrar/rule_book.html", context)


def _why_not(row: RuleBook, seat: Seat, *, has_errors: bool) -> Term | None:
    """Why this person can neither approve nor publish this book now; nothing if she can."""
    purpose = Purpose(row.purpose)
    if has_errors:
        return Term("先改好下面的问题，再上传一次草稿。", "Mend the problems below and upload the draft again.")
    if row.drafted_by is not None and row.drafted_by == seat.actor.account_id:
        return OWN_DRAFT
    rights = {APPROVING[purpose], PUBLISHING[purpose]}
    if not all(may(seat.actor, act, on=seat.organisation_id, at=clock.today()) for act in rights):
        return Term("您没有发布权。", "You may not publish.")
    return None


def _acts(row: RuleBook, seat: Seat, approvals: Approvals) -> dict[str, bool]:
    """What is left for this person to do: approve, publish, or both at once where hers is the last that is missing."""
    is_given = approvals.is_given_by(seat.actor.account_id)
    missing = approvals.missing - (not is_given)
    return {
        "publish": row.published_at is None and missing <= 0,
        "approve": row.published_at is None and not is_given and row.quorum > 1,
        "approved": is_given,
    }


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a workbook as a draft."""
    if not request.user.is_authenticated:
        return redirect("login")
    seat, purpose = seat_of(request)
    file = uploaded(request)
    programmes = tuple(engine_programmes(newest_programmes(seat.organisation_id)).values())
    reading = read_rule_book(file, programmes=programmes, on=clock.today())
    if reading.faults or reading.content is None:
        return faults_page(request, desk_of(seat), "rules", file.name, reading.faults)
    before = dict(own_books(seat, purpose).values_list("id", "content_hash"))
    key = draft_rule_book(
        reading.content, publisher_id=seat.organisation_id, purpose=purpose, actor=seat.actor, at=clock.now()
    )
    row = own_books(seat, purpose).get(id=key)
    said = UNCHANGED.format(version=row.version) if row.content_hash == before.get(key) else DRAFTED
    messages.success(request, said.in_language(get_language()))
    void = approvals_of(row, on=clock.today()).void
    just_voided = [each for each in void if each.content_hash == before.get(key)]
    if just_voided and row.content_hash != before[key]:
        messages.warning(request, VOIDED.format(count=len(just_voided)).in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=key)


@require_POST
def approve(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Approve a draft as it was shown."""
    if not request.user.is_authenticated:
        return redirect("login")
    row = _own_book(request, rule_book_id)
    actor = actor_of_request(request)
    approve_rule_book(row.id, seen_hash=request.POST.get("hash", ""), actor=actor, at=clock.now())
    missing = approvals_of(row, on=clock.today()).missing
    said = APPROVED.format(missing=missing) if missing else APPROVED_LAST
    messages.success(request, said.in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=row.id)


@require_POST
def publish(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Publish a draft as it was shown."""
    if not request.user.is_authenticated:
        return redirect("login")
    row = _own_book(request, rule_book_id)
    actor = actor_of_request(request)
    publish_rule_book(row.id, seen_hash=request.POST.get("hash", ""), actor=actor, at=clock.now())
    said = PUBLISHED.format(title=row.title, version=row.version)
    messages.success(request, said.in_language(get_language()))
    return redirect("registrar-rule-book", rule_book_id=row.id)


def _own_book(request: HttpRequest, rule_book_id: UUID) -> RuleBook:
    seat, purpose = seat_of(request)
    row = own_books(seat, purpose).filter(id=rule_book_id).first()
    if row is None:
        raise Http404
    return row


def template(request: HttpRequest) -> HttpResponse:
    """An empty rule book workbook, for whoever may draft a book or the standard table."""
    if not request.user.is_authenticated:
        return redirect("login")
    seat_of(request)
    return workbook_response(rule_book_template(clock.today()), name="认定规则书模板", on=clock.today())
