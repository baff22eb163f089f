"""Certify or refuse outcomes. Certifying opens one lot on the ledger for each outcome, worth its standard value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit
from niangjia.creditbank.accreditation.queries import require_accredited
from niangjia.creditbank.accreditation.types import Work
from niangjia.creditbank.certification.conflicts import refuse_conflicts
from niangjia.creditbank.certification.deadlines import refuse_running_deadlines
from niangjia.creditbank.certification.models import Certification, CheckRule, ReasonUse, Verdict
from niangjia.creditbank.certification.proving import enter_certifications
from niangjia.creditbank.certification.queries import StandardValue, standard_values
from niangjia.creditbank.certification.reasons import reason_words
from niangjia.creditbank.certification.settings import Checking, check_rules, checking_of
from niangjia.creditbank.certification.taking import give_back_all, refuse_taken
from niangjia.creditbank.certification.types import EVIDENCE, ISSUE, REDEEMED, CertifyReport, Unvalued
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.operations import work_of
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.creditbank.outcomes.types import State
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.kernel.access.queries import require
from niangjia.kernel.ledger.operations import open_accounts, post_or_refuse
from niangjia.kernel.ledger.types import NewAccount, TransferRequest
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import meet_deadlines, move_records
from niangjia.kernel.records.types import NewMove

NO_TABLE = Term(
    "学分银行还没有在 {on} 有效的标准分值表，不能认证。请学分银行管理员先发布一份。",
    "The credit bank has no table of standard values in force on {on}, so nothing can be certified. "
    "Ask the bank to publish one.",
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
FIRST_CHECK = Term(
    "《{title}》要先初审，再由另一个人认证。请先在“待初审”里办。",
    "{title} takes a first check, then another person certifies it. Check it first.",
)
CERTIFIED = Term(
    "您的《{title}》认证好了，存入 {credits} 标准学分。", "Your {title} is certified: {credits} standard credits."
)
REFUSED = Term(
    "您的《{title}》没有通过认证。理由：{reason}。不服可以申诉。",
    "Your {title} was not certified. Reason: {reason}. You may appeal.",
)


def certify_outcomes(
    outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime, original_seen: bool = False
) -> CertifyReport:
    """Certify outcomes that wait, give each its standard value, and open its lot.

    What takes two checks must have passed the first, by another person. Those that no row of the standard table values
    go on waiting and are named in the report. Refuses ``nothing_chosen``, ``act_not_allowed``, ``not_waiting``, what
    ``refuse_conflicts``, ``refuse_taken`` and ``require_accredited`` refuse, ``no_standard_table``, ``not_valued``
    where none is valued, and ``first_check_missing``.
    """
    waiting = lock_waiting(outcome_ids, State.DEPOSITED, State.CHECKED, actor=actor, at=at)
    valued = value_waiting(waiting, at=at)
    for outcome in valued.outcomes:
        if outcome.record.state == State.DEPOSITED and valued.checking(outcome).checks_count > 1:
            raise Refusal("first_check_missing", FIRST_CHECK.format(title=outcome.title))
    write_certified(valued, valued.outcomes, original_seen=original_seen, actor=actor, at=at)
    return CertifyReport(len(valued.outcomes), valued.unvalued)


@dataclass(frozen=True, slots=True)
class Valued:
    """Outcomes that the standard table values, their values and how they are checked; and those that it does not."""

    table: RuleBook
    outcomes: list[Outcome]
    values: dict[UUID, StandardValue]
    unvalued: tuple[Unvalued, ...]
    rules: list[CheckRule]

    def checking(self, outcome: Outcome) -> Checking:
        """How an outcome is checked."""
        return checking_of(outcome.kind, self.values[outcome.record_id].amount, self.rules)


def value_waiting(waiting: list[Outcome], *, at: datetime) -> Valued:
    """What the standard table of the day says of outcomes. Refuses as ``certify_outcomes`` does."""
    require_fit_bodies(waiting, at=at)
    table = standard_table(day_of(at))
    if table is None:
        raise Refusal("no_standard_table", NO_TABLE.format(on=day_of(at)))
    values = standard_values(waiting, table=table, on=day_of(at))
    outcomes = [outcome for outcome in waiting if values[outcome.record_id].amount > 0]
    unvalued = tuple(_unvalued(outcome, values) for outcome in waiting if values[outcome.record_id].amount <= 0)
    if not outcomes:
        raise Refusal("not_valued", unvalued[0].reason)
    return Valued(table, outcomes, values, unvalued, list(check_rules(on=day_of(at))))


def write_certified(
    valued: Valued, outcomes: Sequence[Outcome], *, original_seen: bool, actor: Actor, at: datetime
) -> None:
    """Verdicts, moves, notices and lots of outcomes that may be certified."""
    _write_verdicts(outcomes, valued.values, valued.table, original_seen=original_seen, actor=actor, at=at)
    give_back_all(outcomes, at=at)
    notify([_certified_notice(each, valued.values[each.record_id].amount) for each in outcomes], actor=actor, at=at)
    _open_lots(outcomes, valued.values, at=at)


def _certified_notice(outcome: Outcome, amount: int) -> NewNotice:
    words = CERTIFIED.format(title=outcome.title, credits=f"{amount / 100:g}")
    return NewNotice(outcome.person_id, "outcome.certified", outcome.record_id, words)


def _unvalued(outcome: Outcome, values: dict[UUID, StandardValue]) -> Unvalued:
    reason = values[outcome.record_id].reason
    term = NOT_VALUED.format(title=outcome.title, person=outcome.person.name, reason=reason)
    return Unvalued(outcome.record_id, term)


def lock_waiting(outcome_ids: Sequence[UUID], *states: State, actor: Actor, at: datetime) -> list[Outcome]:
    """Lock the outcomes in the order of their keys: each must stand in one of these states where the actor certifies.

    That she sees an outcome is no right to decide on it: a college sees its learners' outcomes of every body. Refuses
    ``nothing_chosen``, ``act_not_allowed``, ``not_waiting``, and what ``refuse_conflicts`` and ``refuse_taken`` refuse.
    """
    if not outcome_ids:
        raise Refusal("nothing_chosen", NOTHING_CHOSEN)
    for body_id in Outcome.objects.filter(record_id__in=outcome_ids).values_list("body_id", flat=True).distinct():
        require(actor, "outcome.certify", on=body_id, at=day_of(at))
    outcomes = list(
        Outcome.objects.select_for_update(of=("self",))
        .filter(record_id__in=outcome_ids, record__state__in=states)
        .select_related("detail", "person", "record")
        .order_by("record_id")
    )
    if len(outcomes) != len(set(outcome_ids)):
        raise Refusal("not_waiting", NOT_WAITING.format(count=len(set(outcome_ids)) - len(outcomes)))
    refuse_conflicts(actor, outcomes, at=at)
    refuse_taken(actor, outcomes)
    return outcomes


def require_fit_bodies(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Every body must be accredited for its outcomes on the day of the act: see ``require_accredited``."""
    by_body: dict[UUID, list[tuple[Work, str]]] = {}
    for outcome in outcomes:
        by_body.setdefault(outcome.body_id, []).append((work_of(as_held(outcome)), outcome.title))
    for body_id, works in by_body.items():
        require_accredited(body_id, works, on=day_of(at))


