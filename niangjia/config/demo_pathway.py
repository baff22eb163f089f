"""The demo's degree pathway: a cohort of thirty, terms with offers, marks that two people enter, one graduate."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.creditbank.pathway.audits import audits_of
from niangjia.creditbank.pathway.cohorts import (
    check_entrance,
    enrol_candidate,
    list_candidates,
    open_cohort,
    state_entrance,
)
from niangjia.creditbank.pathway.graduating import draw_list, issue_list, sign_list
from niangjia.creditbank.pathway.models import Candidate, CourseGroup, Participation
from niangjia.creditbank.pathway.offering import offer_groups, open_semester, set_prerequisites
from niangjia.creditbank.pathway.planning.shifts import Sitting
from niangjia.creditbank.pathway.studying import confirm_marks, enter_marks, take_groups
from niangjia.creditbank.pathway.types import (
    Entrance,
    Mode,
    NewCohort,
    NewGroup,
    NewMark,
    NewSemester,
    StatedEntrance,
)
from niangjia.creditbank.programmes.models import Course, Enrolment
from niangjia.creditbank.programmes.operations import note_passed
from niangjia.kernel.access.unit_of_work import acting

PLACES: Final = 30
STATED, CHECKED, ENROLLED = 28, 26, 24
TERMS: Final = 6
TERM_DAYS: Final = 130
LIMIT: Final = 2600
EVENING: Final = (18 * 60 + 30, 20 * 60 + 30)
SATURDAY: Final = (9 * 60, 11 * 60)
PRICE: Final = 12_000  # fen for each credit
PREFIX: Final = "示例毕证"
UNION, EMPLOYER, OWN = 6_000, 4_000, 2_000
PASS_FROM: Final = 60
BEFORE: Final = (("ZJ07", "ZJ01"),)


def load_pathway(*, college: UUID, firm: UUID, first: UUID, registrar: Actor, second: Actor) -> None:
    """All of it, for the programme of the enrolment ``first``: its learner is in the cohort too."""
    with acting(registrar, before=SYSTEM):
        programme = Enrolment.objects.get(id=first).programme_id
        learners = _learners(programme, first)
        cohort = _cohort(college, firm, programme, learners, registrar)
        group = _offers(college, programme, registrar)
        _prerequisites(programme, registrar)
    _admitted(cohort, learners, registrar, second)
    _marks(group, learners, registrar, second)
    _graduate(programme, cohort, learners[1], registrar, second)


def _learners(programme: UUID, first: UUID) -> list[Enrolment]:
    """Thirty of the programme, the demo's worker first."""
    found = Enrolment.objects.filter(programme_id=programme, ended_on=None).order_by("student_number")
    return sorted(found, key=lambda row: row.id != first)[:PLACES]


def _cohort(college: UUID, firm: UUID, programme: UUID, learners: Sequence[Enrolment], registrar: Actor) -> UUID:
    at, today = clock.now(), clock.today()
    new = NewCohort(
        title=f"{today.year} 定向培养班（示例）",
        programme_id=programme,
        commissioner_id=firm,
        places=PLACES,
        opens_on=today - timedelta(days=60),
        closes_on=today + timedelta(days=60),
        union_fen=UNION,
        employer_fen=EMPLOYER,
        own_fen=OWN,
    )
    key = open_cohort(new, college_id=college, actor=registrar, at=at)
    list_candidates(key, [row.person_id for row in learners], actor=registrar, at=at)
    return key


def _admitted(cohort: UUID, learners: Sequence[Enrolment], registrar: Actor, second: Actor) -> None:
    """Most have passed both gates; a few wait at each."""
    at = clock.now()
    order = {row.person_id: row for row in learners}
    with acting(registrar, before=SYSTEM):
        keys = dict(Candidate.objects.filter(cohort_id=cohort).values_list("person_id", "record_id"))
        for place, person in enumerate(list(order)[:STATED], 1):
            stated = StatedEntrance(Entrance.EXAM, f"示例{place:04}", clock.today(), "录取通知书原件（示例）")
            state_entrance(keys[person], stated, actor=registrar, at=at)
    with acting(second, before=SYSTEM):
        for person in list(order)[:CHECKED]:
            check_entrance(keys[person], actor=second, at=at)
        for person in list(order)[:ENROLLED]:
            number = order[person].student_number
            enrol_candidate(keys[person], student_number=number, actor=second, at=at)


