"""The rows of a rule book, each with the article that it stands on."""

from dataclasses import dataclass
from decimal import Decimal

from niangjia.core.conditions import Condition
from niangjia.creditbank.engine.choices import (
    DatedBy,
    DecidedBy,
    FeePer,
    LimitKind,
    OutcomeKind,
    Period,
    Recognition,
    RelationKind,
)
from niangjia.creditbank.engine.problem import Remainder, Side
from niangjia.creditbank.engine.subjects import HeldOutcome


@dataclass(frozen=True, slots=True)
class KindSetting:
    """How the outcomes of one kind are consumed and how long they live (families 5 and 6)."""

    kind: OutcomeKind
    fan_out: int | None = None  # 1: whole; None: divisible without limit
    remainder: Remainder = Remainder.KEPT
    shelf_life_months: int | None = None  # the accepter's; the awarder's is ``expires_on``; the shorter holds
    swallow: str = "used"  # lower level of one occupation: "used" excludes, "held" drops the lower from the start


@dataclass(frozen=True, slots=True)
class ValuationRow:
    """First match gives the book value: fixed ``credits``, or ``per`` of the fact ``measure`` for each credit."""

    id: str
    article: str
    when: Condition
    credits: Decimal | None = None
    measure: str | None = None  # "hours" | "months" | "credits"
    per: Decimal | None = None  # e.g. 18 hours a credit
    times_share: bool = False  # multiply by the contributor's share


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    """Every row that matches an outcome opens a pour into each course that it names (rows collect)."""

    id: str
    article: str
    when: Condition  # over the outcome's and the learner's facts
    courses: tuple[str, ...] = ()  # course codes
    categories: tuple[str, ...] = ()  # or every course of these categories
    recognition: Recognition = Recognition.EXEMPTION
    least: Decimal | None = None
    spill: bool = False
    unrelated: bool = False
    decided_by: DecidedBy = DecidedBy.CATALOGUE
    mark: str | None = None  # what is entered in the mark book: 合格, 90 …
    not_above_own_value: bool = False  # frees only a course worth no more than the outcome itself
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PackageTake:
    """One outcome that a package needs, and how much of it; ``None`` takes all that is left."""

    when: Condition
    credits: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PackageRow:
    """Fixed n to m exchange: these outcomes together free these courses, all or nothing."""

    id: str
    article: str
    takes: tuple[PackageTake, ...]
    gives: tuple[str, ...]  # course codes, each in full
    recognition: Recognition = Recognition.EXEMPTION
    decided_by: DecidedBy = DecidedBy.CATALOGUE
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class NeverRow:
    """What matches is never recognised (family 10)."""

    id: str
    article: str
    when: Condition


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A cap. ``when`` selects outcomes (source) or courses (sink) by their facts; ``None`` selects all.

    With ``each_of`` it holds for every value of that fact by itself: 6 credits from each institution. With ``period``
    it holds for every term or year by itself, told apart by ``dated_by`` (the award's date or the decision's).
    """

    id: str
    article: str
    name: str
    kind: LimitKind
    side: Side
    when: Condition | None = None
    credits: Decimal | None = None
    count: int | None = None
    part: int | None = None  # share part/whole
    whole: int | None = None
    each_of: str | None = None  # name of a fact: issuer, kind, course_category, course_term …
    period: Period | None = None
    dated_by: DatedBy | None = None  # None: by the decision


@dataclass(frozen=True, slots=True)
class JurisdictionRow:
    """Which awarders belong to a jurisdiction, so that a row may ask for it (family 1: ratios of hours differ)."""

    id: str
    article: str
    name: str
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A parent of some courses with a level of its own: the gate holds on the unit and on its parent (family 3)."""

    id: str
    article: str
    name: str
    level: Decimal
    courses: tuple[str, ...] = ()  # course codes
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecencyRow:
    """Outcomes of this subject live at most so many months from their award (family 5)."""

    id: str
    article: str
    when: Condition
    months: int


@dataclass(frozen=True, slots=True)
class MarkRow:
    """First match gives the mark of an outcome whose recognition row names none; ``mark`` None: its own score."""

    id: str
    article: str
    when: Condition
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What a conversion costs; reported beside the plan, never part of it (family 13)."""

    id: str
    article: str
    name: str
    yuan: Decimal
    per: FeePer
    when: Condition | None = None  # over the learner's facts; None: everyone pays


@dataclass(frozen=True, slots=True)
class RelationRow:
    """The book forbids double counting along one relation."""

    id: str
    article: str
    kind: RelationKind
    within_months: int | None = None  # training inside a certificate: at most so long before the award


@dataclass(frozen=True, slots=True)
class GateRow:
    """A condition on the person; when it fails nothing is recognised and the gate is the reason (family 13)."""

    id: str
    article: str
    when: Condition
    name: str


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A worked example that a registrar can check: this outcome, that course, recognised or not."""

    id: str
    note: str
    outcome: HeldOutcome
    programme: str
    course: str
    accepted: bool
