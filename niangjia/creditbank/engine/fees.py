"""What a conversion costs the learner (family 13). Fees are told beside the plan and never change it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import FeePer, FeeRow
from niangjia.creditbank.engine.facts import learner_facts
from niangjia.creditbank.engine.plan import OutcomeUse, Plan
from niangjia.creditbank.engine.preparation import Prepared

_FEN: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Fee:
    """What one row asks: ``quantity`` decisions, outcomes, courses or credits, and ``yuan`` for all of them.

    ``is_certain`` is False where a fact of the learner that the row asks is not known.
    """

    row: FeeRow
    quantity: Decimal
    yuan: Decimal
    is_certain: bool = True


def fees_of(prepared: Prepared, plan: Plan) -> tuple[Fee, ...]:
    """The fees of a plan, in the order of the book; a plan that recognises nothing costs nothing."""
    facts = learner_facts(prepared.case.learner, prepared.case.on)
    verdicts = [Truth.YES if row.when is None else holds(row.when, facts) for row in prepared.case.book.fees]
    asked = zip(prepared.case.book.fees, verdicts, strict=True)
    fees = (_fee(row, _quantity(row, plan), verdict) for row, verdict in asked if verdict is not Truth.NO)
    return tuple(fee for fee in fees if fee.quantity > 0)


def _fee(row: FeeRow, quantity: Decimal, verdict: Truth) -> Fee:
    return Fee(row, quantity, (row.yuan * quantity).quantize(_FEN), is_certain=verdict is Truth.YES)


def _quantity(row: FeeRow, plan: Plan) -> Decimal:
    match row.per:
        case FeePer.CREDIT:
            return plan.totals.recognised
        case FeePer.COURSE:
            return Decimal(sum(1 for course in plan.courses.values() if course.credited > 0))
        case FeePer.OUTCOME:
            return Decimal(sum(1 for outcome in plan.outcomes.values() if outcome.use is OutcomeUse.USED))
        case FeePer.DECISION:
            return Decimal(1 if plan.lines else 0)
