"""Who sits: the roster, naming an odd number without conflicts, excusing one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.panels.models import Expert, Member, Panel, Vote
from niangjia.creditbank.panels.types import OPEN, State
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import require
from niangjia.kernel.records.models import Move
from niangjia.kernel.records.operations import move_record
from niangjia.kernel.records.types import NewMove

LEAST: Final = 3
NO_ACCOUNT: Final = Term(
    "没有用户名为“{username}”的账号。请先请系统管理员为专家开账号。",
    "There is no account called {username}. Ask the administrator for one first.",
)
NOT_OPEN: Final = Term("{number} 已经了结，不能再改评审组。", "{number} is settled; its members stay as they are.")
WRONG_NUMBER: Final = Term(
    "评审组要 {wanted}，现在选了 {count} 人，没有保存。请重新勾选。",
    "A panel takes {wanted}; {count} were chosen, so nothing was kept. Choose again.",
)
ODD: Final = Term("三人以上的单数", "an odd number of people, three or more")
AS_SET: Final = Term("{size} 人", "{size} people")
CONFLICT: Final = Term("{label}不能参加这次评审：{reason}。", "{label} cannot sit on this panel: {reason}.")
HERSELF: Final = Term("是申请人本人", "she is the learner herself")
HAD_PART: Final = Term("经手过用到的成果或这份申请", "she had part in an outcome that is used, or in the request")
SAT: Final = Term("评审过用到的成果", "she sat on an earlier panel about an outcome that is used")
HAS_VOTED: Final = Term("{label}已经表决，不能再回避或更换。", "{label} has voted and cannot be excused any more.")
NO_REASON: Final = Term("回避要写明理由。", "Excusing a member needs a reason.")
NOT_HERS: Final = Term(
    "只有本人或教务可以办回避。请到您自己的评审页面办。", "Only the member herself or the registrar can do this."
)


def add_expert(college_id: UUID, username: str, *, field: str, actor: Actor, at: datetime) -> UUID:
    """Put an account on a college's roster. Refuses ``act_not_allowed``, ``no_such_account`` and those of its row."""
    require(actor, "panel.convene", on=college_id, at=day_of(at))
    account = Account.objects.filter(username=username.strip().lower(), is_active=True).first()
    if account is None:
        raise Refusal("no_such_account", NO_ACCOUNT.format(username=username.strip()))
    with constraints_as_refusals():
        expert = Expert.objects.create(college_id=college_id, account=account, field=field.strip(), added_at=at)
    log(actor=actor, act="expert.add", about=account.id, at=at)
    return expert.id


def end_expert(expert_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take her off the roster; the panels on which she sits go on. Refuses ``act_not_allowed``."""
    expert = Expert.objects.select_for_update().get(id=expert_id)
    require(actor, "panel.convene", on=expert.college_id, at=day_of(at))
    Expert.objects.filter(id=expert_id, ended_at=None).update(ended_at=at)
    log(actor=actor, act="expert.end", about=expert.account_id, at=at)


def conflicts_of(panel: Panel, experts: Sequence[Expert]) -> dict[UUID, Term]:
    """Why some of these experts can't sit on it, by expert: computed from the records. Three queries."""
    used = set(panel.lines.values_list("outcome_id", flat=True))
    part = set(Move.objects.filter(record_id__in={panel.record_id, *used}).values_list("actor_id", flat=True))
    earlier = Member.objects.filter(panel__lines__outcome_id__in=used, excused_at=None).exclude(panel=panel)
    sat = set(earlier.values_list("account_id", flat=True))
    found = {each.id: SAT for each in experts if each.account_id in sat}
    found |= {each.id: HAD_PART for each in experts if each.account_id in part}
    return found | {each.id: HERSELF for each in experts if each.account.person_id == panel.enrolment.person_id}


def name_members(panel_id: UUID, expert_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> None:
    """Name further members; with those that sit already they make as many as the book asks for, or an odd number.

    Refuses ``act_not_allowed``, ``panel_settled``, ``member_in_conflict`` and ``wrong_number_of_members``.
    """
    panel = locked(panel_id)
    require(actor, "panel.convene", on=panel.enrolment.college_id, at=day_of(at))
    if panel.record.state not in OPEN:
        raise Refusal("panel_settled", NOT_OPEN.format(number=panel.record.number or ""))
    college = panel.enrolment.college_id
    experts = list(
        Expert.objects.filter(id__in=expert_ids, college_id=college, ended_at=None).select_related("account")
    )
    conflicts = conflicts_of(panel, experts)
    for expert in experts:
        if expert.id in conflicts:
            said = CONFLICT.format(label=expert.account.label, reason=conflicts[expert.id])
            raise Refusal("member_in_conflict", said)
    _refuse_number(panel, len(experts) + panel.members.filter(excused_at=None).count())
    with constraints_as_refusals():
        Member.objects.bulk_create(
            Member(panel=panel, expert=each, account=each.account, named_at=at) for each in experts
        )
    if panel.record.state == State.ASKED:
        move_record(NewMove(panel_id, "convene", State.ASKED, State.SITTING), actor=actor, at=at)
    log(actor=actor, act="panel.name", about=panel_id, at=at, detail={"count": str(len(experts))})


def excuse_member(member_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """A member steps back, or the registrar lets her go, before she has voted.

    Refuses ``reason_missing``, ``not_her_seat`` and ``has_voted``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    found = Member.objects.select_for_update(of=("self",)).select_related("account", "expert")
    member = found.get(id=member_id)
    if member.account_id != actor.account_id:
        require(actor, "panel.convene", on=member.expert.college_id, at=day_of(at))
    if Vote.objects.filter(member=member).exists():
        raise Refusal("has_voted", HAS_VOTED.format(label=member.account.label))
    Member.objects.filter(id=member_id, excused_at=None).update(excused_at=at, excuse=reason.strip())
    log(actor=actor, act="panel.excuse", about=member.panel_id, at=at)


def locked(panel_id: UUID) -> Panel:
    """A panel, locked, with its record, learner and book."""
    found = Panel.objects.select_for_update(of=("self",)).select_related("record", "enrolment", "rule_book")
    return found.get(record_id=panel_id)


def is_complete(panel: Panel, count: int) -> bool:
    """Whether so many members make a panel: as the book sets it, else an odd number from three up."""
    size = engine_book(panel.rule_book).panel_size
    return count == size if size is not None else count >= LEAST and count % 2 == 1


def _refuse_number(panel: Panel, count: int) -> None:
    if not is_complete(panel, count):
        size = engine_book(panel.rule_book).panel_size
        wanted = ODD if size is None else AS_SET.format(size=size)
        raise Refusal("wrong_number_of_members", WRONG_NUMBER.format(wanted=wanted, count=count))
