"""A rule book, a programme and a worker's record as plain, frozen values.

Credits here are exact ``Decimal`` or ``Fraction``; the engine turns them into grain. Conditions are those of
``niangjia.core.conditions`` over the facts of ``facts.py`` beside this file. A published book is pinned by the
SHA-256 of its canonical form (``canonical.py``).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from niangjia.core.workdays import PeriodUnit
from niangjia.creditbank.engine.choices import (
    CertificateClass,
    DatedBy,
    DecidedBy,
    FeePer,
    LimitKind,
    OutcomeKind,
    Period,
    Prize,
    Recognition,
    RelationKind,
    RoundingPlace,
    SeveralMarks,
    ValidOn,
)
from niangjia.creditbank.engine.problem import Rounding
from niangjia.creditbank.engine.rows import (
    ExampleRow,
    FeeRow,
    GateRow,
    JurisdictionRow,
    KindSetting,
    LimitRow,
    MarkRow,
    ModuleRow,
    NeverRow,
    PackageRow,
    PackageTake,
    RecencyRow,
    RecognitionRow,
    RelationRow,
    ValuationRow,
)
from niangjia.creditbank.engine.subjects import (
    CategoryFloor,
    Course,
    HeldOutcome,
    Learner,
    Programme,
)

__all__ = [
    "Case",
    "CategoryFloor",
    "CertificateClass",
    "Course",
    "DatedBy",
    "DecidedBy",
    "ExampleRow",
    "FeePer",
    "FeeRow",
    "GateRow",
    "HeldOutcome",
    "JurisdictionRow",
    "KindSetting",
    "Learner",
    "LimitKind",
    "LimitRow",
    "MarkRow",
    "ModuleRow",
    "NeverRow",
    "OutcomeKind",
    "PackageRow",
    "PackageTake",
    "Period",
    "PostedCourse",
    "PostedLine",
    "Prize",
    "Programme",
    "RecencyRow",
    "Recognition",
    "RecognitionRow",
    "RelationKind",
    "RelationRow",
    "RoundingPlace",
    "RuleBook",
    "SeveralMarks",
    "ValidOn",
    "ValuationRow",
]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version of a college's rule book."""

    code: str
    version: int
    title: str
    publisher: str
    effective_from: date
    effective_to: date | None = None
    is_sample: bool = False
    programmes: tuple[str, ...] = ()  # programme codes it holds for; empty: all of the publisher's
    gives_credit: tuple[Recognition, ...] = (Recognition.EXEMPTION, Recognition.CREDIT)
    valid_on: ValidOn = ValidOn.CLAIM
    step: Decimal = Decimal("0.5")  # smallest unit credited
    rounding: Rounding = Rounding.FLOOR
    rounding_place: RoundingPlace = RoundingPlace.COURSE
    ceiling_months: int | None = None  # no outcome lives longer than this
    kinds: tuple[KindSetting, ...] = ()
    valuations: tuple[ValuationRow, ...] = ()
    rows: tuple[RecognitionRow, ...] = ()
    packages: tuple[PackageRow, ...] = ()
    never: tuple[NeverRow, ...] = ()
    limits: tuple[LimitRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    gates: tuple[GateRow, ...] = ()
    examples: tuple[ExampleRow, ...] = ()
    level_slack: Decimal | None = None  # how far below a course's level a certificate may lie: 0.5, half a step
    jurisdictions: tuple[JurisdictionRow, ...] = ()
    modules: tuple[ModuleRow, ...] = ()
    recencies: tuple[RecencyRow, ...] = ()
    term_starts: tuple[str, ...] = ()  # first days of the terms as MM-DD: 03-01, 09-01
    year_start: str | None = None  # first day of the year that caps count, as MM-DD; None: 01-01
    marks: tuple[MarkRow, ...] = ()
    several_marks: SeveralMarks | None = None  # None: the least
    mark_step: Decimal | None = None  # a weighted mean is rounded half up to it; None: to whole marks
    fees: tuple[FeeRow, ...] = ()
    quorum: int | None = None  # approvals that the publisher's rules ask for
    days_in: PeriodUnit | None = None  # what the next three count: working days, or (None) calendar days
    decide_days: int | None = None  # a claim is decided within so many days
    notice_days: int | None = None  # a decision stands in public notice so many days
    appeal_days: int | None = None  # it may be appealed so many days after the notice
    appeal_to: str | None = None  # who hears the appeal: not who decided
    consult_days: int | None = None  # a draft stands in public notice so many days before it is published
    panel_size: int | None = None  # so many people sit on a panel; None: three, five, seven …
    hear_days: int | None = None  # an appeal is decided so many days after it is filed


@dataclass(frozen=True, slots=True)
class PostedLine:
    """One line of a decision already posted and not reversed: history, never a variable."""

    decision: str
    outcome: str
    course: str
    amount: Decimal | Fraction  # course credits
    consumed: Decimal | Fraction  # book credits consumed of the outcome by this line (a lost remainder stands on one)
    row: str
    book_hash: str
    decided_on: date | None = None  # of the posting; not known: it counts in every period


@dataclass(frozen=True, slots=True)
class PostedCourse:
    """What one posted decision credited to one course. Without it the lines' sum is rounded by the book in force."""

    decision: str
    course: str
    credited: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """All that a conversion asks: this learner, in this programme, under this book, on this day."""

    learner: Learner
    programme: Programme
    book: RuleBook
    outcomes: tuple[HeldOutcome, ...]
    history: tuple[PostedLine, ...] = ()
    credited: tuple[PostedCourse, ...] = ()
    on: date = field(kw_only=True)  # the day of the claim
    redeemed_on: date | None = field(default=None, kw_only=True)  # of the posting, where that is another day
