"""What others hand to this app, and get from it. Amounts are in 1/100 standard credit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from niangjia.core.conditions import Condition
from niangjia.core.terms import Term


class PlanState(StrEnum):
    """States of a plan's record."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


class BonusState(StrEnum):
    """States of a bonus's record."""

    RESERVED = "reserved"  # held against the budget until the outcome is certified
    GIVEN = "given"
    RELEASED = "released"  # the outcome was refused: the budget has it back
    RETURNED = "returned"  # the certification was revoked: given, and taken back by a counter-entry

    @property
    def term(self) -> Term:
        """The state's name."""
        return _STATES[self]


_STATES = {
    BonusState.RESERVED: Term("已预留，等认证", "reserved until it is certified"),
    BonusState.GIVEN: Term("已奖励", "given"),
    BonusState.RELEASED: Term("未认证，已退回预算", "not certified, back in the budget"),
    BonusState.RETURNED: Term("认证撤销，已收回", "certification revoked, taken back"),
}


class EventKind(StrEnum):
    """What kind of event it is: it gives outcomes of this kind."""

    COMPETITION = "competition"
    FIVE_SMALLS = "five_smalls"

    @property
    def term(self) -> Term:
        """The kind's name."""
        return _EVENTS[self]


_EVENTS = {
    EventKind.COMPETITION: Term("技能竞赛", "skill competition"),
    EventKind.FIVE_SMALLS: Term("创新评选", "innovation selection"),
}


class OnceWith(StrEnum):
    """Why two events count as one achievement, so that nobody is rewarded for both."""

    SAME_EVENT = "same_event"  # one event under two names or documents
    HEAT_OF = "heat_of"  # a heat that leads to the other
    SAME_RESULT = "same_result"  # the same innovation, selected at two levels

    @property
    def term(self) -> Term:
        """The relation's name."""
        return _ONCE[self]


_ONCE = {
    OnceWith.SAME_EVENT: Term("同一赛事的另一个名称或文件", "the same event under another name or document"),
    OnceWith.HEAT_OF: Term("是它的选拔赛、分赛", "a heat that leads to it"),
    OnceWith.SAME_RESULT: Term("同一成果在两级评选", "the same result selected at two levels"),
}


class Reason(StrEnum):
    """Why an outcome of a result list is not rewarded."""

    OTHER_EVENT = "other_event"
    NO_RULE = "no_rule"
    REWARDED_ALREADY = "rewarded_already"
    BETTER_RANK = "better_rank"
    BUDGET_SPENT = "budget_spent"

    @property
    def term(self) -> Term:
        """The reason as a sentence."""
        return _REASONS[self]


_REASONS = {
    Reason.OTHER_EVENT: Term(
        "名单里写的赛事不是这份结果文件的赛事。",
        "The list names another event than that of the result document.",
    ),
    Reason.NO_RULE: Term(
        "计划里没有一条规则写到这样的名次或奖项。", "No rule of the plan speaks of such a rank or prize."
    ),
    Reason.REWARDED_ALREADY: Term(
        "同一项成绩已经奖励过：同一赛事、它的选拔赛或上级赛只奖励一次。",
        "This achievement is rewarded already: an event and its heats reward a person once.",
    ),
    Reason.BETTER_RANK: Term(
        "同一赛事里另一个更高的名次已经奖励，只按最高的一个奖励。",
        "A better rank of the same event is rewarded; only the best counts.",
    ),
    Reason.BUDGET_SPENT: Term(
        "计划的预算已经用完，不够再奖励这一项。", "The plan's budget is used up and does not reach for this one."
    ),
}


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule of a plan: what an outcome must be, and the bonus that it brings. The first that holds counts."""

    title: str
    article: str
    when: Condition
    amount: int


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to draft. ``budget`` bounds all that it can ever give; events are held between its two days."""

    title: str
    starts_on: date
    ends_on: date
    budget: int
    rules: Sequence[NewRule]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event of whoever held it. ``once_with`` names the event with which it counts as one achievement."""

    name: str
    kind: EventKind
    held_by: str
    held_on: date
    once_with: UUID | None = None
    relation: OnceWith | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """The official result document of an event: whose, its number, its day, and the file itself."""

    issuer: str
    number: str
    issued_on: date
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Figures:
    """Where a plan's budget stands."""

    budget: int
    reserved: int
    given: int
    left: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling a plan came to."""

    given: int = 0
    released: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Rewarded:
    """What a result list came to: outcomes with a bonus reserved, and those without, by reason."""

    reserved: int
    unrewarded: dict[Reason, int]


@dataclass(frozen=True, slots=True)
class DryLine:
    """What one rule would have given."""

    title: str
    article: str
    people: int
    amount: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a plan would have given for the outcomes on record between two days, had it been in force."""

    starts_on: date
    ends_on: date
    outcomes: int
    lines: tuple[DryLine, ...]
    without_rule: int

    @property
    def amount(self) -> int:
        """What it would have cost, without regard to the budget."""
        return sum(line.amount for line in self.lines)

    @property
    def people(self) -> int:
        """How many rewards that would have been."""
        return sum(line.people for line in self.lines)
