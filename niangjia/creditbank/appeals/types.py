"""States of appeals, and what can be appealed against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from niangjia.core.terms import Term
from niangjia.core.workdays import Period
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.outcomes.types import State as OutcomeState


class State(StrEnum):
    """States of an appeal's record."""

    FILED = "filed"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


OPEN: Final = (State.FILED, State.ACCEPTED)
CLOSED: Final = tuple(state for state in State if state not in OPEN)


class Against(StrEnum):
    """What is appealed against."""

    REFUSAL = "refusal"  # an outcome that a certifier refused
    REVOCATION = "revocation"  # a certification taken back
    DECISION = "decision"  # a decision that was posted
    RETURN = "return"  # a claim that the registrar sent back

    @property
    def term(self) -> Term:
        """In words."""
        return _NAMES[self]

    @property
    def remedy(self) -> Term:
        """What follows where the appeal is upheld."""
        return _REMEDIES[self]


_NAMES: Final = {
    Against.REFUSAL: Term("成果不予认证", "an outcome was not certified"),
    Against.REVOCATION: Term("成果认证被撤销", "a certification was revoked"),
    Against.DECISION: Term("学分认定结果", "a decision on credits"),
    Against.RETURN: Term("申请被退回", "a claim was sent back"),
}
_REMEDIES: Final = {
    Against.REFUSAL: Term("成果回到待认证，由认证机构重新认证", "the outcome waits again and is certified anew"),
    Against.REVOCATION: Term("成果回到待认证，由认证机构重新认证", "the outcome waits again and is certified anew"),
    Against.DECISION: Term(
        "原认定用一笔相反的账撤销，学分退回成果，可以重新申请",
        "the decision is undone by a counter-entry, the credits go back into the outcomes and can be claimed anew",
    ),
    Against.RETURN: Term("申请回到待办，由教务处重新办理", "the claim waits again for the registrar"),
}
APPEALABLE: Final[Mapping[tuple[str, str], Against]] = MappingProxyType(
    {
        ("outcome", OutcomeState.REFUSED.value): Against.REFUSAL,
        ("outcome", OutcomeState.REVOKED.value): Against.REVOCATION,
        ("decision", DecisionState.POSTED.value): Against.DECISION,
        ("decision", DecisionState.RETURNED.value): Against.RETURN,
    }
)
"""By kind and state of the record."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when one may appeal, by which book; no period where the book sets none. ``hear_days``: to decide it in."""

    period: Period | None
    book: str
    heard_by: str | None
    hear: Period | None = None

    def is_over(self, on: date) -> bool:
        """The last day has gone by."""
        return self.period is not None and on > self.period.last_day
