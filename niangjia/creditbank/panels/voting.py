"""Members vote line by line, each for herself; the panel concludes, and what was granted becomes a claim."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.conflicts import refuse_related
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.claims import write_claim
from niangjia.creditbank.conversion.entries import open_accounts_of
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.lines import ClaimedLine, allocation_of
from niangjia.creditbank.engine.plan import Plan, plan_of
from niangjia.creditbank.engine.preparation import Prepared, prepare
from niangjia.creditbank.panels.asking import CONCLUDE
from niangjia.creditbank.panels.members import is_complete, locked
from niangjia.creditbank.panels.models import Panel, PanelLine, Result, Vote
from niangjia.creditbank.panels.queries import seats_on_panels
from niangjia.creditbank.panels.types import State
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.queries import require
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import link_records, meet_deadline, move_record
from niangjia.kernel.records.types import NewMove

DECIDES: Final = "decides"
"""The relation from a panel's record to the claim that it made."""
NO_SEAT: Final = Term("您不在这个评审组里，或已回避。", "You do not sit on this panel, or were excused.")
NOT_SITTING: Final = Term("{number} 现在不在评审中。请刷新后再看。", "{number} is not sitting now. Reload the page.")
NO_REASON: Final = Term("表决要写明理由，职工会看到。", "A vote needs a reason; the worker will read it.")
NO_MINUTES: Final = Term("评审要有记录。请写会议记录，再作结论。", "A panel keeps minutes: write them, then conclude.")
VOTES_MISSING: Final = Term(
    "{number} 还不能作结论：评审组人数不够，或还差 {missing} 票。",
    "{number} cannot be concluded yet: too few members, or votes are missing: {missing}.",
)
GRANTED: Final = Term("{number} 评审有结果了：{count} 门课通过，等教务入账。", "{number}: {count} course(s) granted.")
NOT_GRANTED: Final = Term(
    "{number} 评审有结果了：没有通过的课。每一项的理由写在里面；不服可以再提交一次，由没有参加过的专家评审。",
    "{number}: nothing was granted. The reasons stand in it; you may ask once more, before other experts.",
)


def vote(line_id: UUID, *, is_granted: bool, reason: str, actor: Actor, at: datetime) -> None:
    """A member's yes or no to one line, once.

    Refuses ``reason_missing``, ``not_sitting``, ``no_seat``, ``related_person`` as she declared, or twice.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    line = PanelLine.objects.select_related("panel__record").get(id=line_id, is_open=True)
    if line.panel.record.state != State.SITTING:
        raise Refusal("not_sitting", NOT_SITTING.format(number=line.panel.record.number or ""))
    member = seats_on_panels(actor.account_id).filter(panel_id=line.panel_id).first()
    if member is None:
        raise Refusal("no_seat", NO_SEAT)
    refuse_related(line.panel.record, actor=actor, at=at)
    with constraints_as_refusals():
        Vote.objects.create(line=line, member=member, is_granted=is_granted, reason=reason.strip(), at=at)


def conclude_panel(panel_id: UUID, *, minutes: str, actor: Actor, at: datetime) -> UUID | None:
    """Count the votes; what most members grant and what stands by itself becomes a claim that waits to be posted.

    Judged by the book that the panel was asked under. Gives the claim's id; None where nothing was granted. Refuses
    ``act_not_allowed``, ``minutes_missing``, ``not_sitting`` and ``votes_missing``.
    """
    if not minutes.strip():
        raise Refusal("minutes_missing", NO_MINUTES)
    enrolment_id = Panel.objects.values_list("enrolment_id", flat=True).get(record_id=panel_id)
    Enrolment.objects.select_for_update(of=("self",)).get(id=enrolment_id)
    panel = locked(panel_id)
    require(actor, "panel.convene", on=panel.enrolment.college_id, at=day_of(at))
    number = panel.record.number or ""
    if panel.record.state != State.SITTING:
        raise Refusal("not_sitting", NOT_SITTING.format(number=number))
    if missing := votes_missing(panel):
        raise Refusal("votes_missing", VOTES_MISSING.format(number=number, missing=missing))
    claim = _claim(panel, actor=actor, at=at)
    Result.objects.create(panel=panel, decision_id=claim, minutes=minutes.strip(), at=at)
    move_record(NewMove(panel_id, "conclude", State.SITTING, State.CONCLUDED), actor=actor, at=at)
    if panel.record.due_at is not None:
        meet_deadline(panel_id, obligation=CONCLUDE, at=at)
    log(actor=actor, act="panel.conclude", about=panel_id, at=at)
    return claim


def votes_missing(panel: Panel) -> int:
    """How many votes are missing; at least one where the members don't make a panel."""
    members, lines = panel.members.filter(excused_at=None).count(), panel.lines.filter(is_open=True).count()
    given = Vote.objects.filter(line__panel=panel, member__excused_at=None).count()
    return members * lines - given if is_complete(panel, members) else max(1, members * lines - given)


def granted_lines(panel: Panel) -> list[PanelLine]:
    """The lines that most members grant, and those that the catalogue grants beside them. Two queries."""
    lines = list(panel.lines.select_related("course").prefetch_related("votes__member").order_by("id"))
    return [line for line in lines if not line.is_open or _has_majority(line)]


def _has_majority(line: PanelLine) -> bool:
    votes = [each for each in line.votes.all() if each.member.excused_at is None]
    return 2 * sum(each.is_granted for each in votes) > len(votes)


def _claim(panel: Panel, *, actor: Actor, at: datetime) -> UUID | None:
    """The claim over what was granted, by the book of the day of asking, and the note to the learner."""
    case = learner_cases([panel.enrolment_id], rule_book=panel.rule_book, on=panel.asked_on, redeemed_on=day_of(at))[0]
    prepared = prepare(case.case, grain_multiple=panel.grain)
    plan = standing_part(prepared, granted_lines(panel), scale=prepared.grain // panel.grain)
    count = 0 if plan is None else sum(1 for each in plan.courses.values() if each.credited > 0)
    claim = None
    if plan is not None and count:
        claim = write_claim(case, prepared, plan, is_optimal=False, by_panel=True, actor=actor, at=at)
        link_records(panel.record_id, claim, relation=DECIDES, at=at)
        open_accounts_of([panel.enrolment])
    words = (GRANTED if claim else NOT_GRANTED).format(number=panel.record.number or "", count=count)
    notify([NewNotice(case.person_id, "panel.concluded", panel.record_id, words)], actor=actor, at=at)
    return claim


def standing_part(prepared: Prepared, lines: Iterable[PanelLine], *, scale: int) -> Plan | None:
    """The plan of these lines; courses that don't stand with what is left of them are dropped, one after the other."""
    by_course: dict[str, list[ClaimedLine]] = {}
    for line in lines:
        kept = ClaimedLine(str(line.outcome_id), line.course.code, line.row, line.amount * scale)
        by_course.setdefault(line.course.code, []).append(kept)
    standing = {code: found for code, found in by_course.items() if _stands(prepared, {code: found})}
    while standing and not _stands(prepared, standing):
        standing.popitem()
    if not standing:
        return None
    allocation = allocation_of(prepared.possible, [line for found in standing.values() for line in found])
    return plan_of(prepared, prepared.possible, allocation)


def _stands(prepared: Prepared, courses: Mapping[str, list[ClaimedLine]]) -> bool:
    allocation = allocation_of(prepared.possible, [line for found in courses.values() for line in found])
    return not check(prepared.possible, allocation)
