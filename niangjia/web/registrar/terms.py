"""Terms of a college: what is offered, who sits in which group, hours and marks that two people enter and confirm."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.creditbank.pathway.forms import MARKS, OFFERS, PREREQUISITES
from niangjia.creditbank.pathway.importing import import_marks, import_offers
from niangjia.creditbank.pathway.models import CourseGroup, Mark, Semester
from niangjia.creditbank.pathway.offering import open_semester
from niangjia.creditbank.pathway.queries import (
    groups_of,
    marks_waiting,
    participations_of,
    semesters_of,
    standing_marks,
)
from niangjia.creditbank.pathway.studying import (
    confirm_marks,
    correct_mark,
    enter_marks,
    leave_group,
    note_attendance,
    take_groups,
)
from niangjia.creditbank.pathway.types import Attempt, Mode, NewMark, NewSemester
from niangjia.creditbank.programmes.queries import learners_of
from niangjia.creditbank.workbooks.writing.forms import form_template
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.faults import faults_page
from niangjia.web.fields import amount_in, count_in, day_in, text_in
from niangjia.web.uploads import uploaded, workbook_response

PAGE: Final = 100
NAME, STARTS = Term("学期名称", "name"), Term("开始日期", "from")
ENDS, LIMIT = Term("结束日期", "until"), Term("每人最多学分", "most credits")
ON, HOURS = Term("上课日期", "day"), Term("学时", "hours")
OPENED: Final = Term("学期已建立，可以导入开课表。", "The term is open: import its offers.")
OFFERED: Final = Term("已开 {count} 个教学班。", "{count} group(s) on offer.")
TAKEN: Final = Term("新加入 {count} 人。", "{count} new in the group.")
UNKNOWN: Final = Term("没有这些学号：{numbers}。请核对后再加。", "There are no such numbers: {numbers}. Check them.")
NOBODY: Final = Term("没有选班级，也没有填学号。请至少填一项。", "Choose a class, or give student numbers.")
ENTERED: Final = Term(
    "已录入 {count} 份成绩，请另一位同事确认。", "{count} mark(s) entered: a colleague confirms them."
)
CONFIRMED: Final = Term("已确认 {count} 份成绩。", "{count} mark(s) confirmed.")
NOTED: Final = Term("已记 {count} 人的到课学时。", "Hours of {count} learner(s) noted.")
LEFT: Final = Term("已退出这个班。", "Out of the group.")


@seated("term.keep", Role.REGISTRAR)
def terms(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The college's terms, and the form to open one."""
    context = {
        "here": "terms",
        "desk": registrar_desk(seat),
        "rows": list(semesters_of(seat.organisation_id)),
        "waiting_count": marks_waiting(seat.organisation_id).count(),
    }
    return render(request, "registrar/terms.html", context)


@require_POST
@seated("term.keep", Role.REGISTRAR)
def open_new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open a term."""
    new = NewSemester(
        name=text_in(request, "name", NAME),
        starts_on=day_in(request, "starts_on", STARTS),
        ends_on=day_in(request, "ends_on", ENDS),
        credit_limit=amount_in(request, "limit", LIMIT, Unit.COURSE_CREDIT),
        missed_part=count_in(request, "missed_part", Term("允许缺课", "may be missed")),
        missed_whole=count_in(request, "missed_whole", Term("允许缺课", "may be missed")),
    )
    key = open_semester(new, college_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    messages.success(request, OPENED.in_language(get_language()))
    return redirect("registrar-term", semester_id=key)


@seated("term.keep", Role.REGISTRAR)
def term(request: HttpRequest, seat: Seat, semester_id: UUID) -> HttpResponse:
    """One term with its groups."""
    row = _semester(seat, semester_id)
    groups = [(each, Mode(each.mode)) for each in groups_of(row.id)]
    context = {"here": "terms", "desk": registrar_desk(seat), "row": row, "groups": groups}
    return render(request, "registrar/term.html", context)


@require_POST
@seated("term.keep", Role.REGISTRAR)
def upload_offers(request: HttpRequest, seat: Seat, semester_id: UUID) -> HttpResponse:
    """Offer the groups of a workbook, all or none."""
    file, row = uploaded(request), _semester(seat, semester_id)
    count, faults = import_offers(file, semester_id=row.id, actor=seat.actor, at=clock.now())
    if faults:
        return faults_page(request, registrar_desk(seat), "terms", file.name, faults)
    messages.success(request, OFFERED.format(count=count).in_language(get_language()))
    return redirect("registrar-term", semester_id=row.id)


@seated("term.keep", Role.REGISTRAR)
def offers_template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty workbook of offers."""
    content = form_template("开课表模板", (OFFERS, PREREQUISITES), clock.today())
    return workbook_response(content, name="开课表模板", on=clock.today())


@seated("term.keep", Role.REGISTRAR)
def group(request: HttpRequest, seat: Seat, group_id: UUID) -> HttpResponse:
    """One group: learners, hours, marks."""
    row = _group(seat, group_id)
    learners = [(each, standing_marks(each)) for each in participations_of(row.id)]
    classes = learners_of(seat.organisation_id, programme_id=row.course.programme_id).exclude(class_name="")
    context = {
        "here": "terms",
        "desk": registrar_desk(seat),
        "row": row,
        "mode": Mode(row.mode),
        "learners": learners,
        "classes": list(classes.order_by("class_name").values_list("class_name", flat=True).distinct()),
        "attempts": list(Attempt),
        "today": clock.today(),
    }
    return render(request, "registrar/group.html", context)


