"""What a conversion costs the learner (family 13). Fees are told beside the plan and never change it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import FeePer, FeeRow, Learner, RuleBook
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


@dataclass(frozen=True, slots=True)
class Counted:
    """What fees are asked for: how many credits are recognised, for how many courses, from how many outcomes."""

    credits: Decimal
    courses: int
    outcomes: int


def fees_of(prepared: Prepared, plan: Plan) -> tuple[Fee, ...]:
    """The fees of a plan, in the order of the book; a plan that recognises nothing costs nothing."""
    case = prepared.case
    return fees_for(case.book, case.learner, counted_in(plan), on=case.on) if plan.lines else ()


def counted_in(plan: Plan) -> Counted:
    """What a plan is asked for."""
    return Counted(
        credits=plan.totals.recognised,
        courses=sum(1 for course in plan.courses.values() if course.credited > 0),
        outcomes=sum(1 for outcome in plan.outcomes.values() if outcome.use is OutcomeUse.USED),
    )


def fees_for(book: RuleBook, learner: Learner, counted: Counted, *, on: date) -> tuple[Fee, ...]:
    """The fees of one decision that recognises so much for a learner on a day, in the order of the book."""
    facts = learner_facts(learner, on)
    verdicts = [Truth.YES if row.when is None else holds(row.when, facts) for row in book.fees]
    asked = zip(book.fees, verdicts, strict=True)
    fees = (_fee(row, _quantity(row, counted), verdict) for row, verdict in asked if verdict is not Truth.NO)
    return tuple(fee for fee in fees if fee.quantity > 0)


def _fee(row: FeeRow, quantity: Decimal, verdict: Truth) -> Fee:
    return Fee(row, quantity, (row.yuan * quantity).quantize(_FEN), is_certain=verdict is Truth.YES)


def _quantity(row: FeeRow, counted: Counted) -> Decimal:
    match row.per:
        case FeePer.CREDIT:
            return counted.credits
        case FeePer.COURSE:
            return Decimal(counted.courses)
        case FeePer.OUTCOME:
            return Decimal(counted.outcomes)
        case FeePer.DECISION:
            return Decimal(1)
