"""How the examples of the families are read: what is credited, to which course, and what keeps something out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from niangjia.creditbank.engine.books import Case, HeldOutcome, OutcomeKind, PostedLine
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.preparation import prepare
from niangjia.creditbank.engine.standing import Obstacle

EARLIER = date(2025, 1, 10)


def recognised(asked: Case) -> Decimal:
    """Credits of the certain plan."""
    return convert(asked).certain.totals.recognised


def freed(asked: Case) -> dict[str, Decimal]:
    """What the certain plan credits to each course that gets something."""
    return {code: each.credited for code, each in convert(asked).certain.courses.items() if each.credited}


def spent(asked: Case) -> dict[str, Fraction]:
    """What the certain plan consumes of each outcome that it uses."""
    return {key: each.consumed for key, each in convert(asked).certain.outcomes.items() if each.consumed}


def obstacles(asked: Case) -> dict[str, Obstacle | None]:
    """What keeps each outcome out."""
    return {key: standing.obstacle for key, standing in prepare(asked).standings.outcomes.items()}


def posted(
    outcome: str, code: str, amount: str, *, decision: str = "D1", decided_on: date | None = None, row: str = "R"
) -> PostedLine:
    """One line of a decision that stands."""
    credits_ = Decimal(amount)
    return PostedLine(decision, outcome, code, credits_, credits_, row, "hash", decided_on)


def earlier_course(key: str, name: str, credits_: str = "4", **facts: object) -> HeldOutcome:
    """A course passed elsewhere."""
    known = {"subject": name, "credits": Decimal(credits_), **facts}
    return HeldOutcome(**{"id": key, "kind": OutcomeKind.EARLIER_COURSE, "title": name, "awarded_on": EARLIER, **known})
