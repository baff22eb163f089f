"""To claim: check your answers, then what happened and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.claims import NOTHING_TO_CLAIM, claimed_part, why_nothing
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.books import Course, Recognition
from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.fees import counted_in
from niangjia.creditbank.engine.plan import Plan
from niangjia.creditbank.engine.wording import RECOGNITIONS, same, title_of
from niangjia.kernel.records.queries import timeline
from niangjia.kernel.records.types import TimelineEntry
from niangjia.web.dues import Dues, dues_of, dues_of_decision
from niangjia.web.worker.answers import Answer
from niangjia.web.worker.records import CLAIM_STATES, StateView

UNKNOWN_COURSE: Final = Term(
    "您的培养方案里没有课程 {code}，没有提交任何申请。请从“我的学分”里重新选。",
    "There is no course {code} in your programme, so nothing was claimed. Choose again from My credits.",
)
CHANGED: Final = Term(
    "您核对以后，成果、规则或日期有了变化，所以没有提交。请重新核对一遍再提交。",
    "Since you checked, your outcomes, the rules or the day have changed, so nothing was claimed. Check once more.",
)
MOVES: Final = {
    "claim": Term("申请已提交", "claim submitted"),
    "post": Term("教务处核对无误，记入成绩和学分账", "the registrar checked it and recorded the credits"),
    "withdraw": Term("申请已撤回，成果一点没有动用", "claim withdrawn; no outcome was spent"),
    "send_back": Term("教务处退回了这份申请，成果一点没有动用", "sent back by the registrar; no outcome was spent"),
    "undo": Term(
        "用到的成果被鉴定机构撤销了认证，这份认定一并冲销，其他成果都退回",
        "the body revoked an outcome that it used: it was undone with it, and the other outcomes are given back",
    ),
    "reopen": Term("申诉成立，申请回到待办", "your appeal was upheld: the claim waits again"),
    "overturn": Term(
        "申诉成立，原来的记入用一笔相反的账撤销，可以重新申请",
        "your appeal was upheld: it was undone by a counter-entry and can be claimed anew",
    ),
    "reverse": Term("教务处用一笔相反的账撤销了记入", "the registrar undid it by a counter-entry"),
}
NEXT: Final = {
    State.CLAIMED: (
        Term("教务处核对成果和规则", "the registrar checks outcomes and rules"),
        Term("记入成绩和学分账，您能在“我的学分”里看到", "the credits are recorded and shown under My credits"),
    ),
    State.POSTED: (),
    State.WITHDRAWN: (),
    State.RETURNED: (Term("按理由补好以后，您可以再申请", "mend what the reason says, then claim again"),),
    State.REVERSED: (),
}


@dataclass(frozen=True, slots=True)
class ClaimedCourse:
    """One course of a claim."""

    code: str
    name: str
    kind: Term
    mark: str
    credited: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """What one outcome pays (its book value), what is lost with it and what is left."""

    id: UUID
    title: Term
    given: Decimal | Fraction
    lost: Decimal | Fraction
    left: Decimal | Fraction | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """All that the worker checks before she claims. ``seen`` stands for what she saw."""

    courses: tuple[ClaimedCourse, ...]
    payments: tuple[Payment, ...]
    total: Decimal
    only: str
    seen: str
    dues: Dues


def claim_page(answer: Answer, only: str = "") -> ClaimPage:
    """What a claim of the whole proposal, or of one course, would be.

    Refuses ``nothing_to_claim``, ``outside_window``, ``course_not_in_programme``, ``not_claimable_alone`` and
    ``no_rule_book_in_force``.
    """
    if answer.conversion is None:
        raise Refusal("no_rule_book_in_force", answer.missing or NOTHING_TO_CLAIM)
    plan = plan_for(answer.conversion, only)
    credited = [each for each in plan.courses.values() if each.credited > 0]
    if not credited:
        raise why_nothing(answer.conversion.case)
    return ClaimPage(
        courses=tuple(
            ClaimedCourse(
                each.course.code,
                each.course.name,
                RECOGNITIONS[each.recognition or Recognition.CREDIT],
                each.mark or "",
                each.credited,
                each.left,
            )
            for each in credited
        ),
        payments=tuple(
            Payment(UUID(key), title_of(each.standing.outcome), each.given, each.lost, each.left)
            for key, each in plan.outcomes.items()
            if each.consumed_grain
        ),
        total=sum((each.credited for each in credited), Decimal(0)),
        only=only,
        seen=answer.digest,
        dues=_dues_of_plan(answer.conversion, plan),
    )


def _dues_of_plan(conversion: Conversion, plan: Plan) -> Dues:
    case = conversion.case
    return dues_of(case.book, case.learner, counted_in(plan), claimed_on=case.on, today=case.on)


def plan_for(conversion: Conversion, only: str) -> Plan:
    """The certain plan, or its part for one course."""
    if not only:
        return conversion.certain
    known: Sequence[Course] = conversion.case.programme.courses
    if only not in {course.code for course in known}:
        raise Refusal("course_not_in_programme", UNKNOWN_COURSE.format(code=only))
    return claimed_part(conversion, frozenset({only}))


@dataclass(frozen=True, slots=True)
class Event:
    """One line of what happened; without an instant it is still to come."""

    at: datetime | None
    term: Term
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A claim and what became of it."""

    id: UUID
    number: str
    programme: str
    state: StateView
    is_waiting: bool
    courses: tuple[ClaimedCourse, ...]
    payments: tuple[Payment, ...]
    total: Decimal
    rule_book_id: UUID
    rule_book: str
    version: int
    events: tuple[Event, ...]
    dues: Dues | None


def decision_page(decision: Decision, *, today: date) -> DecisionPage:
    """The page of one claim."""
    state = State(decision.record.state)
    entries = timeline(decision.record_id)
    courses = tuple(
        ClaimedCourse(
            row.course.code,
            row.course.name,
            RECOGNITIONS[row.recognition],
            row.mark_now,
            from_units(row.credited, Unit.COURSE_CREDIT),
            from_units(row.course.credits - row.credited, Unit.COURSE_CREDIT),
        )
        for row in sorted(decision.courses.all(), key=lambda row: row.course.position)
    )
    return DecisionPage(
        id=decision.record_id,
        number=decision.record.number or "",
        programme=decision.enrolment.programme.title,
        state=CLAIM_STATES[state],
        is_waiting=state is State.CLAIMED,
        courses=courses,
        payments=_payments(decision),
        total=sum((course.credited for course in courses), Decimal(0)),
        rule_book_id=decision.rule_book_id,
        rule_book=decision.rule_book.title,
        version=decision.rule_book.version,
        events=(*_happened(entries), *(Event(None, term) for term in NEXT[state])),
        dues=dues_of_decision(decision, entries, today=today),
    )


def _payments(decision: Decision) -> tuple[Payment, ...]:
    given: dict[UUID, Fraction] = {}
    for line in decision.lines.all():
        given[line.outcome_id] = given.get(line.outcome_id, Fraction()) + Fraction(line.amount, decision.grain)
    return tuple(
        Payment(
            spend.outcome_id,
            same(spend.outcome.title),
            given.get(spend.outcome_id, Fraction()),
            max(Fraction(), Fraction(spend.consumed, decision.grain) - given.get(spend.outcome_id, Fraction())),
            None,
        )
        for spend in decision.spends.all()
    )


def _happened(entries: tuple[TimelineEntry, ...]) -> tuple[Event, ...]:
    return tuple(
        Event(entry.at, MOVES.get(entry.words, same(entry.words)), entry.values.get("reason", ""))
        for entry in entries
        if entry.kind == "move"
    )
