"""The registrar's act: a claim is checked again against fresh lots and history, then posted; or it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.certification.types import REDEEMED
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.proposals import forget_proposal
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.lines import ClaimedLine, allocation_of
from niangjia.creditbank.engine.plan import Plan, plan_of
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.ledger.operations import open_accounts, post_or_refuse, reverse
from niangjia.kernel.ledger.types import NewAccount, TransferRequest
from niangjia.kernel.records.operations import move_records
from niangjia.kernel.records.types import NewMove

NOT_WAITING: Final = Term(
    "{number} 已经不在待办状态（可能别人刚刚办过）。请刷新后再看。",
    "{number} does not wait any more; someone may have just decided. Reload the page.",
)
NO_LONGER_HOLDS: Final = Term(
    "{number} 与现在的记录不符，没有入账：{reason}。请退回，由学员按现在的成果重新申请。",
    "{number} no longer agrees with the records, so nothing was posted: {reason}. Send it back, to be claimed anew.",
)
FIGURES_CHANGED: Final = Term("成果余额或已入账课程有变化", "balances or recorded courses have changed")
NOT_POSTED: Final = Term("{number} 没有入账，不能冲销。", "{number} is not posted, so it cannot be reversed.")
NO_REASON: Final = Term("冲销要写明理由，学员会看到这句话。", "A reversal needs a reason; the learner will read it.")
OWN_CLAIM: Final = Term(
    "{number} 是您本人的申请，不能由您办理。请转给另一位同事。",
    "{number} is your own claim: another colleague must decide it.",
)
LEDGER_REFUSED: Final = Term(
    "{number} 没有入账：账本拒绝（{reason}）。请刷新后再看。",
    "{number} was not posted: the ledger refused it ({reason}). Reload the page.",
)


def post_decision(decision_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Post a claim: lots pay standard credits, courses are credited to the transcript; all or nothing.

    Refuses ``decision_not_waiting``, ``own_claim``, ``claim_no_longer_holds`` and ``ledger_refused``.
    """
    decision = _lock(decision_id)
    number = decision.record.number or ""
    if decision.record.state != State.CLAIMED:
        raise Refusal("decision_not_waiting", NOT_WAITING.format(number=number))
    if actor.person_id is not None and decision.enrolment.person_id == actor.person_id:
        raise Refusal("own_claim", OWN_CLAIM.format(number=number))
    _check_again(decision, at=at)
    move_records([NewMove(decision.record_id, "post", State.CLAIMED, State.POSTED)], actor=actor, at=at)
    log(actor=actor, act="decision.post", about=decision.record_id, at=at, detail={"book": decision.book_hash})
    forget_proposal(decision.enrolment_id)
    _open_accounts(decision)
    with ledger_speaks(number):
        post_or_refuse(list(_transfers(decision, at=at)))


def reverse_decision(decision_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Undo a posted decision by counter-entries: its lots get back what they paid, its courses lose the credit.

    Refuses ``reason_missing``, ``decision_not_posted`` and ``ledger_refused``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    decision = _lock(decision_id)
    number = decision.record.number or ""
    if decision.record.state != State.POSTED:
        raise Refusal("decision_not_posted", NOT_POSTED.format(number=number))
    move = NewMove(decision.record_id, "reverse", State.POSTED, State.REVERSED, reason=reason.strip())
    move_records([move], actor=actor, at=at)
    log(actor=actor, act="decision.reverse", about=decision.record_id, at=at)
    forget_proposal(decision.enrolment_id)
    with ledger_speaks(number):
        reverse(
            [entry.key for entry in entries_of(decision)], about_id=decision.record_id, at=at, reason=reason.strip()
        )


def _lock(decision_id: UUID) -> Decision:
    """Lock the learner first, then the decision: every operation on a learner's credits takes this order."""
    Enrolment.objects.select_for_update().get(decisions=decision_id)
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("record", "rule_book", "enrolment")
        .prefetch_related("lines__course", "courses__course", "spends")
        .get(record_id=decision_id)
    )


def _check_again(decision: Decision, *, at: datetime) -> None:
    """Judge the claim by the engine's independent check, against what lots and history are now."""
    fresh = learner_cases(
        [decision.enrolment_id], rule_book=decision.rule_book, on=decision.claimed_on, redeemed_on=day_of(at)
    )[0]
    prepared = prepare(fresh.case, grain_multiple=decision.grain)
    scale = prepared.grain // decision.grain
    lines = [
        ClaimedLine(str(line.outcome_id), line.course.code, line.row, line.amount * scale)
        for line in decision.lines.all()
    ]
    allocation = allocation_of(prepared.certain, lines)
    violations = check(prepared.certain, allocation)
    number = decision.record.number or ""
    if violations:
        raise Refusal("claim_no_longer_holds", NO_LONGER_HOLDS.format(number=number, reason=violations[0].term))
    if not _same_figures(decision, plan_of(prepared, prepared.certain, allocation)):
        raise Refusal("claim_no_longer_holds", NO_LONGER_HOLDS.format(number=number, reason=FIGURES_CHANGED))


def _same_figures(decision: Decision, plan: Plan) -> bool:
    credited = {
        each.course.code: to_units(each.credited, Unit.COURSE_CREDIT) for each in plan.courses.values() if each.credited
    }
    spent = {key: each.standard for key, each in plan.outcomes.items() if each.consumed_grain}
    return credited == {row.course.code: row.credited for row in decision.courses.all()} and spent == {
        str(row.outcome_id): row.standard for row in decision.spends.all()
    }


def _open_accounts(decision: Decision) -> None:
    open_accounts(
        [
            NewAccount(decision.enrolment.programme_id, Unit.COURSE_CREDIT, "college.award"),
            NewAccount(
                decision.enrolment_id, Unit.COURSE_CREDIT, "transcript", owner_id=decision.enrolment.person_id, floor=0
            ),
        ]
    )


class Entry(NamedTuple):
    """One transfer of a decision. Its key follows from the decision, so that a second try changes nothing."""

    key: UUID
    source: UUID
    target: UUID
    amount: int
    unit: Unit


def entries_of(decision: Decision) -> list[Entry]:
    """The linked pairs: lots pay standard credits, the college awards course credits."""
    award, transcript = decision.enrolment.programme_id, decision.enrolment_id
    spends = [
        Entry(
            uuid5(decision.record_id, f"spend:{row.outcome_id}"),
            row.outcome_id,
            REDEEMED,
            row.standard,
            Unit.STANDARD_CREDIT,
        )
        for row in decision.spends.all()
        if row.standard
    ]
    awards = [
        Entry(uuid5(decision.record_id, f"course:{row.course_id}"), award, transcript, row.credited, Unit.COURSE_CREDIT)
        for row in decision.courses.all()
    ]
    return spends + awards


def _transfers(decision: Decision, *, at: datetime) -> Iterator[TransferRequest]:
    for entry in entries_of(decision):
        yield TransferRequest(
            id=entry.key,
            from_account=entry.source,
            to_account=entry.target,
            amount=entry.amount,
            unit=entry.unit,
            event_at=at,
            about_id=decision.record_id,
            group_id=decision.record_id,
            reason="convert",
        )


@contextmanager
def ledger_speaks(number: str) -> Iterator[None]:
    """The ledger's refusal of one transfer becomes a sentence about the decision."""
    try:
        yield
    except Refusal as refused:
        raise Refusal("ledger_refused", LEDGER_REFUSED.format(number=number, reason=refused.term)) from refused
