"""A rule's condition as a clerk reads it: 证书等级不低于三级（高级工），成果种类为技能等级证书."""

from collections.abc import Mapping
from functools import reduce
from types import MappingProxyType
from typing import Final

from niangjia.core.conditions import Condition, Operand, Operator, Value
from niangjia.core.conditions.types import AnyOf, Comparison, Constant, Fact, Joined, Joiner, OneOf, Under
from niangjia.core.terms import Term
from niangjia.creditbank.engine.wording import label_of, shown

OPERATORS: Final = {
    Operator.EQUALS: Term("{label}：{value}", "{label}: {value}"),
    Operator.DIFFERS: Term("{label}不是{value}", "{label} is not {value}"),
    Operator.LESS_THAN: Term("{label}不足{value}", "{label} below {value}"),
    Operator.AT_MOST: Term("{label}不超过{value}", "{label} at most {value}"),
    Operator.MORE_THAN: Term("{label}超过{value}", "{label} above {value}"),
    Operator.AT_LEAST: Term("{label}不低于{value}", "{label} at least {value}"),
}
ONE_OF: Final = Term("{label}：{value}", "{label}: {value}")
UNDER: Final = Term("{label}属 {value}", "{label} under {value}")
ANYTHING: Final = Term("不限", "anything")
NEITHER: Final = Term("都不是：{value}", "none of: {value}")
Names = Mapping[str, str]
NO_NAMES: Final[Names] = MappingProxyType({})
COLLECTION: Final = Term("{label}中有：{value}", "among {label}: {value}")


def condition_words(condition: Condition, names: Names = NO_NAMES) -> Term:
    """The condition in one line; ``names`` tells what codes stand for."""
    match condition:
        case Comparison(left, operator, right):
            return OPERATORS[operator].format(label=_label(left), value=_value(left, right, names))
        case OneOf(left, values):
            return ONE_OF.format(
                label=_label(left), value=joined([_value(left, each, names) for each in values], "、", " or ")
            )
        case Under(left, node):
            return UNDER.format(label=_label(left), value=_value(left, node, names))
        case Joined(joiner, members):
            return _joined(joiner, [condition_words(member, names) for member in members])
        case AnyOf(collection, where):
            return COLLECTION.format(label=label_of(collection), value=condition_words(where, names))
    return Term(str(condition), str(condition))


def joined(terms: list[Term], chinese: str, english: str) -> Term:
    """Terms one after the other; nothing at all is ``anything``."""
    if not terms:
        return ANYTHING
    return reduce(lambda one, other: Term(f"{one.zh}{chinese}{other.zh}", f"{one.en}{english}{other.en}"), terms)


def _joined(joiner: Joiner, terms: list[Term]) -> Term:
    match joiner:
        case Joiner.ALL:
            return joined(terms, "，", ", ")
        case Joiner.ANY:
            return joined(terms, "，或", ", or ")
        case Joiner.NONE:
            return NEITHER.format(value=joined(terms, "，", ", "))


def _label(operand: Operand) -> Term:
    return label_of(operand.name) if isinstance(operand, Fact) else Term(str(operand), str(operand))


def _value(left: Operand, right: Operand, names: Names) -> Term:
    if isinstance(right, Constant):
        value: Value = right.value
        if str(value) in names:
            return Term(f"{names[str(value)]}（{value}）", f"{names[str(value)]} ({value})")
        return shown(left.name if isinstance(left, Fact) else "", value)
    return _label(right)