@require_POST
@seated("term.keep", Role.REGISTRAR)
def take(request: HttpRequest, seat: Seat, group_id: UUID) -> HttpResponse:
    """Put a class, or learners by number, into a group."""
    row = _group(seat, group_id)
    class_name = request.POST.get("class", "")
    numbers = set(request.POST.get("numbers", "").replace("、", " ").replace(",", " ").replace("，", " ").split())
    if not (class_name or numbers):
        raise Refusal("nothing_chosen", NOBODY)
    every = learners_of(seat.organisation_id)
    chosen = set(every.filter(class_name=class_name, programme_id=row.course.programme_id).values_list("id", flat=True))
    named = dict(every.filter(student_number__in=numbers).values_list("student_number", "id"))
    if numbers - named.keys():
        raise Refusal("unknown_numbers", UNKNOWN.format(numbers="、".join(sorted(numbers - named.keys()))))
    wanted = (chosen if class_name else set()) | set(named.values())
    count = take_groups(row.id, list(wanted), actor=seat.actor, at=clock.now())
    messages.success(request, TAKEN.format(count=count).in_language(get_language()))
    return redirect("registrar-group", group_id=row.id)


@require_POST
@seated("mark.enter", Role.REGISTRAR)
def marks(request: HttpRequest, seat: Seat, group_id: UUID) -> HttpResponse:
    """Enter what the form has of marks or hours; a blank line is left out."""
    row, at = _group(seat, group_id), clock.now()
    seated_here = {str(each.id): each.id for each in participations_of(row.id)}
    filled = {
        key: request.POST.get(f"value-{text}", "").strip()
        for text, key in seated_here.items()
        if request.POST.get(f"value-{text}", "").strip()
    }
    if request.POST.get("act") == "hours":
        hours = {key: amount_in(request, f"value-{key}", HOURS, Unit.HOURS) for key in filled}
        note_attendance(hours, on=day_in(request, "on", ON), actor=seat.actor, at=at)
        told = NOTED.format(count=len(hours))
    else:
        attempt = Attempt.MAKE_UP if request.POST.get("attempt") == Attempt.MAKE_UP else Attempt.REGULAR
        entered = [
            NewMark(key, text, is_passed=request.POST.get(f"passed-{key}") == "1", attempt=attempt)
            for key, text in filled.items()
        ]
        told = ENTERED.format(count=len(enter_marks(entered, actor=seat.actor, at=at)))
    messages.success(request, told.in_language(get_language()))
    return redirect("registrar-group", group_id=row.id)


@require_POST
@seated("mark.enter", Role.REGISTRAR)
def upload_marks(request: HttpRequest, seat: Seat, group_id: UUID) -> HttpResponse:
    """Enter the marks of a workbook, all or none."""
    file, row = uploaded(request), _group(seat, group_id)
    count, faults = import_marks(file, group_id=row.id, actor=seat.actor, at=clock.now())
    if faults:
        return faults_page(request, registrar_desk(seat), "terms", file.name, faults)
    messages.success(request, ENTERED.format(count=count).in_language(get_language()))
    return redirect("registrar-group", group_id=row.id)


@seated("mark.enter", Role.REGISTRAR)
def marks_template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty workbook of marks."""
    return workbook_response(form_template("成绩表", (MARKS,), clock.today()), name="成绩表", on=clock.today())


@seated("mark.confirm", Role.REGISTRAR)
def waiting(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Marks that wait for a second person; her own entries stand there without a box."""
    rows = list(marks_waiting(seat.organisation_id)[:PAGE])
    context = {
        "here": "marks",
        "desk": registrar_desk(seat),
        "rows": [(row, Attempt(row.attempt), row.entered_by == seat.actor.account_id) for row in rows],
        "total": marks_waiting(seat.organisation_id).count(),
    }
    return render(request, "registrar/marks.html", context)


@require_POST
@seated("mark.confirm", Role.REGISTRAR)
def confirm(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Confirm the chosen marks."""
    chosen = [key for key in map(key_of, request.POST.getlist("pick")) if key is not None]
    mine = marks_waiting(seat.organisation_id).filter(id__in=chosen).values_list("id", flat=True)
    count = confirm_marks(list(mine), actor=seat.actor, at=clock.now())
    messages.success(request, CONFIRMED.format(count=count).in_language(get_language()))
    return redirect("registrar-marks")


@require_POST
@seated("mark.enter", Role.REGISTRAR)
def correct(request: HttpRequest, seat: Seat, mark_id: UUID) -> HttpResponse:
    """Correct a mark by a further row."""
    row = Mark.objects.filter(id=mark_id, participation__group__semester__college_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    correct_mark(
        row.id,
        mark=text_in(request, "mark", Term("成绩", "mark")),
        is_passed=request.POST.get("passed") == "1",
        reason=reason_of(request),
        actor=seat.actor,
        at=clock.now(),
    )
    messages.success(request, ENTERED.format(count=1).in_language(get_language()))
    return redirect("registrar-marks")


@require_POST
@seated("term.keep", Role.REGISTRAR)
def leave(request: HttpRequest, seat: Seat, group_id: UUID) -> HttpResponse:
    """A learner leaves a group."""
    row = _group(seat, group_id)
    wanted = key_of(request.POST.get("participation")) or UUID(int=0)
    found = participations_of(row.id).filter(id=wanted).first()
    if found is None:
        raise Http404
    leave_group(found.id, actor=seat.actor, at=clock.now())
    messages.success(request, LEFT.in_language(get_language()))
    return redirect("registrar-group", group_id=row.id)


def _semester(seat: Seat, semester_id: UUID) -> Semester:
    row = semesters_of(seat.organisation_id).filter(id=semester_id).first()
    if row is None:
        raise Http404
    return row


def _group(seat: Seat, group_id: UUID) -> CourseGroup:
    found = CourseGroup.objects.select_related("course__programme", "semester").prefetch_related("sittings")
    row = found.filter(id=group_id, semester__college_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    return row
