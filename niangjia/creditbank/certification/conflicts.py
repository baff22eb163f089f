"""Who may not decide on whose outcomes: computed from records, shown before, and refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.models import Check, Relation, RelationKind
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.records.models import Record

OWN: Final = Term("是您本人的成果", "your own outcome")
RELATED: Final = Term("本人是您申报的{kind}", "the person is your {kind}, as declared")
CHECKED: Final = Term("初审是您做的，复核要换一个人", "you made the first check; another person makes the second")
KINDS: Final = {
    RelationKind.SPOUSE: Term("配偶", "spouse"),
    RelationKind.KIN: Term("近亲属", "kin"),
    RelationKind.APPRENTICE: Term("徒弟", "apprentice"),
    RelationKind.MASTER: Term("师傅", "master"),
    RelationKind.OTHER: Term("有利害关系的人", "close acquaintance"),
}
IN_CONFLICT: Final = Term(
    "《{title}》不能由您办理：{why}。请交给另一位认证员。",
    "{title} is not yours to decide: {why}. Another certifier must do it.",
)
NOT_HERS: Final = Term(
    "{number} 不能由您办理：{why}。请转给另一位同事，或办理回避。",
    "{number} is not yours to decide: {why}. Pass it to a colleague, or step back.",
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why an outcome is not the actor's to decide."""

    code: str
    why: Term


def conflicts_of(actor: Actor, outcomes: Iterable[Outcome], *, on: date) -> dict[UUID, Conflict]:
    """The outcomes that are not the actor's to decide on, by key, with the reason. Two queries for any number."""
    rows = list(outcomes)
    related = relations_of(actor, {row.person_id for row in rows}, on=on)
    second = [row.record_id for row in rows if row.record.state == State.CHECKED]
    checked = first_checks(second)
    found = {}
    for row in rows:
        if actor.person_id is not None and row.person_id == actor.person_id:
            found[row.record_id] = Conflict("own_outcome", OWN)
        elif row.person_id in related:
            why = RELATED.format(kind=KINDS[RelationKind(related[row.person_id])])
            found[row.record_id] = Conflict("related_person", why)
        elif row.record_id in checked and checked[row.record_id].by == actor.account_id:
            found[row.record_id] = Conflict("second_check_by_another", CHECKED)
    return found


def relations_of(actor: Actor, person_ids: set[UUID], *, on: date) -> dict[UUID, str]:
    """Which of these persons the actor declared, or the bank declared for her, to be close to."""
    held = Relation.objects.filter(holds_on(on), account=account_of(actor), person_id__in=person_ids)
    return dict(held.values_list("person_id", "kind"))


def first_checks(outcome_ids: Iterable[UUID]) -> dict[UUID, Check]:
    """The latest first check of each outcome. One query."""
    rows = Check.objects.filter(outcome_id__in=list(outcome_ids)).order_by("outcome_id", "version")
    return {row.outcome_id: row for row in rows}


def refuse_conflicts(actor: Actor, outcomes: list[Outcome], *, at: datetime) -> None:
    """Refuse the first outcome that is not the actor's to decide on, by the conflict's own code."""
    found = conflicts_of(actor, outcomes, on=day_of(at))
    for row in outcomes:
        if row.record_id in found:
            conflict = found[row.record_id]
            raise Refusal(conflict.code, IN_CONFLICT.format(title=row.title, why=conflict.why))


def refuse_related(record: Record, *, actor: Actor, at: datetime) -> None:
    """Refuse a matter of somebody whom the actor declared to be close to. Refuses ``related_person``."""
    if record.subject_id is None or actor.account_id is None:
        return
    kind = relations_of(actor, {record.subject_id}, on=day_of(at)).get(record.subject_id)
    if kind is not None:
        why = RELATED.format(kind=KINDS[RelationKind(kind)])
        raise Refusal("related_person", NOT_HERS.format(number=record.number or record.title, why=why))
