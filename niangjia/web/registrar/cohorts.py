"""Cohorts that enterprises and unions send: open one, its roster, entrance checked by a second person, enrolment."""

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
from niangjia.creditbank.pathway.cohorts import (
    check_entrance,
    enrol_candidate,
    open_cohort,
    state_entrance,
    withdraw_candidate,
)
from niangjia.creditbank.pathway.forms import ROSTER
from niangjia.creditbank.pathway.importing import import_roster
from niangjia.creditbank.pathway.models import Candidate, Cohort
from niangjia.creditbank.pathway.queries import candidates_of, cohorts_of
from niangjia.creditbank.pathway.types import CandidateState, Entrance, NewCohort, StatedEntrance
from niangjia.creditbank.programmes.queries import newest_programmes, programmes_of
from niangjia.creditbank.workbooks.writing.forms import form_template
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import organisations_above, organisations_under
from niangjia.kernel.people.types import OrganisationKind, Tree
from niangjia.web.addresses import key_of, reason_of
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.faults import faults_page
from niangjia.web.fields import amount_in, count_in, day_in, text_in
from niangjia.web.uploads import uploaded, workbook_response

PAGE: Final = 50
SENDERS: Final = (OrganisationKind.ENTERPRISE, OrganisationKind.UNION, OrganisationKind.FEDERATION)
TITLE, PROGRAMME = Term("班名", "name"), Term("专业", "major")
SENDER, PLACES = Term("送培单位", "sender"), Term("名额", "places")
OPENS, CLOSES = Term("报名开始", "intake from"), Term("报名截止", "intake until")
MONEY: Final = (
    ("union_fen", Term("工会补助", "union grant")),
    ("employer_fen", Term("单位承担", "employer")),
    ("own_fen", Term("个人承担", "herself")),
)
ENTRANCE, ENTRANCE_NUMBER = Term("录取方式", "entrance"), Term("录取号码", "number")
ENTRANCE_ON, SEEN = Term("录取日期", "day"), Term("看到的材料", "what was seen")
OPENED: Final = Term("培养班已建立，可以导入名单。", "The cohort is open: import its roster.")
LISTED: Final = Term("新列入 {count} 人。", "{count} new on the list.")
STATED: Final = Term("已登记，请另一位同事核对。", "Put down: a colleague checks it.")
ADMITTED: Final = Term("已核对，可以登记学籍。", "Checked: enrolment is open.")
ENROLLED: Final = Term("学籍已登记。", "Enrolled.")
WITHDRAWN: Final = Term("已退出名单，名额空出来了。", "Off the list; the place is free.")
NOT_CHOSEN: Final = Term("请选专业和送培单位。", "Choose the major and the sender.")


@seated("cohort.keep", Role.REGISTRAR)
def cohorts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The college's cohorts, and the form to open one."""
    newest = programmes_of(seat.organisation_id).filter(id__in=newest_programmes(seat.organisation_id))
    context = {
        "here": "cohorts",
        "desk": registrar_desk(seat),
        "rows": list(cohorts_of(seat.organisation_id)),
        "programmes": list(newest),
        "senders": _senders(seat),
        "money": MONEY,
        "today": clock.today(),
    }
    return render(request, "registrar/cohorts.html", context)


def _senders(seat: Seat) -> list[tuple[UUID, str]]:
    """Who may send: enterprises and unions under the federation that the college belongs to."""
    above = organisations_above(Tree.UNION, seat.organisation_id, on=clock.today())
    found = organisations_under(Tree.UNION, above[0].party_id, on=clock.today()) if above else ()
    return [(row.party_id, row.name) for row in found if row.kind in SENDERS]


