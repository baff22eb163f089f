"""Certify or refuse outcomes. Certifying opens one lot on the ledger for each outcome, worth its standard value."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.creditbank.accreditation.queries import require_accredited
from niangjia.creditbank.accreditation.types import Work
from niangjia.creditbank.certification.models import Certification, Verdict
from niangjia.creditbank.certification.proving import enter_certifications
from niangjia.creditbank.certification.queries import StandardValue, standard_values
from niangjia.creditbank.certification.types import ISSUE, REDEEMED, CertifyReport, Unvalued
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.operations import work_of
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.creditbank.outcomes.types import State
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import open_accounts, post_or_refuse
from niangjia.kernel.ledger.types import NewAccount, TransferRequest
from niangjia.kernel.records.operations import move_records
from niangjia.kernel.records.types import NewMove

NO_TABLE = Term(
    "学分银行还没有在 {on} 有效的标准分值表，不能认证。请学分银行管理员先发布一份。",
    "The credit bank has no table of standard values in force on {on}, so nothing can be certified. "
    "Ask the bank to publish one.",
)
OWN = Term(
    "《{title}》是您本人的成果，不能由您认证。请转给另一位认证员。",
    "{title} is your own outcome: another certifier must decide on it.",
)
NOT_WAITING = Term(
    "有 {count} 项成果不在待认证状态（可能别人刚刚办过）。请刷新后重选。",
    "{count} outcome(s) are not waiting any more; someone may have just decided. Reload and choose again.",
)
NOT_VALUED = Term(
    "《{title}》（{person}）在标准分值表里没有对应的行：{reason}。请核对等级、学时等，或请学分银行补一行。",
    "No row of the standard table values {title} ({person}): {reason}. Check its facts, or ask the bank for a row.",
)
NOTHING_CHOSEN = Term("没有选中任何成果。请先勾选。", "No outcome is chosen: tick some first.")
NO_REASON = Term("不予认证要写明理由，职工会看到这句话。", "A refusal needs a reason; the worker will read it.")


def certify_outcomes(outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> CertifyReport:
    """Certify outcomes that wait, give each its standard value, and open its lot.

    Those that no row of the standard table values go on waiting and are named in the report.
    Refuses ``nothing_chosen``, ``act_not_allowed``, ``not_waiting``, ``own_outcome``, ``no_standard_table``, what
    ``require_accredited`` refuses, and ``not_valued`` where none is valued.
    """
    if not outcome_ids:
        raise Refusal("nothing_chosen", NOTHING_CHOSEN)
    waiting = lock_waiting(outcome_ids, actor=actor, at=at)
    require_fit_bodies(waiting, at=at)
    table = standard_table(day_of(at))
    if table is None:
        raise Refusal("no_standard_table", NO_TABLE.format(on=day_of(at)))
    values = standard_values(waiting, table=table, on=day_of(at))
    outcomes = [outcome for outcome in waiting if values[outcome.record_id].amount > 0]
    unvalued = tuple(_unvalued(outcome, values) for outcome in waiting if values[outcome.record_id].amount <= 0)
    if not outcomes:
        raise Refusal("not_valued", unvalued[0].reason)
    _write_verdicts(outcomes, values, table, actor=actor, at=at)
    _open_lots(outcomes, values, at=at)
    return CertifyReport(len(outcomes), unvalued)


def _unvalued(outcome: Outcome, values: dict[UUID, StandardValue]) -> Unvalued:
    reason = values[outcome.record_id].reason
    term = NOT_VALUED.format(title=outcome.title, person=outcome.person.name, reason=reason)
    return Unvalued(outcome.record_id, term)


def lock_waiting(outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> list[Outcome]:
    """Lock the outcomes in the order of their keys: each must wait where the actor certifies, none be her own.

    That she sees an outcome is no right to decide on it: a college sees its learners' outcomes of every body.
    """
    for body_id in Outcome.objects.filter(record_id__in=outcome_ids).values_list("body_id", flat=True).distinct():
        require(actor, "outcome.certify", on=body_id, at=day_of(at))
    outcomes = list(
        Outcome.objects.select_for_update(of=("self",))
        .filter(record_id__in=outcome_ids, record__state=State.DEPOSITED)
        .select_related("detail", "person", "record")
        .order_by("record_id")
    )
    if len(outcomes) != len(set(outcome_ids)):
        raise Refusal("not_waiting", NOT_WAITING.format(count=len(set(outcome_ids)) - len(outcomes)))
    for outcome in outcomes:
        if actor.person_id is not None and outcome.person_id == actor.person_id:
            raise Refusal("own_outcome", OWN.format(title=outcome.title))
    return outcomes


def require_fit_bodies(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Every body must be accredited for its outcomes on the day of the act: see ``require_accredited``."""
    by_body: dict[UUID, list[tuple[Work, str]]] = {}
    for outcome in outcomes:
        by_body.setdefault(outcome.body_id, []).append((work_of(as_held(outcome)), outcome.title))
    for body_id, works in by_body.items():
        require_accredited(body_id, works, on=day_of(at))


