"""One small closed language for who qualifies and which rule applies. Pure: no Django, no database."""

from niangjia.core.conditions.build import (
    EVERYTHING,
    all_of,
    any_of,
    context,
    count_of,
    fact,
    none_of,
    one_or_more_of,
    parameter,
    sum_of,
)
from niangjia.core.conditions.canonical import from_canonical, to_canonical
from niangjia.core.conditions.evaluate import holds
from niangjia.core.conditions.explain import Trace, explain
from niangjia.core.conditions.subject import Held, Member, Tree
from niangjia.core.conditions.types import Condition, Operand, Operator, Truth, Value

__all__ = [
    "EVERYTHING",
    "Condition",
    "Held",
    "Member",
    "Operand",
    "Operator",
    "Trace",
    "Tree",
    "Truth",
    "Value",
    "all_of",
    "any_of",
    "context",
    "count_of",
    "explain",
    "fact",
    "from_canonical",
    "holds",
    "none_of",
    "one_or_more_of",
    "parameter",
    "sum_of",
    "to_canonical",
]