@require_POST
@seated("cohort.keep", Role.REGISTRAR)
def open_new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open a cohort."""
    programme, sender = key_of(request.POST.get("programme")), key_of(request.POST.get("sender"))
    if programme is None or sender is None or sender not in dict(_senders(seat)):
        raise Refusal("nothing_chosen", NOT_CHOSEN)
    new = NewCohort(
        title=text_in(request, "title", TITLE),
        programme_id=programme,
        commissioner_id=sender,
        places=count_in(request, "places", PLACES),
        opens_on=day_in(request, "opens_on", OPENS),
        closes_on=day_in(request, "closes_on", CLOSES),
        **{name: amount_in(request, name, label, Unit.CNY) for name, label in MONEY},
    )
    key = open_cohort(new, college_id=seat.organisation_id, actor=seat.actor, at=clock.now())
    messages.success(request, OPENED.in_language(get_language()))
    return redirect("registrar-cohort", cohort_id=key)


@seated("cohort.keep", Role.REGISTRAR)
def cohort(request: HttpRequest, seat: Seat, cohort_id: UUID) -> HttpResponse:
    """One cohort: its people by what waits, paged by key."""
    row = _cohort(seat, cohort_id)
    state = request.GET.get("state", "")
    found = candidates_of(row.id)
    if state in list(CandidateState):
        found = found.filter(record__state=state)
    after = key_of(request.GET.get("after"))
    rows = list((found.filter(record_id__gt=after) if after else found)[: PAGE + 1])
    context = {
        "here": "cohorts",
        "desk": registrar_desk(seat),
        "row": row,
        "rows": [(each, CandidateState(each.record.state)) for each in rows[:PAGE]],
        "after": str(rows[PAGE - 1].record_id) if len(rows) > PAGE else "",
        "state": state,
        "states": list(CandidateState),
    }
    return render(request, "registrar/cohort.html", context)


@require_POST
@seated("cohort.keep", Role.REGISTRAR)
def upload_roster(request: HttpRequest, seat: Seat, cohort_id: UUID) -> HttpResponse:
    """List the people of a workbook, all or none."""
    file, row = uploaded(request), _cohort(seat, cohort_id)
    count, faults = import_roster(file, cohort_id=row.id, actor=seat.actor, at=clock.now())
    if faults:
        return faults_page(request, registrar_desk(seat), "cohorts", file.name, faults)
    messages.success(request, LISTED.format(count=count).in_language(get_language()))
    return redirect("registrar-cohort", cohort_id=row.id)


@seated("cohort.keep", Role.REGISTRAR)
def roster_template(request: HttpRequest, seat: Seat) -> HttpResponse:  # noqa: ARG001 - the seat is the permission
    """An empty roster."""
    return workbook_response(form_template("报名表", (ROSTER,), clock.today()), name="报名表", on=clock.today())


@seated("cohort.keep", Role.REGISTRAR)
def candidate(request: HttpRequest, seat: Seat, candidate_id: UUID) -> HttpResponse:
    """One candidate: what is put down, and the next step."""
    row = _candidate(seat, candidate_id)
    log_read(actor=seat.actor, about=row.person_id, purpose="candidate.read", at=clock.now())
    context = {
        "here": "cohorts",
        "desk": registrar_desk(seat),
        "row": row,
        "state": CandidateState(row.record.state),
        "entrance": Entrance(row.entrance) if row.entrance else None,
        "entrances": list(Entrance),
        "is_own": row.stated_by == seat.actor.account_id,
    }
    return render(request, "registrar/candidate.html", context)


@require_POST
@seated("cohort.keep", Role.REGISTRAR)
def move(request: HttpRequest, seat: Seat, candidate_id: UUID) -> HttpResponse:
    """The next step of a candidate."""
    row, at = _candidate(seat, candidate_id), clock.now()
    match request.POST.get("act"):
        case "state":
            state_entrance(row.record_id, _stated(request), actor=seat.actor, at=at)
            told = STATED
        case "check":
            check_entrance(row.record_id, actor=seat.actor, at=at)
            told = ADMITTED
        case "enrol":
            number, class_name = (request.POST.get(name, "").strip() for name in ("number", "class_name"))
            enrol_candidate(row.record_id, student_number=number, class_name=class_name, actor=seat.actor, at=at)
            told = ENROLLED
        case _:
            withdraw_candidate(row.record_id, reason=reason_of(request), actor=seat.actor, at=at)
            told = WITHDRAWN
    messages.success(request, told.in_language(get_language()))
    return redirect("registrar-candidate", candidate_id=row.record_id)


def _stated(request: HttpRequest) -> StatedEntrance:
    kind = request.POST.get("entrance", "")
    return StatedEntrance(
        entrance=Entrance(kind) if kind in list(Entrance) else Entrance(text_in(request, "", ENTRANCE)),
        number=text_in(request, "number", ENTRANCE_NUMBER),
        on=day_in(request, "on", ENTRANCE_ON),
        seen=text_in(request, "seen", SEEN),
    )


def _cohort(seat: Seat, cohort_id: UUID) -> Cohort:
    row = cohorts_of(seat.organisation_id).filter(id=cohort_id).first()
    if row is None:
        raise Http404
    return row


def _candidate(seat: Seat, candidate_id: UUID) -> Candidate:
    found = Candidate.objects.select_related("record", "person", "cohort__commissioner", "enrolment")
    row = found.filter(record_id=candidate_id, cohort__college_id=seat.organisation_id).first()
    if row is None:
        raise Http404
    return row
