"""A worker's claim: the proposal, or some of its courses, put down as a decision that waits for the registrar."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.entries import open_accounts_of
from niangjia.creditbank.conversion.models import Decision, DecisionCourse, DecisionLine, DecisionSpend
from niangjia.creditbank.conversion.rights import require_for
from niangjia.creditbank.conversion.telling import tell_learners
from niangjia.creditbank.conversion.types import LearnerCase, State
from niangjia.creditbank.engine.books import Case, Recognition
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.conversion import Conversion, SolversDisagreeError, ask_twice, convert
from niangjia.creditbank.engine.lines import allocation_of
from niangjia.creditbank.engine.plan import Plan, plan_of
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.windows import windows_at
from niangjia.creditbank.engine.wording import day
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.queries import book_for
from niangjia.kernel.access.queries import require
from niangjia.kernel.records.operations import move_records, next_number, open_records
from niangjia.kernel.records.types import NewMove, NewRecord

SERIES = "认定"
CLAIM_WAITS = Term(
    "您已有一份申请（{number}）在等教务处办理。请等它办完，或先撤回再申请。",
    "A claim of yours ({number}) waits for the registrar. Wait for it, or withdraw it first.",
)
NO_BOOK = Term(
    "{programme} 在{on}没有有效的认定规则，暂时不能申请。学院发布后即可申请。",
    "No rule book is in force for {programme} on {on}, so nothing can be claimed yet. Try again once the college has "
    "published one.",
)
NOTHING_TO_CLAIM = Term(
    "按现在的成果，没有可以申请的课程。“为什么”里逐门写着还差什么。",
    "Your outcomes free no further course now. The reasons, course by course, say what is missing.",
)
NOT_ALONE = Term(
    "这些课程不能单独申请：{reason}。请与方案里的其他课程一起申请。",
    "These courses cannot be claimed alone: {reason}. Claim them together with the others of the proposal.",
)
NO_REASON = Term(
    "退回要写明理由，学员会看到这句话。申请还在等待办理。",
    "Sending back needs a reason; the learner will read it. The claim still waits.",
)
NOT_CLAIMED = Term(
    "这份申请已经不在待办状态，不能撤回或退回。",
    "This claim does not wait any more, so it cannot be withdrawn or sent back.",
)


OUTSIDE_WINDOW: Final = Term(
    "{on}不收申请（规则书“门槛”第 {row} 行，{article}）。下一次从 {first}到 {last}，请到时再申请。",
    "No claims are taken on {on} (gate {row} of the rule book, {article}). They are taken next from {first} to {last}.",
)
SOLVERS_DISAGREE: Final = Term(
    "两种算法算出的结果不一样，为稳妥起见没有提交申请。请告诉教务，由管理员查明后再申请。",
    "Two solvers came to different answers, so nothing was claimed. Tell the registrar; the administrator must look.",
)


def learner_case(enrolment: Enrolment, *, at: datetime) -> LearnerCase:
    """The case of one enrolment today. Refuses ``no_rule_book_in_force``."""
    on = day_of(at)
    book = book_for(enrolment.programme.code, college_id=enrolment.college_id, on=on)
    if book is None:
        raise Refusal("no_rule_book_in_force", NO_BOOK.format(programme=enrolment.programme.title, on=day(on)))
    return learner_cases([enrolment.id], rule_book=book, on=on)[0]


def claim_courses(enrolment_id: UUID, *, courses: Sequence[str] | None = None, actor: Actor, at: datetime) -> UUID:
    """Claim the proposal's courses (all, or those of these codes) and give the decision's id.

    Refuses ``act_not_allowed``, ``claim_waits``, ``no_rule_book_in_force``, ``nothing_to_claim``, ``outside_window``
    (before or after the days of claims) and ``not_claimable_alone``; ``solvers_disagree`` where two solvers prove
    different answers.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("programme").get(id=enrolment_id)
    require_for(actor, "conversion.claim", enrolment, at=at)
    waiting = Decision.objects.filter(enrolment=enrolment, record__state=State.CLAIMED).select_related("record").first()
    if waiting is not None:
        raise Refusal("claim_waits", CLAIM_WAITS.format(number=waiting.record.number or ""))
    case = learner_case(enrolment, at=at)
    conversion = _asked_twice(case)
    plan = conversion.certain if courses is None else claimed_part(conversion, frozenset(courses))
    if not plan.lines:
        raise why_nothing(case.case)
    is_optimal = conversion.certain.allocation.optimal
    key = write_claim(case, conversion.prepared, plan, is_optimal=is_optimal, actor=actor, at=at)
    open_accounts_of([enrolment])
    return key


def why_nothing(case: Case) -> Refusal:
    """Why nothing can be claimed: today is no day of claims (and when the next are), or nothing fits."""
    shut = next((window for window in windows_at(case.book, case.on) if not window.is_open(case.on)), None)
    if shut is None:
        return Refusal("nothing_to_claim", NOTHING_TO_CLAIM)
    days = {"on": day(case.on), "first": day(shut.first), "last": day(shut.last)}
    return Refusal("outside_window", OUTSIDE_WINDOW.format(row=shut.gate.id, article=shut.gate.article, **days))


