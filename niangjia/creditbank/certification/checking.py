"""The first check, sending back to it, asking for more evidence, and the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.operations import log, log_many
from niangjia.core.audit.types import Actor
from niangjia.core.clock import SHANGHAI, day_of
from niangjia.core.constraints import constraints_as_refusals
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.deadlines import evidence_due
from niangjia.creditbank.certification.models import Check, ReasonUse
from niangjia.creditbank.certification.operations import lock_waiting, value_waiting, write_certified
from niangjia.creditbank.certification.reasons import reason_words
from niangjia.creditbank.certification.settings import check_rules, checking_of
from niangjia.creditbank.certification.taking import give_back_all
from niangjia.creditbank.certification.types import EVIDENCE, CheckReport
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.operations import require_may_offer
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import not_allowed
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.kernel.records.operations import meet_deadlines, move_records, set_deadlines
from niangjia.kernel.records.types import NewMove

RETURNED: Final = Term(
    "您的《{title}》需要补充材料：{reason}。请在 {due} 前补好。",
    "Your {title} needs more evidence: {reason}. Please add it by {due}.",
)
NOT_ASKED: Final = Term(
    "《{title}》现在不需要补充材料（可能已经办了）。请刷新后再看。",
    "Nothing is asked about {title} now; it may have been decided. Reload the page.",
)
NO_ANSWER: Final = Term("请写一句补了什么。", "Say what you added.")


def check_outcomes(outcome_ids: Sequence[UUID], *, original_seen: bool, actor: Actor, at: datetime) -> CheckReport:
    """Pass outcomes at the first check; those for which the bank sets one check are certified at once.

    Refuses what ``certify_outcomes`` refuses, but for ``first_check_missing``.
    """
    valued = value_waiting(lock_waiting(outcome_ids, State.DEPOSITED, actor=actor, at=at), at=at)
    second = [each for each in valued.outcomes if valued.checking(each).checks_count > 1]
    at_once = [each for each in valued.outcomes if valued.checking(each).checks_count == 1]
    if second:
        _write_checks(second, original_seen=original_seen, actor=actor, at=at)
    if at_once:
        write_certified(valued, at_once, original_seen=original_seen, actor=actor, at=at)
    return CheckReport(len(second), len(at_once), valued.unvalued)


def _write_checks(outcomes: Sequence[Outcome], *, original_seen: bool, actor: Actor, at: datetime) -> None:
    checks = [
        Check(
            outcome=outcome,
            version=outcome.record.version,
            original_seen=original_seen,
            by=account_of(actor),
            by_label=actor.label,
            at=at,
        )
        for outcome in outcomes
    ]
    with constraints_as_refusals():
        Check.objects.bulk_create(checks)
    move_records(
        [NewMove(each.record_id, "check", State.DEPOSITED, State.CHECKED) for each in outcomes], actor=actor, at=at
    )
    give_back_all(outcomes, at=at)
    log_many(actor=actor, act="outcomes.check", about=[each.record_id for each in outcomes], at=at)


def send_back_outcomes(outcome_ids: Sequence[UUID], *, reason: str, actor: Actor, at: datetime) -> int:
    """Send outcomes back to the first check, with a reason for the colleague. Gives how many.

    Refuses ``reason_missing`` and what ``lock_waiting`` refuses.
    """
    _, words = reason_words(ReasonUse.RETURN, None, reason, on=day_of(at))
    outcomes = lock_waiting(outcome_ids, State.CHECKED, actor=actor, at=at)
    moves = [NewMove(each.record_id, "recheck", State.CHECKED, State.DEPOSITED, reason=words.zh) for each in outcomes]
    move_records(moves, actor=actor, at=at)
    give_back_all(outcomes, at=at)
    return len(outcomes)


def return_outcomes(
    outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime, reason: str = "", reason_id: UUID | None = None
) -> int:
    """Ask the workers for more evidence, by a deadline of working days that the bank sets. Gives how many.

    Refuses ``reason_missing`` and what ``lock_waiting`` refuses.
    """
    row, words = reason_words(ReasonUse.RETURN, reason_id, reason, on=day_of(at))
    outcomes = lock_waiting(outcome_ids, State.DEPOSITED, State.CHECKED, actor=actor, at=at)
    rules = list(check_rules(on=day_of(at)))
    moves = [
        NewMove(each.record_id, "request", each.record.state, State.RETURNED, reason=words.zh) for each in outcomes
    ]
    move_records(moves, actor=actor, at=at)
    by_days: dict[int, list[Outcome]] = {}
    for each in outcomes:
        by_days.setdefault(checking_of(each.kind, each.standard_value or 0, rules).evidence_days, []).append(each)
    for days, group in by_days.items():
        _ask(group, days, words, actor=actor, at=at)
    give_back_all(outcomes, at=at)
    log(actor=actor, act="outcomes.ask", about=outcomes[0].body_id, at=at, detail={"reason": row.code if row else ""})
    return len(outcomes)


def _ask(outcomes: Sequence[Outcome], days: int, words: Term, *, actor: Actor, at: datetime) -> None:
    due, derivation = evidence_due(day_of(at), days)
    keys = [each.record_id for each in outcomes]
    set_deadlines(keys, obligation=EVIDENCE, due_at=due, derivation=derivation)
    until = due.astimezone(SHANGHAI).date()
    notify(
        [
            NewNotice(
                each.person_id,
                "outcome.returned",
                each.record_id,
                RETURNED.format(title=each.title, reason=words, due=until),
            )
            for each in outcomes
        ],
        actor=actor,
        at=at,
    )


def answer_request(outcome_id: UUID, *, note: str, actor: Actor, at: datetime) -> None:
    """Say what was added; the outcome waits for its first check again, late or not, as long as nobody decided.

    For the worker herself or her union's clerk. Refuses ``answer_missing``, ``act_not_allowed``, ``not_asked``.
    """
    if not note.strip():
        raise Refusal("answer_missing", NO_ANSWER)
    outcome = Outcome.objects.select_related("record").filter(record_id=outcome_id).first()
    if outcome is None:
        raise not_allowed("outcome.offer")
    require_may_offer([outcome.person_id], actor=actor, at=at)
    if outcome.record.state != State.RETURNED:
        raise Refusal("not_asked", NOT_ASKED.format(title=outcome.title))
    move = NewMove(outcome_id, "answer", State.RETURNED, State.DEPOSITED, reason=note.strip())
    move_records([move], actor=actor, at=at)
    meet_deadlines([outcome_id], obligation=EVIDENCE, at=at)
    log(actor=actor, act="outcome.answer", about=outcome_id, at=at)
