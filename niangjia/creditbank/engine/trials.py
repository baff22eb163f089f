"""What worked examples a book must bring before it is published: a yes, a no, every crediting row, and every edge."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from niangjia.core.conditions import Condition
from niangjia.core.conditions.types import Comparison, Constant, Fact, Operator
from niangjia.core.terms import Term
from niangjia.creditbank.engine.atoms import TooManyAlternativesError, alternatives
from niangjia.creditbank.engine.books import RuleBook
from niangjia.creditbank.engine.findings import Finding, listed
from niangjia.creditbank.engine.proofreading import WorkedExample
from niangjia.creditbank.engine.wording import label_of

NO_YES: Final = Term("还没有“认定”的样例。请至少写一个。", "No example is recognised. Write at least one.")
NO_NO: Final = Term("还没有“不认定”的样例。请至少写一个。", "No example is refused. Write at least one.")
UNTRIED: Final = Term("这些行还没有样例：{rows}。请各写一个。", "Rows without an example: {rows}. Write one for each.")
EDGE: Final = Term(
    "第 {row} 行的界限没有样例：{name} 正好等于 {value} 的成果。请写一个。",
    "The edge of row {row} has no example: an outcome whose {name} is exactly {value}. Write one.",
)
DIFFERS: Final = Term(
    "样例 {row} 与规则算出的结果不符。请改规则或改样例。", "Example {row} comes out otherwise. Mend the rules or it."
)
ORDERING: Final = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.LESS_THAN, Operator.MORE_THAN})


@dataclass(frozen=True, slots=True)
class Edge:
    """A bound of a row: where its condition turns from no to yes."""

    row: str
    fact: str
    value: Decimal | int


def trials_missing(book: RuleBook, worked: tuple[WorkedExample, ...]) -> tuple[Finding, ...]:
    """What its worked examples leave untried; a book that recognises nothing needs none."""
    return tuple(_missing(book, worked)) if book.rows or book.packages else ()


def edges_of(book: RuleBook) -> tuple[Edge, ...]:
    """Every bound on an amount of the outcome in a row that gives credit, once a row."""
    rows = [row for row in book.rows if row.recognition in book.gives_credit]
    return tuple(dict.fromkeys(edge for row in rows for edge in _edges(row.id, row.when)))


def _missing(book: RuleBook, worked: tuple[WorkedExample, ...]) -> Iterator[Finding]:
    for each in worked:
        if not each.agrees:
            yield Finding("example_differs", DIFFERS.format(row=each.example.id), (each.example.id,))
    if not any(each.agrees and each.accepted for each in worked):
        yield Finding("no_yes", NO_YES)
    if not any(each.agrees and each.accepted is False for each in worked):
        yield Finding("no_no", NO_NO)
    used = {row for each in worked for row in each.rows}
    rows = [row.id for row in book.rows if row.recognition in book.gives_credit and row.id not in used]
    if rows:
        yield Finding("rows_untried", UNTRIED.format(rows=listed(rows)), tuple(rows))
    held = [each.example.outcome for each in worked if each.accepted is not None]
    for edge in edges_of(book):
        if not any(getattr(outcome, edge.fact, None) == edge.value for outcome in held):
            said = EDGE.format(row=edge.row, name=label_of(edge.fact), value=edge.value)
            yield Finding("edge_untried", said, (edge.row,))


def _edges(row: str, when: Condition) -> Iterator[Edge]:
    try:
        found = alternatives(when)
    except TooManyAlternativesError:
        return
    for atom in (atom for alternative in found for atom in alternative):
        match atom.condition:
            case Comparison(Fact(name), operator, Constant(Decimal() | int() as value)) if operator in ORDERING:
                if not isinstance(value, bool) and name != "claimed_on" and not name.startswith("course_"):
                    yield Edge(row, name, value)
