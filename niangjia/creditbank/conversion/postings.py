"""The registrar's act: a claim is checked again against fresh lots and history, then posted; or it is undone."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.entries import entries_of, open_accounts_of, transfers_of
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.proving import note_posted, note_reversed
from niangjia.creditbank.conversion.rights import require_for
from niangjia.creditbank.conversion.telling import tell_learners
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.engine.check import check
from niangjia.creditbank.engine.lines import ClaimedLine, allocation_of
from niangjia.creditbank.engine.plan import Plan, plan_of
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import post, reverse
from niangjia.kernel.ledger.types import Code, Outcome, Refused
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
    """Post one claim: lots pay standard credits, courses are credited to the transcript; all or nothing.

    Refuses ``act_not_allowed``, ``decision_not_waiting``, ``own_claim``, ``claim_no_longer_holds`` and
    ``ledger_refused``.
    """
    for refusal in post_decisions([decision_id], actor=actor, at=at).values():
        raise refusal


def post_decisions(decision_ids: Collection[UUID], *, actor: Actor, at: datetime) -> dict[UUID, Refusal]:
    """Post claims, each whole or not at all, and give what was refused: as ``post_decision`` refuses.

    Every row is locked and every claim checked before the first of them enters the ledger's posting lane, so that
    nobody waits for a row inside it.
    """
    refused: dict[UUID, Refusal] = {}
    good: list[Decision] = []
    for decision in _lock(decision_ids):
        try:
            _check_postable(decision, actor=actor, at=at)
        except Refusal as refusal:
            refused[decision.record_id] = refusal
        else:
            good.append(decision)
    while good:
        culprits = _post(good, actor=actor, at=at)
        if not culprits:
            break
        refused |= culprits
        good = [decision for decision in good if decision.record_id not in culprits]
    return refused


def reverse_decision(decision_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Undo a posted decision by counter-entries: its lots get back what they paid, its courses lose the credit.

    Refuses ``act_not_allowed``, ``reason_missing``, ``decision_not_posted`` and ``ledger_refused``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    (decision,) = _lock([decision_id])
    require_for(actor, "conversion.reverse", decision.enrolment, at=at)
    number = decision.record.number or ""
    if decision.record.state != State.POSTED:
        raise Refusal("decision_not_posted", NOT_POSTED.format(number=number))
    move = NewMove(decision.record_id, "reverse", State.POSTED, State.REVERSED, reason=reason.strip())
    move_records([move], actor=actor, at=at)
    log(actor=actor, act="decision.reverse", about=decision.record_id, at=at)
    note_reversed(decision, at=at)
    tell_learners([decision], State.REVERSED, actor=actor, at=at, reason=reason.strip())
    try:
        reverse(
            [entry.key for entry in entries_of(decision)], about_id=decision.record_id, at=at, reason=reason.strip()
        )
    except Refusal as refusal:
        raise _ledger_refused(decision, refusal.term) from refusal


def _lock(decision_ids: Collection[UUID]) -> list[Decision]:
    """Lock the learners first, then the decisions, each in the order of their keys: every operation takes this order.

    Raises ``Decision.DoesNotExist`` if one of them is not there.
    """
    wanted = set(decision_ids)
    list(Enrolment.objects.select_for_update(of=("self",)).filter(decisions__in=wanted).order_by("id"))
    found = list(
        Decision.objects.select_for_update(of=("self",))
        .select_related("record", "rule_book", "enrolment")
        .prefetch_related("lines__course", "courses__course", "spends")
        .filter(record_id__in=wanted)
        .order_by("record_id")
    )
    if len(found) < len(wanted):
        raise Decision.DoesNotExist(f"{len(wanted) - len(found)} of the decisions does not exist, or is not to be seen")
    return found


def _check_postable(decision: Decision, *, actor: Actor, at: datetime) -> None:
    require(actor, "conversion.post", on=decision.enrolment.college_id, at=day_of(at))
    number = decision.record.number or ""
    if decision.record.state != State.CLAIMED:
        raise Refusal("decision_not_waiting", NOT_WAITING.format(number=number))
    if actor.person_id is not None and decision.enrolment.person_id == actor.person_id:
        raise Refusal("own_claim", OWN_CLAIM.format(number=number))
    _check_again(decision, at=at)


def _post(decisions: Sequence[Decision], *, actor: Actor, at: datetime) -> dict[UUID, Refusal]:
    """Post all of them and give nothing, or post none and give whom the ledger refused."""
    with transaction.atomic():
        moves = [NewMove(decision.record_id, "post", State.CLAIMED, State.POSTED) for decision in decisions]
        move_records(moves, actor=actor, at=at)
        for decision in decisions:
            log(actor=actor, act="decision.post", about=decision.record_id, at=at, detail={"book": decision.book_hash})
        note_posted(decisions, at=at)
        tell_learners(decisions, State.POSTED, actor=actor, at=at)
        open_accounts_of([decision.enrolment for decision in decisions])
        outcomes = post([request for decision in decisions for request in transfers_of(decision, at=at)])
        culprits = _culprits(decisions, outcomes)
        if culprits:
            transaction.set_rollback(True)
    return culprits


def _culprits(decisions: Sequence[Decision], outcomes: Sequence[Outcome]) -> dict[UUID, Refusal]:
    reasons = {
        outcome.id: outcome.term
        for outcome in outcomes
        if isinstance(outcome, Refused) and outcome.code != Code.GROUP_REFUSED
    }
    return {
        decision.record_id: _ledger_refused(decision, reasons[entry.key])
        for decision in decisions
        for entry in entries_of(decision)
        if entry.key in reasons
    }


def _ledger_refused(decision: Decision, reason: Term) -> Refusal:
    """The ledger's refusal of one transfer as a sentence about the decision."""
    return Refusal("ledger_refused", LEDGER_REFUSED.format(number=decision.record.number or "", reason=reason))


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
    problem = prepared.possible if decision.by_panel else prepared.certain
    allocation = allocation_of(problem, lines)
    violations = check(problem, allocation)
    number = decision.record.number or ""
    if violations:
        raise Refusal("claim_no_longer_holds", NO_LONGER_HOLDS.format(number=number, reason=violations[0].term))
    if not _same_figures(decision, plan_of(prepared, problem, allocation)):
        raise Refusal("claim_no_longer_holds", NO_LONGER_HOLDS.format(number=number, reason=FIGURES_CHANGED))


def _same_figures(decision: Decision, plan: Plan) -> bool:
    credited = {
        each.course.code: to_units(each.credited, Unit.COURSE_CREDIT) for each in plan.courses.values() if each.credited
    }
    spent = {key: each.standard for key, each in plan.outcomes.items() if each.consumed_grain}
    return credited == {row.course.code: row.credited for row in decision.courses.all()} and spent == {
        str(row.outcome_id): row.standard for row in decision.spends.all()
    }
