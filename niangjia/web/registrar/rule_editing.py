"""A draft edited on a page, row by row; each row is read by the checks of the workbook, and saved with the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from niangjia.core import clock
from niangjia.core.refusals import Fault, Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Programme
from niangjia.creditbank.programmes.queries import code_names, engine_programmes, newest_programmes
from niangjia.creditbank.rulebooks.approvals import approvals_of
from niangjia.creditbank.rulebooks.consultation import consultation_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import refuse_changed
from niangjia.creditbank.rulebooks.queries import engine_book, proofreading_of
from niangjia.creditbank.rulebooks.redrafting import RENAMED, draft_next_version, may_change, redraft_rule_book
from niangjia.creditbank.workbooks.editing import Cells, RuleSheets, is_kept_whole, read_rule_sheets, sheets_of
from niangjia.creditbank.workbooks.forms.rulebook import SETTINGS
from niangjia.creditbank.workbooks.reading.forms import Form
from niangjia.creditbank.workbooks.writing.rulebook import rule_book_workbook
from niangjia.web.desk import Desk, actor_of_request
from niangjia.web.registrar.rules import desk_of, own_books, seat_of
from niangjia.web.rule_fields import SHEETS, cells_in, fields_of, loose_faults, row_faults, row_words
from niangjia.web.rule_tables import Flag, Flags
from niangjia.web.rulebook_page import flags_of
from niangjia.web.uploads import workbook_response

SAVED: Final = Term("已保存到草稿。", "Saved in the draft.")
UNCHANGED: Final = Term("没有改动，草稿还是原样。", "Nothing changed; the draft stays as it was.")
VOIDED: Final = Term(
    "草稿改过了，此前 {count} 人的同意作废，要重新同意。",
    "The draft was changed: approvals given before ({count}) are void and must be given anew.",
)
ANEW: Final = Term("草稿改过了，要重新公示。", "The draft was changed: its public notice starts anew.")
BEGUN: Final = Term(
    "第 {version} 版草稿已建好，请改名称、生效日期和各条规则。", "Version {version} is begun as a draft."
)
NOT_WHOLE: Final = Term(
    "这份规则里有的内容，表格的各列写不下，不能逐条改。",
    "Something in this book does not fit the columns of the sheets, so it can't be edited row by row.",
)
Line = tuple[str, tuple[tuple[Term, str], ...], tuple[Flag, ...]]  # its number, what it says, what was found


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft on its desk: its row, its cells, and what it is read against."""

    row: RuleBook
    desk: Desk
    sheets: RuleSheets
    programmes: tuple[Programme, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a sheet, counted from 0; ``is_new``: to stand there from now on."""

    slug: str
    form: Form
    position: int
    is_new: bool = False

    @property
    def number(self) -> int:
        """As people count."""
        return self.position + 1


@require_safe
@login_required
def draft(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Every sheet with its rows, and what can be done to each."""
    found = _draft(request, rule_book_id)
    names, proofread = code_names(found.row.publisher_id), proofreading_of(found.row)
    flags = flags_of(proofread.findings)
    sheets = [
        (slug, form, [_line(form, cells, names, flags) for cells in found.sheets.of(form)])
        for slug, form in SHEETS.items()
    ]
    context = {**_shown(found), "sheets": sheets, "settings": SETTINGS, "errors_count": len(proofread.errors)}
    return render(request, "registrar/rule_rows.html", context)


def _line(form: Form, cells: Cells, names: Mapping[str, str], flags: Flags) -> Line:
    key = cells.get("id", "")
    return key, row_words(form, cells, names), flags.get(key, ())


@login_required
def change(request: HttpRequest, rule_book_id: UUID, sheet: str, position: int) -> HttpResponse:
    """The form of one row; what is sent takes its place."""
    found, form = _draft(request, rule_book_id), _form(sheet)
    rows = found.sheets.of(form)
    if position >= len(rows):
        raise Http404
    place = Place(sheet, form, position)
    if request.method != "POST":
        return _form_page(request, found, place, rows[position])
    cells = cells_in(form, request.POST, rows[position])
    return _save(request, found, place, cells, found.sheets.changed(form, position, cells))


@login_required
def add(request: HttpRequest, rule_book_id: UUID, sheet: str, position: int) -> HttpResponse:
    """The form of a row to come; what is sent stands at that position, and those from there on move down."""
    found, form = _draft(request, rule_book_id), _form(sheet)
    if position > len(found.sheets.of(form)) or form is SETTINGS:
        raise Http404
    place = Place(sheet, form, position, is_new=True)
    if request.method != "POST":
        return _form_page(request, found, place, {})
    cells = cells_in(form, request.POST, {})
    return _save(request, found, place, cells, found.sheets.added(form, position, cells))


@require_POST
@login_required
def delete(request: HttpRequest, rule_book_id: UUID, sheet: str, position: int) -> HttpResponse:
    """Take a row out."""
    found, form = _draft(request, rule_book_id), _form(sheet)
    rows = found.sheets.of(form)
    if position >= len(rows) or form is SETTINGS:
        raise Http404
    place = Place(sheet, form, position)
    return _save(request, found, place, rows[position], found.sheets.without(form, position))


@require_safe
@login_required
def workbook(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """The book as a workbook to change and upload."""
    row, _ = _own(request, rule_book_id)
    content = rule_book_workbook(engine_book(row), on=clock.today())
    return workbook_response(content, name=f"{row.title}第{row.version}版", on=clock.today())


@require_POST
@login_required
def next_version(request: HttpRequest, rule_book_id: UUID) -> HttpResponse:
    """Begin the next version from this one."""
    row, _ = _own(request, rule_book_id)
    key = draft_next_version(row.id, actor=actor_of_request(request), at=clock.now())
    made = RuleBook.objects.get(id=key)
    messages.success(request, BEGUN.format(version=made.version).in_language(get_language()))
    return redirect("registrar-rule-rows", rule_book_id=key)


def _own(request: HttpRequest, rule_book_id: UUID) -> tuple[RuleBook, Desk]:
    seat, purpose = seat_of(request)
    row = own_books(seat, purpose).select_related("publisher").filter(id=rule_book_id).first()
    if row is None:
        raise Http404
    return row, desk_of(seat)


def _draft(request: HttpRequest, rule_book_id: UUID) -> Draft:
    """A draft as it stands. Refuses ``draft_changed``, ``row_unwritable`` and ``book_unwritable``."""
    row, desk = _own(request, rule_book_id)
    if row.published_at is not None:
        raise Http404
    if request.method == "POST":
        refuse_changed(row, request.POST.get("hash", ""))  # before rows are counted in another draft than was seen
    book = engine_book(row)
    programmes = tuple(engine_programmes(newest_programmes(row.publisher_id)).values())
    if not is_kept_whole(book, programmes=programmes, on=clock.today()):
        raise Refusal("book_unwritable", NOT_WHOLE)
    is_mine = may_change(row, actor_of_request(request).account_id)
    return Draft(row, desk, sheets_of(book), programmes, is_mine)


def _form(sheet: str) -> Form:
    form = SHEETS.get(sheet)
    if form is None:
        raise Http404
    return form


def _shown(found: Draft) -> dict[str, object]:
    return {"here": "rules", "desk": found.desk, "row": found.row, "is_mine": found.is_mine}


def _form_page(
    request: HttpRequest, found: Draft, place: Place, cells: Cells, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    own, others = row_faults(place.form, place.position, faults)
    fields = fields_of(place.form, cells, own)
    context = {
        **_shown(found),
        "place": place,
        "fields": [each for each in fields if not each.is_aside],
        "aside": [each for each in fields if each.is_aside],
        "loose": loose_faults(place.form, own),
        "others": others,
        "faults_count": len(faults),
    }
    return render(request, "registrar/rule_row.html", context, status=422 if faults else 200)


def _save(request: HttpRequest, found: Draft, place: Place, cells: Cells, sheets: RuleSheets) -> HttpResponse:
    """Save the draft with these cells, if they read as a book; else the form again with what is wrong."""
    read = read_rule_sheets(sheets, programmes=found.programmes, on=clock.today())
    if read.content is None:
        return _form_page(request, found, place, cells, read.faults)
    if (read.content.code, read.content.version) != (found.row.code, found.row.version):
        raise Refusal("draft_renamed", RENAMED)
    was_noticed = consultation_of(found.row).notice is not None
    given = len(approvals_of(found.row, on=clock.today()).given)
    redraft_rule_book(
        found.row.id,
        read.content,
        seen_hash=request.POST.get("hash", ""),
        actor=actor_of_request(request),
        at=clock.now(),
    )
    row = RuleBook.objects.get(id=found.row.id)
    _tell(request, is_changed=row.content_hash != found.row.content_hash, was_noticed=was_noticed, given=given)
    return redirect("registrar-rule-rows", rule_book_id=row.id)


def _tell(request: HttpRequest, *, is_changed: bool, was_noticed: bool, given: int) -> None:
    if not is_changed:
        messages.info(request, UNCHANGED.in_language(get_language()))
        return
    messages.success(request, SAVED.in_language(get_language()))
    if given:
        messages.warning(request, VOIDED.format(count=given).in_language(get_language()))
    if was_noticed:
        messages.warning(request, ANEW.in_language(get_language()))
