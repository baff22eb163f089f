"""The degree audit and the shortest way as the worker's pages show them: every figure with what it counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units, to_units
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.pathway.audits import Grounds, audit_on, audit_programmes, grounds_of
from niangjia.creditbank.pathway.hypothetical import case_in
from niangjia.creditbank.pathway.models import Semester
from niangjia.creditbank.pathway.planning.audit import Audit, CourseLine, Line, Requirement, Standing
from niangjia.creditbank.pathway.planning.formulation import Name
from niangjia.creditbank.pathway.planning.problem import Aim, WayProblem
from niangjia.creditbank.pathway.planning.way import NoWay, Way, best_way
from niangjia.creditbank.pathway.ways import (
    GroupOffer,
    Offering,
    Recognisable,
    offering_for,
    prerequisites_of,
    way_problem,
)
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.web.worker.answers import Answer, answer_for, suggestions_of

AIMS: Final = {
    Aim.TERMS: Term("学期最少", "fewest terms"),
    Aim.EVENINGS: Term("晚上最少", "fewest evenings"),
    Aim.HOURS: Term("学时最少", "fewest hours"),
    Aim.YUAN: Term("花钱最少", "least money"),
}
NAMES: Final = {
    Aim.TERMS: Term("还要读", "terms to go"),
    Aim.EVENINGS: Term("要用的晚上", "evenings taken"),
    Aim.HOURS: Term("要上的课", "hours of class"),
    Aim.YUAN: Term("您自己付", "you pay"),
}
UNITS: Final = {
    Aim.TERMS: Term("{n} 个学期", "{n} term(s)"),
    Aim.EVENINGS: Term("{n} 个晚上", "{n} evening(s)"),
    Aim.HOURS: Term("{n} 学时", "{n} hour(s)"),
    Aim.YUAN: Term("{n} 元", "{n} yuan"),
}
LABELS: Final = {
    Requirement.TOTAL: Term("毕业总学分", "credits in all"),
    Requirement.RESIDENCY: Term("在校修读学分", "credits studied here"),
    Requirement.CATEGORY: Term("{key}学分", "credits of {key}"),
}
NOW: Final = Term("用现有成果", "what you hold")
REASONS: Final = {
    "prerequisite": Term("《{first}》要先修完《{second}》", "{first} needs {second} before it"),
    "clash": Term("《{first}》和《{second}》上课时间冲突", "{first} and {second} sit at the same time"),
    "shift": Term("《{first}》有的班和您的倒班冲突", "a group of {first} clashes with your shifts"),
    "full": Term("《{first}》有的班已经满员", "a group of {first} is full"),
    "load": Term("{term}每人最多修 {most} 学分", "in {term} nobody takes more than {most} credits"),
    "total": Term("毕业总学分还没有够", "the credits in all are not reached"),
    "residency": Term("在校修读的学分还没有够", "too little is studied here"),
    "category": Term("{first}学分还没有够", "the credits of {first} are not reached"),
}
NEEDED: Final = Term("《{name}》必须完成，{when}", "{name} has to be done; {when}")
FROM: Final = Term("最早{term}开课", "it is offered from {term} on")
NEVER: Final = Term("已公布的学期里都没有开课", "no term that is announced offers it")
CLAIMABLE: Final = Term("现在就可以申请免修", "you can claim it now")
IN_PROGRESS: Final = Term("正在修，成绩确认合格后就完成", "you are taking it; it is done once the mark is confirmed")
STUDY: Final = Term("修完这门课，{when}", "study it; {when}")
SUM: Final = Term(
    "还差 {left} 学分{more}：修完下面没有完成的课", "{left} credit(s) to go{more}: take the courses below"
)
MORE: Final = Term("（正在修 {n}）", " ({n} under way)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem and what is to be least: the same question has the same answer."""

    problem: WayProblem
    order: tuple[Aim, ...]


@lru_cache(maxsize=128)
def _solved(asked: Asked) -> Way | NoWay:
    return best_way(asked.problem, asked.order)


@dataclass(frozen=True, slots=True)
class RequirementView:
    """One requirement: label, what counts, and what would meet it."""

    line: Line
    label: Term
    how: Term | None

    @property
    def width(self) -> Decimal:
        """How much of the bar is filled, in per cent."""
        return Decimal(min(self.line.got, self.line.needed)) * 100 / max(1, self.line.needed)


