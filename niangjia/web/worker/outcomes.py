"""Everything deposited for the worker: where it stands, what it is worth, what was used of it, and why."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.core.units import Unit, from_units
from niangjia.creditbank.certification.models import Certification
from niangjia.creditbank.engine.explanation import why_outcome
from niangjia.creditbank.engine.plan import OutcomeUse
from niangjia.creditbank.engine.why import Why
from niangjia.creditbank.engine.wording import KINDS, same, title_of
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held, outcomes_of_person
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.ledger.queries import balances
from niangjia.web.worker.answers import Answer
from niangjia.web.worker.records import StateView

STATES: Final = {
    State.DEPOSITED: StateView(Term("等认证", "waits for certification"), "wait", "ink"),
    State.CHECKED: StateView(Term("初审通过，等复核", "passed the first check"), "wait", "ink"),
    State.RETURNED: StateView(Term("请补材料", "more evidence, please"), "due", "warn"),
    State.CERTIFIED: StateView(Term("已认证", "certified"), "done", "good"),
    State.SUSPENDED: StateView(Term("暂停使用，机构在核查", "suspended, looked into"), "wait", "warn"),
    State.REFUSED: StateView(Term("不予认证", "not certified"), "no", "bad"),
    State.REVOKED: StateView(Term("认证已撤销", "certification revoked"), "no", "bad"),
}


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome. ``value`` and ``left`` are standard credits; ``use`` is what the proposal does with it."""

    id: UUID
    title: Term
    kind: Term
    number: str
    issuer: str
    awarded_on: date
    expires_on: date | None
    body: str
    state: StateView
    reason: str
    value: Decimal | None
    left: Decimal | None
    use: Term | None
    given: Fraction

    @property
    def is_open(self) -> bool:
        """Whether the body has not decided on it, so that papers can be added."""
        return self.value is None and not self.state.tone.startswith("bad")

    @property
    def is_touched(self) -> bool:
        """Whether a recorded decision took something of it."""
        return self.value is not None and self.left is not None and self.left < self.value


def outcome_views(person_id: UUID, answer: Answer | None) -> tuple[OutcomeView, ...]:
    """Everything deposited, newest award first. Three queries."""
    rows = list(outcomes_of_person(person_id))
    keys = [row.record_id for row in rows]
    left = balances(keys)
    said = Certification.objects.filter(outcome_id__in=keys).exclude(reason="").order_by("at")
    reasons = dict(said.values_list("outcome_id", "reason"))
    return tuple(_view(row, left.get(row.record_id), reasons.get(row.record_id, ""), answer) for row in rows)


def _view(row: Outcome, balance: int | None, reason: str, answer: Answer | None) -> OutcomeView:
    result = answer.conversion.certain.outcomes.get(str(row.record_id)) if answer and answer.conversion else None
    return OutcomeView(
        id=row.record_id,
        title=title_of(as_held(row)),
        kind=KINDS[row.kind],
        number=row.certificate_number or "",
        issuer=row.issuer or "",
        awarded_on=row.awarded_on,
        expires_on=row.expires_on,
        body=row.body.name,
        state=STATES[State(row.record.state)],
        reason=reason if row.void_at else "",
        value=None if row.standard_value is None else from_units(row.standard_value, Unit.STANDARD_CREDIT),
        left=None if balance is None else from_units(balance, Unit.STANDARD_CREDIT),
        use=None if result is None else USES[result.use],
        given=Fraction() if result is None else result.given,
    )


USES: Final = {
    OutcomeUse.USED: Term("这次能用上", "used by the proposal"),
    OutcomeUse.KEPT: Term("这次没用上，留着", "not used now, kept"),
    OutcomeUse.EXCLUDED: Term("这次用了另一份，这份留着", "another is used instead; kept"),
    OutcomeUse.BARRED: Term("不能用", "can't be used"),
}


def outcome_why(answer: Answer, key: UUID) -> Why | None:
    """Why the outcome counts or not, each part under the name of its course; None where there is no answer for it."""
    if answer.conversion is None or str(key) not in answer.conversion.certain.outcomes:
        return None
    plan, why = answer.conversion.certain, why_outcome(answer.conversion, str(key))
    codes = dict.fromkeys(line.course for line in plan.outcomes[str(key)].lines)
    titles = [same(f"《{plan.courses[code].course.name}》") for code in codes]
    return replace(
        why, strands=tuple(replace(part, title=title) for part, title in zip(why.strands, titles, strict=True))
    )
