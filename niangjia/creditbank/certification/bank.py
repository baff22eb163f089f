"""What the bank's operator sets for all bodies, and what certifiers declare of themselves."""

from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.models import CheckRule, Reason, ReasonUse, Relation, RelationKind
from niangjia.kernel.access.queries import require, require_somewhere
from niangjia.kernel.people.queries import find_person_by_paper
from niangjia.kernel.people.types import NewPaper, PaperType

UNKNOWN: Final = Term(
    "系统里没有这个号码的人。请核对号码；此人还没有登记过，就不会出现在待办里。",
    "Nobody is on record under this number. Check it; whoever was never registered has no outcomes here.",
)
YOURSELF: Final = Term("不用申报自己：自己的成果本来就不能办。", "You need not declare yourself.")


def set_check_rule(
    *, bank_id: UUID, kind: str, value_from: int, checks_count: int, evidence_days: int, actor: Actor, at: datetime
) -> UUID:
    """From today, outcomes of a kind (blank: any) worth so much (1/100 credit) or more take so many checks.

    Refuses ``act_not_allowed``, ``one_check_or_two``, ``evidence_within_sixty_days``.
    """
    require(actor, "bank.set", on=bank_id, at=day_of(at))
    today = day_of(at)
    CheckRule.objects.filter(holds_on(today), kind=kind, value_from=value_from).update(valid_to=today)
    with constraints_as_refusals():
        row = CheckRule.objects.create(
            kind=kind,
            value_from=value_from,
            checks_count=checks_count,
            evidence_days=evidence_days,
            valid_from=today,
        )
    detail = {"kind": kind, "value_from": str(value_from), "checks": str(checks_count)}
    log(actor=actor, act="bank.set_check_rule", about=row.id, at=at, detail=detail)
    return row.id


def end_check_rule(rule_id: UUID, *, bank_id: UUID, actor: Actor, at: datetime) -> None:
    """The rule holds no more from today on."""
    require(actor, "bank.set", on=bank_id, at=day_of(at))
    CheckRule.objects.filter(id=rule_id, valid_to=None).update(valid_to=day_of(at))
    log(actor=actor, act="bank.end_check_rule", about=rule_id, at=at)


def add_reason(*, bank_id: UUID, code: str, use: ReasonUse, kind: str, words: Term, actor: Actor, at: datetime) -> UUID:
    """Add a reason to the catalogue. Refuses ``act_not_allowed``, ``reason_in_both_languages`` and a code in use."""
    require(actor, "bank.set", on=bank_id, at=day_of(at))
    with constraints_as_refusals():
        row = Reason.objects.create(
            code=code, use=use, kind=kind, words_zh=words.zh, words_en=words.en, valid_from=day_of(at)
        )
    log(actor=actor, act="bank.add_reason", about=row.id, at=at)
    return row.id


def end_reason(reason_id: UUID, *, bank_id: UUID, actor: Actor, at: datetime) -> None:
    """The reason is offered no more; where it was given it stays."""
    require(actor, "bank.set", on=bank_id, at=day_of(at))
    Reason.objects.filter(id=reason_id, valid_to=None).update(valid_to=day_of(at))
    log(actor=actor, act="bank.end_reason", about=reason_id, at=at)


def declare_relation(*, number: str, name: str, kind: RelationKind, actor: Actor, at: datetime) -> UUID:
    """A certifier declares whom she is close to, by identity number: she decides on nothing of theirs from today on.

    Refuses ``act_not_allowed``, ``person_unknown``, ``relation_to_oneself``, ``relation_one_at_a_time``.
    """
    require_somewhere(actor, "outcome.certify", at=day_of(at))
    paper = NewPaper(PaperType.IDENTITY_NUMBER, number)
    person_id = find_person_by_paper(paper, purpose="relation.declare", at=at)
    if person_id is None:
        raise Refusal("person_unknown", UNKNOWN)
    if person_id == actor.person_id:
        raise Refusal("relation_to_oneself", YOURSELF)
    with constraints_as_refusals():
        row = Relation.objects.create(
            account=account_of(actor),
            person_id=person_id,
            kind=kind,
            name=name.strip(),
            valid_from=day_of(at),
            declared_at=at,
        )
    log(actor=actor, act="relation.declare", about=row.id, at=at)
    return row.id