@dataclass(frozen=True, slots=True)
class CourseView:
    """One course of the audit."""

    line: CourseLine
    how: Term | None


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost of the way, in words; ``least`` where only a bound is known."""

    label: Term
    text: Term
    least: Term | None


@dataclass(frozen=True, slots=True)
class TermView:
    """What she takes in one term."""

    semester: Semester
    groups: tuple[GroupOffer, ...]

    @property
    def credits(self) -> Decimal:
        """Credits of all of them."""
        return from_units(sum(each.row.course.credits for each in self.groups), Unit.COURSE_CREDIT)


@dataclass(frozen=True, slots=True)
class WayView:
    """The way as a page shows it; without terms there is none, for the reasons given."""

    terms: tuple[TermView, ...]
    costs: tuple[Cost, ...]
    freed: tuple[str, ...]
    freed_text: Term | None
    reasons: tuple[Term, ...]
    is_proven: bool
    found: bool
    nothing_left: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The audit of one programme, and the way to its end."""

    title: str
    requirements: tuple[RequirementView, ...]
    courses: tuple[CourseView, ...]
    audit: Audit
    way: WayView
    recognisable: Decimal  # credits that could be claimed now


def order_of(first: str) -> tuple[Aim, ...]:
    """The aims in the reader's order: the one that she picked, then the usual ones."""
    picked = Aim(first) if first in list(Aim) else Aim.TERMS
    return (picked, *(aim for aim in AIMS if aim is not picked))


def plan_for(enrolment: Enrolment, *, order: tuple[Aim, ...], papers: bool, at: datetime) -> tuple[Plan, Answer]:
    """The audit and the way of an enrolment today; with ``papers`` certificates still to be got count too."""
    answer = answer_for(enrolment, at=at)
    on = day_of(at)
    grounds = grounds_of([enrolment.id], on=on)[enrolment.id]
    found = tuple(_recognisable(answer.conversion, answer if papers else None)) if answer.conversion else ()
    return _plan(enrolment, enrolment.programme_id, enrolment.programme.title, grounds, found, order, at), answer


def plan_in(enrolment: Enrolment, programme_id: UUID, title: str, *, order: tuple[Aim, ...], at: datetime) -> Plan:
    """The same for another programme, as if she had begun there with all that she holds."""
    case = case_in(programme_id, enrolment, at=at)
    try:
        conversion = convert(case) if case is not None else None
    except Refusal:
        conversion = None  # its book forbids it: all is to be studied
    grounds = grounds_of([enrolment.id], on=day_of(at))[enrolment.id]
    there = Grounds({}, grounds.passed, grounds.in_progress)
    found = tuple(_recognisable(conversion, None)) if conversion else ()
    return _plan(enrolment, programme_id, title, there, found, order, at)


def _recognisable(conversion: Conversion, answer: Answer | None) -> Iterator[Recognisable]:
    """What the certain plan credits; and for each certificate in reach, what it would add to that."""
    now = {
        code: to_units(each.credited, Unit.COURSE_CREDIT)
        for code, each in conversion.certain.courses.items()
        if each.credited
    }
    yield Recognisable(NOW, now, is_held=True)
    worth = {course.code: to_units(course.credits, Unit.COURSE_CREDIT) for course in conversion.case.programme.courses}
    for each in suggestions_of(answer) if answer else ():
        then = {code: amount for code, amount in now.items() if code not in each.brings.no_longer_freed}
        yield Recognisable(each.text, then | {code: worth[code] for code in each.brings.freed}, is_held=False)