def _offers(college: UUID, programme: UUID, registrar: Actor) -> UUID:
    """A term that runs and those that come; every course is offered in two of them. Gives a group of the first."""
    at = clock.now()
    start = clock.today() - timedelta(days=TERM_DAYS // 2)
    starts = [start + timedelta(days=number * (TERM_DAYS + 40)) for number in range(TERMS)]
    terms = [_term(college, number, day, registrar) for number, day in enumerate(starts)]
    courses = list(Course.objects.filter(programme_id=programme).order_by("term", "position"))
    groups: dict[int, list[NewGroup]] = {number: [] for number in range(TERMS)}
    for place, course in enumerate(courses):
        for number in {1 + place % (TERMS - 1), 1 + (place + 2) % (TERMS - 1)}:
            groups[number].append(_group(course, len(groups[number])))
    groups[0].append(_group(courses[0], 0))
    made = {number: offer_groups(terms[number], offered, actor=registrar, at=at) for number, offered in groups.items()}
    return made[0][0]


def _term(college: UUID, number: int, starts: date, registrar: Actor) -> UUID:
    new = NewSemester(f"示例第 {number + 1} 学期", starts, starts + timedelta(days=TERM_DAYS), LIMIT)
    return open_semester(new, college_id=college, actor=registrar, at=clock.now())


def _group(course: Course, place: int) -> NewGroup:
    """On evenings from Monday to Friday, two courses one after the other; then Saturdays."""
    weekday, is_late = place % 5 + 1, place // 5
    day, (starts, ends) = (weekday, EVENING) if not is_late else (6, SATURDAY)
    shift = 120 * weekday if is_late else 0
    return NewGroup(
        course_id=course.id,
        name="一班",
        capacity=40,
        teacher="示例教师",
        mode=Mode.FACTORY if place % 2 else Mode.CLASSROOM,
        place="厂区培训室（示例）" if place % 2 else "工匠学院 201（示例）",
        price=PRICE * course.credits // 100,
        hours=course.hours or 0,
        sittings=(Sitting(day, starts + shift - (120 if is_late else 0), ends + shift - (120 if is_late else 0)),),
    )


def _prerequisites(programme: UUID, registrar: Actor) -> None:
    courses = dict(Course.objects.filter(programme_id=programme).values_list("code", "id"))
    pairs = [(courses[code], courses[before]) for code, before in BEFORE if code in courses and before in courses]
    set_prerequisites(programme, pairs, actor=registrar, at=clock.now())


def _marks(group: UUID, learners: Sequence[Enrolment], registrar: Actor, second: Actor) -> None:
    """The term's examination: one person entered the marks, a second has confirmed half of them."""
    at = clock.now()
    with acting(registrar, before=SYSTEM):
        taking = [row.id for row in learners[2:ENROLLED]]
        open_ones = _not_done(group, taking)
        take_groups(group, open_ones, actor=registrar, at=at)
        seated = list(Participation.objects.filter(group_id=group).order_by("enrolment__student_number"))
        scores = [55 + (place * 7) % 42 for place in range(len(seated))]
        marks = [
            NewMark(row.id, str(score), is_passed=score >= PASS_FROM) for row, score in zip(seated, scores, strict=True)
        ]
        entered = enter_marks(marks, actor=registrar, at=at)
    with acting(second, before=SYSTEM):
        confirm_marks(entered[: len(entered) // 2], actor=second, at=at)


def _not_done(group: UUID, enrolments: Sequence[UUID]) -> list[UUID]:
    """Those who have not passed the course before, nor had it recognised."""
    code = CourseGroup.objects.select_related("course").get(id=group).course.code
    rows = list(Enrolment.objects.filter(id__in=enrolments))
    audits = audits_of(rows, on=clock.today())
    return [
        row.id for row in rows if any(line.course.code == code and not line.is_done for line in audits[row.id].courses)
    ]


def _graduate(programme: UUID, cohort: UUID, learner: Enrolment, registrar: Actor, second: Actor) -> None:
    """One has passed whatever was left; two people sign the cohort's list."""
    at = clock.now()
    with acting(registrar, before=SYSTEM):
        codes = Course.objects.filter(programme_id=programme).values_list("code", flat=True)
        note_passed({learner.id: set(codes)}, actor=registrar, on=clock.today())
        made = draw_list(programme_id=programme, cohort_id=cohort, actor=registrar, at=at)
        sign_list(made, actor=registrar, at=at)
    with acting(second, before=SYSTEM):
        issue_list(made, prefix=PREFIX, actor=second, at=at)
