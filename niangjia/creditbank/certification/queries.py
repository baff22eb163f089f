"""What the standard table says of outcomes, and what was decided on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import HeldOutcome, Learner
from niangjia.creditbank.engine.facts import facts_of
from niangjia.creditbank.engine.valuation import value_of
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book

NO_ROW: Final = Term("没有一行写到这种成果", "no row speaks of such an outcome")
NEEDS: Final = Term("还缺：{facts}", "still needed: {facts}")
NOBODY: Final = Learner(id="")  # a standard value does not depend on the person


@dataclass(frozen=True, slots=True)
class StandardValue:
    """An outcome's standard value in 1/100 credit and the row that gave it; 0 with the reason where none does."""

    amount: int
    row: str
    reason: Term


def standard_values(outcomes: Iterable[Outcome], *, table: RuleBook, on: date) -> dict[UUID, StandardValue]:
    """The standard value of each outcome by the bank's table."""
    return {outcome.record_id: standard_value(as_held(outcome), table=table, on=on) for outcome in outcomes}


def standard_value(held: HeldOutcome, *, table: RuleBook, on: date) -> StandardValue:
    """The standard value of one outcome, cut to 1/100 credit."""
    book = engine_book(table)
    valuation = value_of(held, facts_of(held, NOBODY, on, jurisdictions=book.jurisdictions), book)
    if valuation.value is None or valuation.row is None:
        reason = NEEDS.format(facts="、".join(valuation.needs)) if valuation.needs else NO_ROW
        return StandardValue(0, "", reason)
    return StandardValue(int(valuation.value * 100), valuation.row.id, Term("", ""))