def _plan(
    enrolment: Enrolment,
    programme_id: UUID,
    title: str,
    grounds: Grounds,
    recognisable: Sequence[Recognisable],
    order: tuple[Aim, ...],
    at: datetime,
) -> Plan:
    audit = audit_on(audit_programmes([programme_id])[programme_id], grounds)
    offering = offering_for(
        programme_id,
        college_id=enrolment.college_id,
        person_id=enrolment.person_id,
        enrolment=enrolment,
        on=day_of(at),
    )
    problem = way_problem(audit, offering, recognisable, prerequisites_of(programme_id))
    claimable = dict(recognisable[0].credits) if recognisable else {}
    words = _Words(audit, offering, claimable)
    return Plan(
        title=title,
        requirements=tuple(words.requirements()),
        courses=tuple(CourseView(each, words.how(each)) for each in audit.courses),
        audit=audit,
        way=_way_view(_solved(Asked(problem, order)), problem, recognisable, words, order),
        recognisable=from_units(sum(claimable.values()), Unit.COURSE_CREDIT),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Says what would meet a requirement, and why it takes so long."""

    audit: Audit
    offering: Offering
    claimable: Mapping[str, int]

    def requirements(self) -> Iterator[RequirementView]:
        for line in self.audit.lines:
            if line.requirement is not Requirement.COURSE:
                label = LABELS[line.requirement].format(key=line.key)
                yield RequirementView(line, label, None if line.is_met else self._sum(line))

    def _sum(self, line: Line) -> Term:
        more = MORE.format(n=_credits(line.in_progress)) if line.in_progress else Term("", "")
        return SUM.format(left=_credits(line.missing), more=more)

    def how(self, course: CourseLine) -> Term | None:
        if course.is_done:
            return None
        if course.standing is Standing.IN_PROGRESS:
            return IN_PROGRESS
        code = course.course.code
        if self.claimable.get(code, 0) >= course.left:
            return CLAIMABLE
        return STUDY.format(when=self.when(code))

    def when(self, code: str) -> Term:
        """From when a course is offered."""
        rows = [each.row for each in self.offering.groups.values() if each.row.course.code == code]
        first = min((row.semester for row in rows), key=lambda term: term.starts_on, default=None)
        return NEVER if first is None else FROM.format(term=first.name)

    def name(self, code: str) -> str:
        return next((each.course.name for each in self.audit.courses if each.course.code == code), code)

    def freed(self, given: Mapping[str, int]) -> tuple[str, ...]:
        """The names of what is freed, in the programme's order."""
        return tuple(each.course.name for each in self.audit.courses if each.course.code in given)

    def reason(self, name: Name, problem: WayProblem) -> Term:
        kind, *about = name
        if kind == "course":
            return NEEDED.format(name=self.name(about[0]), when=self.when(about[0]))
        if kind == "load":
            term = int(about[0])
            return REASONS[kind].format(term=self.offering.semesters[term].name, most=_credits(problem.loads[term]))
        first, second = (self.name(each) for each in (*about, "", "")[:2])
        return REASONS[kind].format(first=first, second=second)


def _way_view(
    found: Way | NoWay,
    problem: WayProblem,
    recognisable: Sequence[Recognisable],
    words: _Words,
    order: tuple[Aim, ...],
) -> WayView:
    reasons = tuple(words.reason(name, problem) for name in found.reasons)
    if isinstance(found, NoWay):
        return WayView((), (), (), None, reasons, is_proven=bool(reasons), found=False, nothing_left=False)
    freeing = found.choice.freeing
    text = recognisable[int(freeing.id.rpartition("-")[2])].text if freeing else None
    return WayView(
        terms=tuple(_terms(found, words.offering)),
        costs=tuple(_cost(found, aim) for aim in order),
        freed=words.freed(dict(freeing.credits)) if freeing else (),
        freed_text=text,
        reasons=reasons,
        is_proven=found.is_proven,
        found=True,
        nothing_left=not found.choice.offers and freeing is None,
    )


def _terms(found: Way, offering: Offering) -> Iterator[TermView]:
    for number, semester in enumerate(offering.semesters):
        groups = tuple(offering.groups[offer.id] for offer in found.choice.offers if offer.term == number)
        if groups:
            yield TermView(semester, groups)


def _cost(found: Way, aim: Aim) -> Cost:
    least = None if found.costs[aim] == found.bounds[aim] else _amount(aim, found.bounds[aim])
    return Cost(NAMES[aim], _amount(aim, found.costs[aim]), least)


def _amount(aim: Aim, value: int) -> Term:
    shown = f"{from_units(value, Unit.CNY):,.2f}" if aim is Aim.YUAN else str(value)
    return UNITS[aim].format(n=shown)


def _credits(amount: int) -> str:
    return f"{from_units(amount, Unit.COURSE_CREDIT)}"
