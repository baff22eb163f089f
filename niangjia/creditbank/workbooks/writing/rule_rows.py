"""Rows of a rule book as the sheets have them: what each column means, by its name. The inverse of reading them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from niangjia.core.conditions import Condition
from niangjia.core.conditions.types import Comparison, Constant, Fact, Joined, Joiner, Operator
from niangjia.creditbank.engine.books import (
    ExampleRow,
    FeeRow,
    HeldOutcome,
    KindSetting,
    LimitRow,
    PackageRow,
    RecognitionRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.workbooks.forms.conditions import (
    COURSE_CONDITIONS,
    LEARNER_CONDITIONS,
    OUTCOME_CONDITIONS,
)
from niangjia.creditbank.workbooks.outcome_rows import FACT_NAMES, outcome_of
from niangjia.creditbank.workbooks.writing.cells import percent
from niangjia.creditbank.workbooks.writing.conditions import condition_meanings

Meanings = dict[str, Any]
_ABOUT_OUTCOME: Final = (*OUTCOME_CONDITIONS, *LEARNER_CONDITIONS)
_DECIDED: Final = ("recognition", "decided_by", "mark")


def _named(row: object, *names: str) -> Meanings:
    return {name: getattr(row, name) for name in names}


def _with_id(row: object, *names: str) -> Meanings:
    return _named(row, "id", "article", *names)


def kinds(book: RuleBook) -> list[Meanings]:
    """成果种类."""
    return [_kind(row) for row in book.kinds]


def _kind(row: KindSetting) -> Meanings:
    return _named(row, "kind", "fan_out", "remainder", "shelf_life_months", "swallow")


def valuations(book: RuleBook) -> list[Meanings]:
    """折算."""
    return [_valuation(row) for row in book.valuations]


def _valuation(row: ValuationRow) -> Meanings:
    asked = condition_meanings(row.when, _ABOUT_OUTCOME, row=row.id)
    return {**_with_id(row, "credits", "measure", "per"), "times_share": row.times_share or None, **asked}


def recognitions(book: RuleBook) -> list[Meanings]:
    """认定."""
    return [_recognition(row) for row in book.rows]


def _recognition(row: RecognitionRow) -> Meanings:
    when, most = _without_course_credits(row.when)
    flags = {name: getattr(row, name) or None for name in ("spill", "unrelated", "not_above_own_value")}
    return {
        **_with_id(row, "courses", "categories", "least", "note", *_DECIDED),
        **flags,
        "most_course_credits": most,
        **condition_meanings(when, _ABOUT_OUTCOME, row=row.id),
    }


def _without_course_credits(when: Condition) -> tuple[Condition, Decimal | None]:
    match when:
        case Joined(
            Joiner.ALL, (inner, Comparison(Fact("course_credits"), Operator.AT_MOST, Constant(Decimal() as most)))
        ):
            return inner, most
    return when, None


def packages(book: RuleBook) -> list[Meanings]:
    """组合: a row for each outcome that a package takes; what all share stands in the first."""
    return [row for package in book.packages for row in _package(package)]


def _package(package: PackageRow) -> Iterator[Meanings]:
    for position, take in enumerate(package.takes):
        shared = _with_id(package, "gives", *_DECIDED) if position == 0 else _with_id(package)
        asked = condition_meanings(take.when, OUTCOME_CONDITIONS, row=package.id)
        yield {**shared, "take_credits": take.credits, **asked}


def never(book: RuleBook) -> list[Meanings]:
    """不认定."""
    return [{**_with_id(row), **condition_meanings(row.when, _ABOUT_OUTCOME, row=row.id)} for row in book.never]


def limits(book: RuleBook) -> list[Meanings]:
    """限额."""
    return [_limit(row) for row in book.limits]


def _limit(row: LimitRow) -> Meanings:
    columns = OUTCOME_CONDITIONS if row.side is Side.SOURCE else COURSE_CONDITIONS
    asked = {} if row.when is None else condition_meanings(row.when, columns, row=row.id)
    counted = _with_id(row, "name", "kind", "side", "each_of", "period", "dated_by")
    return {**counted, "bound": _bound(row), **asked}


def _bound(row: LimitRow) -> str | int | Decimal | None:
    if row.part is not None and row.whole is not None:
        return percent(Decimal(row.part) / Decimal(row.whole))
    return row.count if row.credits is None else row.credits


def relations(book: RuleBook) -> list[Meanings]:
    """互斥."""
    return [_with_id(row, "kind", "within_months") for row in book.relations]


def gates(book: RuleBook) -> list[Meanings]:
    """门槛."""
    return [
        {**_with_id(row, "name"), **condition_meanings(row.when, LEARNER_CONDITIONS, row=row.id)} for row in book.gates
    ]


def jurisdictions(book: RuleBook) -> list[Meanings]:
    """颁发地区."""
    return [_with_id(row, "name", "issuers") for row in book.jurisdictions]


def modules(book: RuleBook) -> list[Meanings]:
    """上级模块."""
    return [_with_id(row, "name", "level", "courses", "categories") for row in book.modules]


def recencies(book: RuleBook) -> list[Meanings]:
    """时效."""
    return [
        {**_with_id(row, "months"), **condition_meanings(row.when, OUTCOME_CONDITIONS, row=row.id)}
        for row in book.recencies
    ]


def marks(book: RuleBook) -> list[Meanings]:
    """成绩换算."""
    return [
        {**_with_id(row, "mark"), **condition_meanings(row.when, OUTCOME_CONDITIONS, row=row.id)} for row in book.marks
    ]


def fees(book: RuleBook) -> list[Meanings]:
    """费用."""
    return [_fee(row) for row in book.fees]


def _fee(row: FeeRow) -> Meanings:
    asked = {} if row.when is None else condition_meanings(row.when, LEARNER_CONDITIONS, row=row.id)
    return {**_with_id(row, "name", "yuan", "per"), **asked}


def examples(book: RuleBook) -> list[Meanings]:
    """样例."""
    return [_example(row) for row in book.examples]


def _example(row: ExampleRow) -> Meanings:
    return {**_named(row, "id", "note", "programme", "course", "accepted"), **_outcome(row.outcome)}


def _outcome(outcome: HeldOutcome) -> Mapping[str, Any]:
    """Its facts as they were written: reading makes the event of a competition whole and digests what is said."""
    facts: Meanings = {name: getattr(outcome, name) for name in FACT_NAMES}
    facts["made_from"] = facts["made_from"] or None
    event = facts["event"]
    written = [None, event] if event is None else [None, event.removesuffix(_year_of(outcome)), event]
    for candidate in written:
        if outcome_of({**facts, "event": candidate}) == outcome:
            return {**facts, "event": candidate}
    return facts


def _year_of(outcome: HeldOutcome) -> str:
    return f"（{outcome.awarded_on.year}年）"
