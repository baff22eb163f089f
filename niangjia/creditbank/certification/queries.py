"""What the standard table says of outcomes, and what was decided on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from niangjia.core.conditions import Truth, explain
from niangjia.core.terms import Term
from niangjia.creditbank.engine.asking import lines_of_trace
from niangjia.creditbank.engine.books import HeldOutcome, Learner, RuleBook
from niangjia.creditbank.engine.facts import Facts, facts_of
from niangjia.creditbank.engine.nearest import nearest_valuation
from niangjia.creditbank.engine.valuation import value_of
from niangjia.creditbank.engine.why import WhyLine
from niangjia.creditbank.engine.wording import label_of, spaced
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import as_held
from niangjia.creditbank.rulebooks import models
from niangjia.creditbank.rulebooks.queries import engine_book

NO_ROW: Final = Term("没有一行写到这种成果", "no row speaks of such an outcome")
NEEDS: Final = Term("还缺：{facts}", "still needed: {facts}")
NEAREST: Final = Term(
    "最接近的是第 {row} 行（{article}），{missing}", "the nearest is row {row} ({article}): {missing}"
)
ASKED_AND_HELD: Final = Term("{label}：要求{asked}，登记的是{held}", "{label}: {asked} is asked, {held} is recorded")
ONE_OF_SEVERAL: Final = Term("{label}：{asked}", "{label}: {asked}")
NOBODY: Final = Learner(id="")  # a standard value does not depend on the person


@dataclass(frozen=True, slots=True)
class StandardValue:
    """An outcome's standard value in 1/100 credit and the row that gave it; 0 with the reason where none does."""

    amount: int
    row: str
    reason: Term


def standard_values(outcomes: Iterable[Outcome], *, table: models.RuleBook, on: date) -> dict[UUID, StandardValue]:
    """The standard value of each outcome by the bank's table."""
    return {outcome.record_id: standard_value(as_held(outcome), table=table, on=on) for outcome in outcomes}


def standard_value(held: HeldOutcome, *, table: models.RuleBook, on: date) -> StandardValue:
    """The standard value of one outcome, cut to 1/100 credit."""
    return value_by_book(held, engine_book(table), on=on)


def value_by_book(held: HeldOutcome, book: RuleBook, *, on: date) -> StandardValue:
    """The value of an outcome by a table, cut to 1/100 credit; else what is missing, and of which row."""
    facts = facts_of(held, NOBODY, on, jurisdictions=book.jurisdictions)
    valuation = value_of(held, facts, book)
    if valuation.value is None or valuation.row is None:
        needs = _joined(label_of(name) for name in valuation.needs)
        return StandardValue(0, "", NEEDS.format(facts=needs) if valuation.needs else _nearest(facts, book))
    return StandardValue(int(valuation.value * 100), valuation.row.id, Term("", ""))


def _nearest(facts: Facts, book: RuleBook) -> Term:
    """The row that comes nearest, and what of it the outcome does not meet."""
    row = nearest_valuation(facts, book)
    if row is None:
        return NO_ROW
    failed = [line for line in lines_of_trace(explain(row.when, facts)) if line.verdict is not Truth.YES]
    missing = _joined((_missing(line) for line in failed), "；", "; ")
    return NEAREST.format(row=row.id, article=row.article, missing=missing)


def _missing(line: WhyLine) -> Term:
    if line.children:
        return ONE_OF_SEVERAL.format(label=line.label, asked=_joined(_missing(child) for child in line.children))
    if line.required is None or line.held is None:
        return line.label
    return spaced(ASKED_AND_HELD, label=line.label, asked=line.required, held=line.held)


def _joined(terms: Iterable[Term], zh: str = "、", en: str = ", ") -> Term:
    """Words one after the other."""
    told = list(terms)
    return Term(zh.join(each.zh for each in told), en.join(each.en for each in told))