def _write_verdicts(
    outcomes: Sequence[Outcome],
    values: dict[UUID, StandardValue],
    table: RuleBook,
    *,
    original_seen: bool,
    actor: Actor,
    at: datetime,
) -> None:
    certifications = [
        Certification(
            outcome=outcome,
            verdict=Verdict.CERTIFIED,
            standard_table=table,
            standard_row=values[outcome.record_id].row,
            standard_value=values[outcome.record_id].amount,
            original_seen=original_seen,
            by=actor.account_id,
            at=at,
        )
        for outcome in outcomes
    ]
    with constraints_as_refusals():
        Certification.objects.bulk_create(certifications)
    for outcome in outcomes:
        outcome.standard_value = values[outcome.record_id].amount
    Outcome.objects.bulk_update(outcomes, ["standard_value"], batch_size=1000)
    move_records(
        [NewMove(outcome.record_id, "certify", outcome.record.state, State.CERTIFIED) for outcome in outcomes],
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


def refuse_outcomes(
    outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime, reason: str = "", reason_id: UUID | None = None
) -> int:
    """Refuse outcomes that wait, for a reason of the catalogue, a sentence of one's own, or both. Gives how many.

    What was returned for more evidence can be refused once its deadline is over. Refuses ``reason_missing``,
    ``deadline_still_runs`` and what ``lock_waiting`` refuses.
    """
    row, words = reason_words(ReasonUse.REFUSE, reason_id, reason, on=day_of(at))
    outcomes = lock_waiting(outcome_ids, State.DEPOSITED, State.CHECKED, State.RETURNED, actor=actor, at=at)
    refuse_running_deadlines(outcomes, at=at)
    Certification.objects.bulk_create(
        Certification(
            outcome=outcome, verdict=Verdict.REFUSED, reason=words.zh, reason_row=row, by=actor.account_id, at=at
        )
        for outcome in outcomes
    )
    Outcome.objects.filter(record_id__in=outcome_ids).update(void_at=at)
    keys = [outcome.record_id for outcome in outcomes]
    moves = [NewMove(each.record_id, "refuse", each.record.state, State.REFUSED, reason=words.zh) for each in outcomes]
    move_records(moves, actor=actor, at=at)
    meet_deadlines(keys, obligation=EVIDENCE, at=at)
    give_back_all(outcomes, at=at)
    told = [
        NewNotice(each.person_id, "outcome.refused", each.record_id, REFUSED.format(title=each.title, reason=words))
        for each in outcomes
    ]
    notify(told, actor=actor, at=at)
    return len(outcomes)