def _write_verdicts(
    outcomes: Sequence[Outcome], values: dict[UUID, StandardValue], table: RuleBook, *, actor: Actor, at: datetime
) -> None:
    certifications = Certification.objects.bulk_create(
        Certification(
            outcome=outcome,
            verdict=Verdict.CERTIFIED,
            standard_table=table,
            standard_row=values[outcome.record_id].row,
            standard_value=values[outcome.record_id].amount,
            by=actor.account_id,
            at=at,
        )
        for outcome in outcomes
    )
    for outcome in outcomes:
        outcome.standard_value = values[outcome.record_id].amount
    Outcome.objects.bulk_update(outcomes, ["standard_value"], batch_size=1000)
    move_records(
        [NewMove(outcome.record_id, "certify", State.DEPOSITED, State.CERTIFIED) for outcome in outcomes],
        actor=actor,
        at=at,
    )
    enter_certifications(certifications, table.content_hash)
    log(actor=actor, act="outcomes.certify", about=table.id, at=at, detail={"count": str(len(outcomes))})


def _open_lots(outcomes: Sequence[Outcome], values: dict[UUID, StandardValue], *, at: datetime) -> None:
    open_accounts(
        [
            NewAccount(ISSUE, Unit.STANDARD_CREDIT, "bank.issue"),
            NewAccount(REDEEMED, Unit.STANDARD_CREDIT, "bank.redeemed"),
            *(
                NewAccount(outcome.record_id, Unit.STANDARD_CREDIT, "lot", owner_id=outcome.person_id, floor=0)
                for outcome in outcomes
            ),
        ]
    )
    post_or_refuse(
        [
            TransferRequest(
                id=new_id(),
                from_account=ISSUE,
                to_account=outcome.record_id,
                amount=values[outcome.record_id].amount,
                unit=Unit.STANDARD_CREDIT,
                event_at=at,
                about_id=outcome.record_id,
                reason="certify",
            )
            for outcome in outcomes
        ]
    )


def refuse_outcomes(outcome_ids: Sequence[UUID], *, reason: str, actor: Actor, at: datetime) -> int:
    """Refuse outcomes that wait, with a reason for the worker. Gives how many.

    Refuses ``reason_missing``, ``nothing_chosen``, ``not_waiting``, ``act_not_allowed`` and ``own_outcome``.
    """
    if not reason.strip():
        raise Refusal("reason_missing", NO_REASON)
    if not outcome_ids:
        raise Refusal("nothing_chosen", NOTHING_CHOSEN)
    outcomes = lock_waiting(outcome_ids, actor=actor, at=at)
    Certification.objects.bulk_create(
        Certification(outcome=outcome, verdict=Verdict.REFUSED, reason=reason.strip(), by=actor.account_id, at=at)
        for outcome in outcomes
    )
    Outcome.objects.filter(record_id__in=outcome_ids).update(void_at=at)
    move_records(
        [
            NewMove(outcome.record_id, "refuse", State.DEPOSITED, State.REFUSED, reason=reason.strip())
            for outcome in outcomes
        ],
        actor=actor,
        at=at,
    )
    return len(outcomes)
