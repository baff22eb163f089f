"""A condition as one SQL boolean that is true, false or NULL exactly where ``holds`` says yes, no or unknown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Final

from niangjia.core.conditions.types import (
    AnyOf,
    Comparison,
    Condition,
    Constant,
    Context,
    Count,
    Fact,
    Joined,
    Joiner,
    OneOf,
    Operand,
    Operator,
    Parameter,
    Sum,
    Under,
    Value,
    kind_of,
    name_of,
    plain,
)
from niangjia.core.conditions_sql.sources import CollectionSource, Sources

_SYMBOLS: Final[Mapping[Operator, str]] = {
    Operator.EQUALS: "=",
    Operator.DIFFERS: "<>",
    Operator.LESS_THAN: "<",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.AT_LEAST: ">=",
}
_CASTS: Final = {"boolean": "boolean", "number": "numeric", "text": "text", "date": "date", "key": "uuid"}
_BIGINT: Final = 2**63
# Between bounds l and r: (it holds of every pair, it holds of none).
_SPANS: Final[Mapping[Operator, tuple[str, str]]] = {
    Operator.EQUALS: (
        "left_span.low = left_span.high AND right_span.low = right_span.high AND left_span.low = right_span.low",
        "left_span.high < right_span.low OR right_span.high < left_span.low",
    ),
    Operator.DIFFERS: (
        "left_span.high < right_span.low OR right_span.high < left_span.low",
        "left_span.low = left_span.high AND right_span.low = right_span.high AND left_span.low = right_span.low",
    ),
    Operator.LESS_THAN: ("left_span.high < right_span.low", "left_span.low >= right_span.high"),
    Operator.AT_MOST: ("left_span.high <= right_span.low", "left_span.low > right_span.high"),
    Operator.MORE_THAN: ("left_span.low > right_span.high", "left_span.high <= right_span.low"),
    Operator.AT_LEAST: ("left_span.low >= right_span.high", "left_span.high < right_span.low"),
}
# ``met`` is the verdict on each member, ``amount`` what it adds.
_ANY: Final = Template(
    "(SELECT CASE WHEN bool_or(met) THEN TRUE WHEN bool_or(met IS NULL) THEN NULL ELSE FALSE END FROM $members)"
)
_COUNT: Final = Template(
    "SELECT count(*) FILTER (WHERE met) AS low, count(*) FILTER (WHERE met IS NOT FALSE) AS high FROM $members"
)
_SUM: Final = Template(
    "SELECT CASE WHEN open THEN NULL ELSE low END AS low, CASE WHEN open THEN NULL ELSE high END AS high FROM (SELECT"
    " bool_or(met IS NOT FALSE AND amount IS NULL) AS open,"
    " coalesce(sum(CASE WHEN met THEN amount WHEN met IS NULL THEN least(amount, 0) ELSE 0 END), 0) AS low,"
    " coalesce(sum(CASE WHEN met THEN amount WHEN met IS NULL THEN greatest(amount, 0) ELSE 0 END), 0) AS high"
    " FROM $members) AS sums"
)


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with the values of its ``%s``."""

    text: str
    values: tuple[Value | None, ...] = ()


def to_sql(condition: Condition, sources: Sources) -> tuple[str, list[Value | None]]:
    """A three-valued SQL boolean in parentheses and its parameters, for psycopg.

    What passes ``WHERE`` is what surely meets the condition. Raises KeyError for a fact or collection without a source.
    """
    found = _condition(condition, sources)
    return found.text, list(found.values)


def _condition(condition: Condition, sources: Sources) -> Sql:
    match condition:
        case Joined(joiner, members):
            return _joined(joiner, [_condition(member, sources) for member in members])
        case Comparison(left, operator, right):
            return _compared(left, operator, right, sources)
        case OneOf(left, values):
            return _joined(Joiner.ANY, [_compared(left, Operator.EQUALS, value, sources) for value in values])
        case Under():
            return _under(condition, sources)
        case AnyOf(collection, where):
            source = sources.collections[collection]
            return _if_known(source, _filled(_ANY, _members(source, where, None, sources)))
    raise TypeError(f"no condition: {condition!r}")


def _joined(joiner: Joiner, members: Sequence[Sql]) -> Sql:
    if not members:
        return Sql("FALSE" if joiner is Joiner.ANY else "TRUE")
    word = " AND " if joiner is Joiner.ALL else " OR "
    prefix = "NOT " if joiner is Joiner.NONE else ""
    return _sql(f"({prefix}({word.join('{}' for _ in members)}))", members)


