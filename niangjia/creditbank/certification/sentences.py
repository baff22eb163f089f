"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "certified_has_a_value": Term(
        "认证要有标准分值。请先在标准分值表里补上对应的行。",
        "A certified outcome needs a standard value: add a row to the standard table first.",
    ),
    "refusal_has_a_reason": Term(
        "不予认证、撤销认证要写明理由，职工会看到。", "Refusing and revoking need a reason; the worker will read it."
    ),
}
