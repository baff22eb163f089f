"""From certifications and decisions to what their credentials say. Sets of rows, a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from niangjia.core.clock import SHANGHAI
from niangjia.core.ids import new_id
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.certification.models import Certification, Verdict
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.credentials.documents import (
    ACHIEVEMENT_TYPES,
    GRADUATED,
    RECOGNISED,
    Achieved,
    rule_book_address,
)
from niangjia.creditbank.credentials.types import Held
from niangjia.creditbank.engine.wording import KINDS, RECOGNITIONS, title_of
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.creditbank.outcomes.types import State
from niangjia.creditbank.pathway.models import Graduation
from niangjia.creditbank.pathway.types import GraduationState
from niangjia.kernel.records.queries import attachment_hashes

CRITERIA: Final = "经{body}认证；标准学分依据：{table}第 {row} 行"
RECOGNISED_BY: Final = "{college}依据《{book}》第 {version} 版认定"
GRADUATED_BY: Final = "{college}按《{programme}》培养方案第 {version} 版审核，准予毕业"
STANDARD_CREDITS: Final = "标准学分 / standard credits"


class Content(NamedTuple):
    """What is to be issued: about which record, of whom, by whom."""

    held: Held
    about_id: UUID
    person_id: UUID
    person_name: str
    issuer_id: UUID
    issuer_name: str
    achieved: Achieved


def contents_of(person_id: UUID, *, without: Collection[UUID], at: datetime) -> list[Content]:
    """What a person holds and has no credential for: certified outcomes, posted decisions, and her graduation."""
    return [
        *_outcomes(person_id, without, at),
        *_decisions(person_id, without, at),
        *_graduations(person_id, without, at),
    ]


def _outcomes(person_id: UUID, without: Collection[UUID], at: datetime) -> Iterable[Content]:
    found = list(
        Certification.objects.filter(
            outcome__person_id=person_id, verdict=Verdict.CERTIFIED, outcome__record__state=State.CERTIFIED
        )
        .exclude(outcome_id__in=without)
        .select_related("outcome__person", "outcome__body", "outcome__detail", "standard_table")
        .order_by("outcome_id", "-at", "-id")
        .distinct("outcome_id")  # certified again after an appeal: by the newest verdict
    )
    papers = attachment_hashes([each.outcome_id for each in found])
    return [_outcome(each, papers, at) for each in found]


def _outcome(certification: Certification, papers: Mapping[UUID, tuple[str, ...]], at: datetime) -> Content:
    outcome, table = certification.outcome, certification.standard_table
    value = from_units(certification.standard_value or 0, Unit.STANDARD_CREDIT)
    achieved = Achieved(
        id=new_id(),
        name=title_of(as_held(outcome)).zh,
        description=KINDS[outcome.kind].zh,
        kind=ACHIEVEMENT_TYPES[outcome.kind],
        criteria=CRITERIA.format(
            body=outcome.body.name, table=table.title if table else "", row=certification.standard_row
        ),
        criteria_address=rule_book_address(certification.standard_table_id or outcome.record_id),
        results=[(STANDARD_CREDITS, f"{value:f}")],
        awarded_at=datetime.combine(outcome.awarded_on, time(), SHANGHAI),
        issued_at=at,
        valid_until=_end_of(outcome.expires_on),
        licence=outcome.certificate_number,
        evidence=papers.get(outcome.record_id, ()),
    )
    body = outcome.body
    return Content(
        Held.OUTCOME, outcome.record_id, outcome.person_id, outcome.person.name, outcome.body_id, body.name, achieved
    )


def _decisions(person_id: UUID, without: Collection[UUID], at: datetime) -> Iterable[Content]:
    found = (
        Decision.objects.filter(enrolment__person_id=person_id, record__state=DecisionState.POSTED)
        .exclude(record_id__in=without)
        .select_related("record", "enrolment__person", "enrolment__programme", "enrolment__college", "rule_book")
        .prefetch_related("courses__course")
        .order_by("record_id")
    )
    return [_decision(each, at) for each in found]


def _decision(decision: Decision, at: datetime) -> Content:
    enrolment, book = decision.enrolment, decision.rule_book
    person, college = enrolment.person, enrolment.college
    rows = sorted(decision.courses.all(), key=lambda row: row.course.position)
    achieved = Achieved(
        id=new_id(),
        name=f"学分认定 {enrolment.programme.title}",
        description=f"认定结果 {decision.record.number or ''}".strip(),
        kind=RECOGNISED,
        criteria=RECOGNISED_BY.format(college=college.name, book=book.title, version=book.version),
        criteria_address=rule_book_address(book.id),
        results=[
            (
                f"{row.course.name}（{RECOGNITIONS[row.recognition].zh}）",
                f"{from_units(row.credited, Unit.COURSE_CREDIT):f}",
            )
            for row in rows
        ],
        awarded_at=decision.record.state_at,
        issued_at=at,
    )
    return Content(
        Held.DECISION, decision.record_id, person.party_id, person.name, enrolment.college_id, college.name, achieved
    )


def _graduations(person_id: UUID, without: Collection[UUID], at: datetime) -> Iterable[Content]:
    """Those that stand. One that waits for review is not issued until it was upheld."""
    found = (
        Graduation.objects.filter(
            enrolment__person_id=person_id, record__state__in=(GraduationState.GRADUATED, GraduationState.UPHELD)
        )
        .exclude(record_id__in=without)
        .select_related("row", "enrolment__person", "enrolment__programme", "enrolment__college")
        .order_by("record_id")
    )
    return [_graduation(each, at) for each in found]


def _graduation(graduation: Graduation, at: datetime) -> Content:
    enrolment, row = graduation.enrolment, graduation.row
    person, college, programme = enrolment.person, enrolment.college, enrolment.programme
    credits_ = (("认定学分 / credits recognised", row.recognised), ("修读学分 / credits studied", row.studied))
    achieved = Achieved(
        id=new_id(),
        name=f"毕业 {programme.title}",
        description=f"{college.name} {programme.title}",
        kind=GRADUATED,
        criteria=GRADUATED_BY.format(college=college.name, programme=programme.title, version=programme.version),
        criteria_address=None,
        results=[(name, f"{from_units(units, Unit.COURSE_CREDIT):f}") for name, units in credits_],
        awarded_at=datetime.combine(graduation.graduated_on, time(), SHANGHAI),
        issued_at=at,
        licence=graduation.certificate_number,
    )
    return Content(
        Held.GRADUATION,
        graduation.record_id,
        person.party_id,
        person.name,
        enrolment.college_id,
        college.name,
        achieved,
    )


def _end_of(day: date | None) -> datetime | None:
    """The last second of a day: a certificate holds on the day that it names."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - timedelta(seconds=1)
