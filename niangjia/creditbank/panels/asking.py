"""The worker asks a panel for what the rule book leaves to it, over and above what the catalogue decides."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays.queries import calendar
from niangjia.creditbank.conversion.claims import learner_case
from niangjia.creditbank.conversion.rights import require_for
from niangjia.creditbank.conversion.types import LearnerCase
from niangjia.creditbank.engine.candidates import panel_rows
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.engine.lines import allocation_of
from niangjia.creditbank.engine.plan import Plan, plan_of
from niangjia.creditbank.engine.timetable import timetable_of
from niangjia.creditbank.engine.wording import title_of
from niangjia.creditbank.panels.models import Panel, PanelLine
from niangjia.creditbank.panels.types import OPEN, State
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.records.operations import move_record, numbered, open_record, set_deadline
from niangjia.kernel.records.types import NewMove, NewRecord

SERIES: Final = "评审"
CONCLUDE: Final = "panel"
SITS_ALREADY: Final = Term(
    "您已有一份评审（{number}）在办。等它有结果再申请。", "A panel of yours ({number}) is open. Wait for its result."
)
NOTHING_OPEN: Final = Term(
    "按现在的成果和规则，没有要由专家认定的课程。",
    "Nothing of yours is left to a panel by the rules as they stand.",
)
NOT_ALONE: Final = Term(
    "这些课程现在不能单独提交评审：{reason}。请先申请不用评审的课程，等入账后再来。",
    "These courses cannot go to a panel alone: {reason}. Claim what needs no panel first, and come back once it is "
    "posted.",
)
HEARINGS: Final = 2
DECIDED_TWICE: Final = Term(
    "两组不同的专家都没有通过，不再评审。存入新的成果后可以再来。",
    "Two panels of different people did not grant it, so there is no third. Come back with a new outcome.",
)
NOT_OPEN: Final = Term("{number} 已经了结，不能撤回。", "{number} is settled and cannot be withdrawn.")


def plan_for_panel(conversion: Conversion) -> Plan:
    """The part of the possible plan that hangs on a panel: every course that a row leaves to it, whole.

    Refuses ``nothing_for_a_panel`` and ``not_alone_to_a_panel``.
    """
    left_open, problem = panel_rows(conversion.case.book), conversion.prepared.possible
    courses = {line.course for line in conversion.possible.lines if line.row in left_open}
    if not courses:
        raise Refusal("nothing_for_a_panel", NOTHING_OPEN)
    allocation = allocation_of(problem, [line for line in conversion.possible.lines if line.course in courses])
    violations = check(problem, allocation)
    if violations:
        raise Refusal("not_alone_to_a_panel", NOT_ALONE.format(reason=violations[0].term))
    return plan_of(conversion.prepared, problem, allocation)


def ask_panel(enrolment_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Ask for a panel and give its id. It decides by the book in force today, whatever is published while it sits.

    Refuses ``act_not_allowed``, ``panel_open_already``, ``no_rule_book_in_force``, and as ``plan_for_panel`` does.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("programme").get(id=enrolment_id)
    require_for(actor, "conversion.claim", enrolment, at=at)
    standing = Panel.objects.filter(enrolment=enrolment, record__state__in=OPEN).select_related("record").first()
    if standing is not None:
        raise Refusal("panel_open_already", SITS_ALREADY.format(number=standing.record.number or ""))
    case = learner_case(enrolment, at=at)
    conversion = convert(case.case)
    plan = plan_for_panel(conversion)
    _refuse_third(enrolment, plan)
    key = _open(case, conversion, plan, actor=actor, at=at)
    _set_clock(key, conversion, at=at)
    log(actor=actor, act="panel.ask", about=key, at=at, detail={"book": case.book_hash})
    return key


def withdraw_panel(panel_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The worker takes it back before there is a result. Refuses ``act_not_allowed`` and ``panel_settled``."""
    panel = Panel.objects.select_for_update(of=("self",)).select_related("record", "enrolment").get(record_id=panel_id)
    require_for(actor, "conversion.withdraw", panel.enrolment, at=at)
    if panel.record.state not in OPEN:
        raise Refusal("panel_settled", NOT_OPEN.format(number=panel.record.number or ""))
    move_record(NewMove(panel_id, "withdraw", panel.record.state, State.WITHDRAWN), actor=actor, at=at)


def _refuse_third(enrolment: Enrolment, plan: Plan) -> None:
    """Two panels of different people have said no: there is no third, unless something new is brought."""
    asked = {UUID(line.outcome) for line in plan.lines}
    decided = Panel.objects.filter(enrolment=enrolment, record__state=State.CONCLUDED, result__decision=None)
    heard = decided.filter(lines__outcome_id__in=asked).distinct().count()
    if heard >= HEARINGS:
        raise Refusal("panel_decided_twice", DECIDED_TWICE)


def _open(case: LearnerCase, conversion: Conversion, plan: Plan, *, actor: Actor, at: datetime) -> UUID:
    names = "、".join(each.course.name for each in plan.courses.values() if each.credited > 0)
    record = NewRecord(
        id=new_id(),
        kind="panel",
        organisation_id=case.college_id,
        subject_id=case.person_id,
        number=f"{SERIES}{numbered(SERIES, at, '{year}-{number:04}')}",
        title=f"{conversion.case.programme.title}：{names}"[:200],
        state=State.ASKED,
        verb="ask",
    )
    key = open_record(record, actor=actor, at=at)
    panel = Panel.objects.create(
        record_id=key,
        enrolment_id=case.enrolment_id,
        rule_book_id=case.rule_book_id,
        book_hash=case.book_hash,
        programme_hash=case.programme_hash,
        grain=conversion.prepared.grain,
        asked_on=case.on,
    )
    _write_lines(panel, case, conversion, plan)
    return key


def _write_lines(panel: Panel, case: LearnerCase, conversion: Conversion, plan: Plan) -> None:
    left_open = panel_rows(conversion.case.book)
    PanelLine.objects.bulk_create(
        PanelLine(
            panel=panel,
            outcome_id=UUID(line.outcome),
            course_id=case.courses[line.course],
            row=line.row,
            article=line.article,
            amount=line.grain_amount,
            is_open=line.row in left_open,
            shown=_shown(plan, line.outcome),
        )
        for line in plan.lines
    )


def _shown(plan: Plan, outcome: str) -> str:
    held = plan.outcomes[outcome].standing.outcome
    said = [str(title_of(held)), held.issuer or "", held.certificate_number or "", f"{held.awarded_on}取得"]
    return "，".join(filter(None, said))


def _set_clock(key: UUID, conversion: Conversion, *, at: datetime) -> None:
    """The book's days to decide bind a panel as they bind the registrar."""
    period = timetable_of(conversion.case.book, calendar(), claimed_on=day_of(at)).decide
    if period is not None:
        set_deadline(key, obligation=CONCLUDE, due_at=period.ends_at, derivation=period.derivation)
