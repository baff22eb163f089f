"""The catalogue of facts that a rule may ask of an outcome, a learner or a course, and the facts of each.

One name means one thing everywhere. Facts of courses begin with ``course_``. What is None is not known or does not
apply; a condition over it is then neither yes nor no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from niangjia.core.conditions import Value
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import (
    CertificateClass,
    Course,
    HeldOutcome,
    JurisdictionRow,
    Learner,
    OutcomeKind,
    Prize,
    Programme,
)
from niangjia.creditbank.engine.problem import SinkKind

Facts = Mapping[str, Value | None]


class About(StrEnum):
    """Whose fact it is."""

    OUTCOME = "outcome"
    LEARNER = "learner"
    COURSE = "course"


class Shown(StrEnum):
    """How a fact's value is put into words (``wording.py``)."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    YES_NO = "yes_no"
    KIND = "kind"
    LEVEL = "level"
    TIER = "tier"
    PRIZE = "prize"
    RANK = "rank"
    CERTIFICATE_CLASS = "certificate_class"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    CREDITS = "credits"
    SCORE = "score"
    SHARE = "share"
    TERM = "term"
    MONTH_DAY = "month_day"


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact. ``choices`` are all values it can have; a number lies in ``least``..``most`` in steps of ``step``."""

    name: str
    about: About
    shown: Shown
    label: Term
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    step: Decimal | None = None

    @property
    def is_number(self) -> bool:
        """It is counted or measured."""
        return self.step is not None


_ONE: Final = Decimal(1)
_HUNDREDTH: Final = Decimal("0.01")
_ENTRIES: Final = (
    FactEntry("kind", About.OUTCOME, Shown.KIND, Term("成果种类", "kind of outcome"), tuple(OutcomeKind)),
    FactEntry("title", About.OUTCOME, Shown.TEXT, Term("名称", "title")),
    FactEntry("awarded_on", About.OUTCOME, Shown.DATE, Term("取得日期", "awarded on")),
    FactEntry(
        "months_since_award",
        About.OUTCOME,
        Shown.MONTHS,
        Term("取得已满月数", "months since the award"),
        least=Decimal(0),
        step=_ONE,
    ),
    FactEntry("certificate_number", About.OUTCOME, Shown.TEXT, Term("证书编号", "certificate number")),
    FactEntry("issuer", About.OUTCOME, Shown.TEXT, Term("颁发单位", "issuer")),
    FactEntry("jurisdiction", About.OUTCOME, Shown.TEXT, Term("颁发地区", "jurisdiction")),
    FactEntry("occupation", About.OUTCOME, Shown.CODE, Term("职业", "occupation")),
    FactEntry("in_field", About.OUTCOME, Shown.YES_NO, Term("职业与专业对口", "occupation in the programme's field")),
    FactEntry(
        "level",
        About.OUTCOME,
        Shown.LEVEL,
        Term("证书等级", "level"),
        least=_ONE,
        most=Decimal(8),
        step=Decimal("0.5"),
    ),
    FactEntry("tier", About.OUTCOME, Shown.TIER, Term("级别", "tier"), least=_ONE, most=Decimal(5), step=_ONE),
    FactEntry("prize", About.OUTCOME, Shown.PRIZE, Term("奖项", "prize"), tuple(Prize)),
    FactEntry("rank", About.OUTCOME, Shown.RANK, Term("名次", "rank"), least=_ONE, step=_ONE),
    FactEntry("is_team", About.OUTCOME, Shown.YES_NO, Term("团体项目", "team event")),
    FactEntry(
        "share",
        About.OUTCOME,
        Shown.SHARE,
        Term("本人贡献", "own share"),
        least=Decimal(0),
        most=_ONE,
        step=_HUNDREDTH,
    ),
    FactEntry("hours", About.OUTCOME, Shown.HOURS, Term("学时", "hours"), least=Decimal(0), step=_HUNDREDTH),
    FactEntry("months", About.OUTCOME, Shown.MONTHS, Term("带徒月数", "months"), least=Decimal(0), step=_ONE),
    FactEntry(
        "score",
        About.OUTCOME,
        Shown.SCORE,
        Term("成绩", "score"),
        least=Decimal(0),
        most=Decimal(100),
        step=_HUNDREDTH,
    ),
    FactEntry(
        "credits",
        About.OUTCOME,
        Shown.CREDITS,
        Term("原课程学分", "credits of the earlier course"),
        least=Decimal(0),
        step=_HUNDREDTH,
    ),
    FactEntry("subject", About.OUTCOME, Shown.TEXT, Term("内容", "subject")),
    FactEntry("event", About.OUTCOME, Shown.TEXT, Term("赛事", "event")),
    FactEntry(
        "certificate_class",
        About.OUTCOME,
        Shown.CERTIFICATE_CLASS,
        Term("证书取得方式", "how the certificate was come by"),
        tuple(CertificateClass),
    ),
    FactEntry("age_years", About.LEARNER, Shown.YEARS, Term("年龄", "age"), least=Decimal(0), step=_ONE),
    FactEntry("is_enrolled", About.LEARNER, Shown.YES_NO, Term("在籍", "enrolled")),
    FactEntry("enrolled_on", About.LEARNER, Shown.DATE, Term("入学日期", "enrolled on")),
    FactEntry(
        "months_enrolled",
        About.LEARNER,
        Shown.MONTHS,
        Term("入学已满月数", "months since enrolment"),
        least=Decimal(0),
        step=_ONE,
    ),
    FactEntry(
        "claimed_on",
        About.LEARNER,
        Shown.MONTH_DAY,
        Term("申请日期", "day of the claim"),
        least=Decimal(101),
        most=Decimal(1231),
        step=_ONE,
    ),
    FactEntry("course_code", About.COURSE, Shown.CODE, Term("课程代码", "course code")),
    FactEntry("course_name", About.COURSE, Shown.TEXT, Term("课程名称", "course name")),
    FactEntry("course_category", About.COURSE, Shown.TEXT, Term("课程类别", "course category")),
    FactEntry(
        "course_credits",
        About.COURSE,
        Shown.CREDITS,
        Term("课程学分", "credits of the course"),
        least=Decimal(0),
        step=_HUNDREDTH,
    ),
    FactEntry("course_kind", About.COURSE, Shown.TEXT, Term("课程或选修池", "course or pool"), tuple(SinkKind)),
    FactEntry("course_term", About.COURSE, Shown.TERM, Term("开课学期", "term"), least=_ONE, step=_ONE),
    FactEntry(
        "course_level",
        About.COURSE,
        Shown.LEVEL,
        Term("课程要求的证书等级", "level asked by the course"),
        least=_ONE,
        most=Decimal(8),
        step=Decimal("0.5"),
    ),
)
CATALOGUE: Final[Mapping[str, FactEntry]] = {entry.name: entry for entry in _ENTRIES}


def facts_of(
    outcome: HeldOutcome,
    learner: Learner,
    on: date,
    programme: Programme | None = None,
    jurisdictions: tuple[JurisdictionRow, ...] = (),
) -> Facts:
    """The facts of one outcome of a learner on a day.

    ``in_field`` is known where the programme is given, ``jurisdiction`` where a row of the book names the issuer.
    """
    return {
        "kind": outcome.kind.value,
        "title": outcome.title,
        "awarded_on": outcome.awarded_on,
        "months_since_award": months_between(outcome.awarded_on, on),
        "certificate_number": outcome.certificate_number,
        "issuer": outcome.issuer,
        "jurisdiction": _jurisdiction(outcome, jurisdictions),
        "occupation": outcome.occupation,
        "in_field": _in_field(outcome, programme),
        "level": outcome.level,
        "tier": outcome.tier,
        "prize": None if outcome.prize is None else outcome.prize.value,
        "rank": outcome.rank,
        "is_team": outcome.is_team,
        "share": outcome.share,
        "hours": outcome.hours,
        "months": outcome.months,
        "score": outcome.score,
        "credits": outcome.credits,
        "subject": outcome.subject,
        "event": outcome.event,
        "certificate_class": None if outcome.certificate_class is None else outcome.certificate_class.value,
        **learner_facts(learner, on),
    }


def learner_facts(learner: Learner, on: date) -> Facts:
    """The facts of a learner on a day; the day itself is 100 · month + day, 301 for the first of March."""
    since = learner.enrolled_on
    return {
        "age_years": learner.age_years,
        "is_enrolled": learner.is_enrolled,
        "enrolled_on": since,
        "months_enrolled": None if since is None else months_between(since, on),
        "claimed_on": 100 * on.month + on.day,
    }


def course_facts(course: Course) -> Facts:
    """The facts of a course or pool."""
    return {
        "course_code": course.code,
        "course_name": course.name,
        "course_category": course.category,
        "course_credits": course.credits,
        "course_kind": course.kind.value,
        "course_term": course.term,
        "course_level": course.level,
    }


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; 0 if the second is not later."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))


def is_in_field(code: str, field_codes: tuple[str, ...]) -> bool:
    """Whether an occupation is one of these codes of the classification, or below one of them."""
    return any(code == node or code.startswith(f"{node}-") for node in field_codes)


def _jurisdiction(outcome: HeldOutcome, rows: tuple[JurisdictionRow, ...]) -> str | None:
    return next((row.name for row in rows if outcome.issuer in row.issuers), None)


def _in_field(outcome: HeldOutcome, programme: Programme | None) -> bool | None:
    if programme is None or outcome.occupation is None or not programme.occupations:
        return None
    return is_in_field(outcome.occupation, programme.occupations)