def _asked_twice(case: LearnerCase) -> Conversion:
    conversion = convert(case.case)
    try:
        ask_twice(conversion)
    except SolversDisagreeError as disagreement:
        raise Refusal("solvers_disagree", SOLVERS_DISAGREE) from disagreement
    return conversion


def claimed_part(conversion: Conversion, courses: frozenset[str]) -> Plan:
    """The part of the certain plan that frees these courses; it must stand by itself."""
    problem = conversion.prepared.certain
    lines = [line for line in conversion.certain.lines if line.course in courses]
    allocation = allocation_of(problem, lines)
    violations = check(problem, allocation)
    if violations:
        raise Refusal("not_claimable_alone", NOT_ALONE.format(reason=violations[0].term))
    return plan_of(conversion.prepared, problem, allocation)


def write_claim(
    case: LearnerCase,
    prepared: Prepared,
    plan: Plan,
    *,
    is_optimal: bool,
    actor: Actor,
    at: datetime,
    by_panel: bool = False,
) -> UUID:
    """Put a plan down as a claim that waits for the registrar, and give its id. The enrolment is locked."""
    key = new_id()
    credited = [each for each in plan.courses.values() if each.credited > 0]
    total = sum((each.credited for each in credited), start=plan.totals.recognised * 0)
    open_records(
        [
            NewRecord(
                id=key,
                kind="decision",
                organisation_id=case.college_id,
                subject_id=case.person_id,
                number=f"{SERIES}{at.year}-{next_number(SERIES, at.year):04d}",
                title=f"{prepared.case.programme.title}：{len(credited)} 门 {total} 学分",
                state=State.CLAIMED,
                verb="claim",
                follows_subject=True,
            )
        ],
        actor=actor,
        at=at,
    )
    decision = Decision.objects.create(
        record_id=key,
        enrolment_id=case.enrolment_id,
        rule_book_id=case.rule_book_id,
        book_hash=case.book_hash,
        programme_hash=case.programme_hash,
        grain=prepared.grain,
        claimed_on=case.on,
        is_optimal=is_optimal,
        by_panel=by_panel,
    )
    _write_lines(decision, case, plan)
    log(actor=actor, act="courses.claim", about=key, at=at, detail={"book": case.book_hash, "credits": str(total)})
    return key


def _write_lines(decision: Decision, case: LearnerCase, plan: Plan) -> None:
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision,
            outcome_id=UUID(line.outcome),
            course_id=case.courses[line.course],
            row=line.row,
            article=line.article,
            amount=line.grain_amount,
            package=line.row if line.is_package else "",
        )
        for line in plan.lines
    )
    DecisionCourse.objects.bulk_create(
        DecisionCourse(
            decision=decision,
            course_id=case.courses[each.course.code],
            recognition=each.recognition or Recognition.CREDIT,
            mark=each.mark or "",
            credited=to_units(each.credited, Unit.COURSE_CREDIT),
        )
        for each in plan.courses.values()
        if each.credited > 0
    )
    DecisionSpend.objects.bulk_create(
        DecisionSpend(
            decision=decision, outcome_id=UUID(key), consumed=each.consumed_grain, standard=each.standard or 0
        )
        for key, each in plan.outcomes.items()
        if each.consumed_grain
    )


def withdraw_claim(decision_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The learner's act: take a claim back before it is posted. Refuses ``act_not_allowed`` and ``not_claimed``."""
    decision = _lock_claimed(decision_id, actor=actor, at=at)
    move = NewMove(decision.record_id, "withdraw", State.CLAIMED, State.WITHDRAWN)
    move_records([move], actor=actor, at=at)


def send_back_claim(decision_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """The registrar's act: return a claim to the learner, who reads why.

    Refuses ``act_not_allowed``, ``reason_missing`` and ``not_claimed``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    decision = _lock_claimed(decision_id, actor=actor, at=at)
    require(actor, "conversion.post", on=decision.enrolment.college_id, at=day_of(at))
    move = NewMove(decision.record_id, "send_back", State.CLAIMED, State.RETURNED, reason=reason.strip())
    move_records([move], actor=actor, at=at)
    tell_learners([decision], State.RETURNED, actor=actor, at=at, reason=reason.strip())


def _lock_claimed(decision_id: UUID, *, actor: Actor, at: datetime) -> Decision:
    found = Decision.objects.select_for_update(of=("self",)).select_related("record", "enrolment")
    decision = found.get(record_id=decision_id)
    require_for(actor, "conversion.withdraw", decision.enrolment, at=at)
    if decision.record.state != State.CLAIMED:
        raise Refusal("not_claimed", NOT_CLAIMED)
    return decision