def _compared(left: Operand, operator: Operator, right: Operand, sources: Sources) -> Sql:
    if not isinstance(left, Count | Sum) and not isinstance(right, Count | Sum):
        return _sql(f"({{}} {_SYMBOLS[operator]} {{}})", [_scalar(left, sources), _scalar(right, sources)])
    every, none = _SPANS[operator]
    verdict = f"CASE WHEN {every} THEN TRUE WHEN {none} THEN FALSE END"
    text = f"(SELECT {verdict} FROM ({{}}) AS left_span, ({{}}) AS right_span)"  # noqa: S608 - values are parameters
    return _sql(text, [_span(left, sources), _span(right, sources)])


def _span(operand: Operand, sources: Sources) -> Sql:
    if not isinstance(operand, Count | Sum):
        value = _scalar(operand, sources)
        return _sql("SELECT {}::numeric AS low, {}::numeric AS high", [value, value])
    source = sources.collections[operand.collection]
    amount = operand.name if isinstance(operand, Sum) else None
    members = _members(source, operand.where, amount, sources)
    span = _filled(_SUM if amount else _COUNT, members)
    if source.known is None:
        return span
    text = f"SELECT low, high FROM (SELECT) AS one LEFT JOIN ({{}}) AS span ON ({_braced(source.known)})"  # noqa: S608 - the same
    return _sql(text, [span])


def _members(source: CollectionSource, where: Condition, amount: str | None, sources: Sources) -> Sql:
    inside = Sources(source.facts, {}, sources.trees, sources.context, sources.parameters)
    added = f", {source.facts[amount]} AS amount" if amount else ""
    rows = f"{_braced(added)} FROM {_braced(source.rows)}"
    return _sql(f"(SELECT {{}} AS met{rows}) AS member_verdicts", [_condition(where, inside)])


def _under(line: Under, sources: Sources) -> Sql:
    value, node = _scalar(line.left, sources), _scalar(line.node, sources)
    template = sources.trees.get(name_of(line.left) or "")
    if template is None:
        text = "({} = {} OR starts_with({}, {} || '-') OR starts_with({}, {} || '.'))"
        found = _sql(text, [value, node] * 3)
        return found if line.on is None else _unless_null([_scalar(line.on, sources)], found)
    asked = {"value": value, "node": node, "on": Sql("NULL::date") if line.on is None else _scalar(line.on, sources)}
    needed = [value, node] if line.on is None else list(asked.values())
    return _unless_null(needed, _named(template, asked))


def _unless_null(needed: Sequence[Sql], found: Sql) -> Sql:
    checks = " OR ".join("{} IS NULL" for _ in needed)
    return _sql(f"(CASE WHEN {checks} THEN NULL ELSE {{}} END)", [*needed, found])


def _scalar(operand: Operand, sources: Sources) -> Sql:
    match operand:
        case Fact(name):
            return Sql(f"({sources.facts[name]})")
        case Constant(value):
            return _value(value)
        case Parameter(name):
            return _value(sources.parameters.get(name))
        case Context(name):
            return _value(sources.context.get(name))
    raise TypeError(f"no single value: {operand!r}")


def _value(value: Value | None) -> Sql:
    if value is None:
        return Sql("NULL")
    bare = plain(value)
    if isinstance(bare, int) and not isinstance(bare, bool) and abs(bare) < _BIGINT:
        return Sql("%s::bigint", (bare,))
    return Sql(f"%s::{_CASTS[kind_of(bare)]}", (bare,))


def _if_known(source: CollectionSource, found: Sql) -> Sql:
    return found if source.known is None else _sql(f"(CASE WHEN {_braced(source.known)} THEN {{}} END)", [found])


def _filled(template: Template, members: Sql) -> Sql:
    return Sql(template.substitute(members=members.text), members.values)


def _named(template: str, pieces: Mapping[str, Sql]) -> Sql:
    """Fill a tree's template; its pieces' values follow in the order in which the template names them."""
    parts = template.replace("}", "{").split("{")
    chosen = [pieces[part] if index % 2 else Sql(part) for index, part in enumerate(parts)]
    return _sql(f"({'{}' * len(chosen)})", chosen)


def _sql(text: str, pieces: Iterable[Sql]) -> Sql:
    """Fill each ``{}`` with a piece; the values follow in the same order."""
    listed = list(pieces)
    values = tuple(value for piece in listed for value in piece.values)
    return Sql(text.format(*(piece.text for piece in listed)), values)


def _braced(trusted: str) -> str:
    """Trusted SQL as it must stand in a text to be filled."""
    return trusted.replace("{", "{{").replace("}", "}}")


def first_match_sql(conditions: Sequence[Condition], sources: Sources) -> tuple[str, list[Value | None]]:
    """The number of the first condition that surely holds, -1 where none does: one CASE and its parameters."""
    found = [_condition(condition, sources) for condition in conditions]
    branches = "".join(f" WHEN {{}} THEN {place}" for place in range(len(found)))
    whole = _sql(f"(CASE{branches} ELSE -1 END)", found) if found else Sql("(-1)")
    return whole.text, list(whole.values)
