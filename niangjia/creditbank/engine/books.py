"""A rule book, a programme and a worker's record as plain, frozen values.

Credits here are exact ``Decimal`` or ``Fraction``; the engine turns them into grain. Conditions are those of
``niangjia.core.conditions`` over the facts of ``facts.py`` beside this file. A published book is pinned by the
SHA-256 of its canonical form (``canonical.py``).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from niangjia.core.conditions import Condition
from niangjia.creditbank.engine.problem import Aim, Cover, Remainder, Rounding, Side, SinkKind


class OutcomeKind(StrEnum):
    """What a worker learned, made or won."""

    SKILL_CERTIFICATE = "skill_certificate"  # 技能等级证书
    COMPETITION = "competition"  # 竞赛获奖
    FIVE_SMALLS = "five_smalls"  # 五小成果
    TRAINING = "training"  # 培训学时
    MENTORING = "mentoring"  # 师带徒
    EARLIER_COURSE = "earlier_course"  # 已修课程


class Recognition(StrEnum):
    """The kind of recognition. The book says which of them give credit."""

    EXEMPTION = "exemption"  # 免修
    CREDIT = "credit"  # 学分认定
    NO_ATTENDANCE = "no_attendance"  # 免听
    NO_EXAM = "no_exam"  # 免考


class DecidedBy(StrEnum):
    """Whether a row decides by catalogue at once or asks a panel."""

    CATALOGUE = "catalogue"
    PANEL = "panel"


class ValidOn(StrEnum):
    """The date on which an outcome must be valid."""

    AWARD = "award"
    CLAIM = "claim"
    REDEMPTION = "redemption"


class RoundingPlace(StrEnum):
    """Where hours become whole units: on each outcome, each course, or the total."""

    OUTCOME = "outcome"
    COURSE = "course"
    TOTAL = "total"


class Prize(StrEnum):
    """Prize of a competition."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    EXCELLENCE = "excellence"


class CertificateClass(StrEnum):
    """How a certificate was come by; some classes never count."""

    EXAM = "exam"
    EXPERIENCE = "experience"
    AUTOMATIC = "automatic"
    DEGREE_REQUIRED = "degree_required"


@dataclass(frozen=True, slots=True)
class HeldOutcome:
    """One certified outcome of a worker. ``None`` means that the fact is not known or does not apply."""

    id: str
    kind: OutcomeKind
    title: str
    awarded_on: date
    certificate_number: str | None = None
    issuer: str | None = None
    expires_on: date | None = None
    occupation: str | None = None  # code of the national classification, as 6-18-01-01
    level: Decimal | None = None  # 1 apprentice .. 8 chief technician of the eight-level system; halves allowed
    tier: int | None = None  # 1 enterprise, 2 county, 3 city, 4 province, 5 nation
    prize: Prize | None = None
    rank: int | None = None
    is_team: bool | None = None
    share: Decimal | None = None  # of a contributor, 0..1
    hours: Decimal | None = None
    months: int | None = None  # tenure of mentoring
    score: Decimal | None = None  # 0..100
    credits: Decimal | None = None  # of an earlier course
    subject: str | None = None  # of a training, or the name of an earlier course
    event: str | None = None  # the competition, normalised, with its year
    certificate_class: CertificateClass | None = None
    standard_value: int | None = None  # 1/100 standard credit, given at certification
    balance: int | None = None  # 1/100 standard credit left in its lot; None: untouched
    made_from: tuple[str, ...] = ()  # codes of the programmes whose courses it was made from: it may not pour back


@dataclass(frozen=True, slots=True)
class Learner:
    """The person as far as a rule book may ask."""

    id: str
    age_years: int | None = None
    is_enrolled: bool = True
    enrolled_on: date | None = None
    passed_courses: frozenset[str] = frozenset()  # codes already passed by study


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the programme, or a pool of electives (``kind``)."""

    code: str
    name: str
    credits: Decimal
    category: str
    kind: SinkKind = SinkKind.COURSE
    hours: int | None = None
    level: Decimal | None = None  # the least level of a skill certificate that may free it
    term: int | None = None
    cover: Cover = Cover.FULL
    least_part: Decimal | None = None
    contributors: int | None = None
    never: bool = False  # thesis, politics, PE, internship: never freed


@dataclass(frozen=True, slots=True)
class CategoryFloor:
    """Least credits of one category for graduation. Reported, never forced."""

    category: str
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class Programme:
    """One major of one intake, in one version."""

    code: str
    version: int
    title: str
    intake: int
    total_credits: Decimal
    residency: Decimal  # credits that must be studied here: a cap on what may be recognised
    courses: tuple[Course, ...]
    floors: tuple[CategoryFloor, ...] = ()
    occupations: tuple[str, ...] = ()  # codes of the classification that belong to the field
    aim: Aim = Aim.CREDITS
    is_sample: bool = False


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


class LimitKind(StrEnum):
    """What a limit counts (family 8, and the residency of family 9)."""

    AMOUNT = "amount"
    SHARE_OF_PROGRAMME = "share_of_programme"
    SHARE_OF_RECOGNISED = "share_of_recognised"
    OUTCOME_COUNT = "outcome_count"
    COURSE_COUNT = "course_count"
    UNRELATED_COUNT = "unrelated_count"


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A cap. ``when`` selects outcomes (source) or courses (sink) by their facts; ``None`` selects all."""

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


class RelationKind(StrEnum):
    """A relation between two outcomes that may not both be used (family 11)."""

    SAME_OCCUPATION_LOWER_LEVEL = "same_occupation_lower_level"
    SAME_EVENT = "same_event"
    SAME_CERTIFICATE_NUMBER = "same_certificate_number"
    SAME_COURSE_NAME = "same_course_name"
    TRAINING_INSIDE_CERTIFICATE = "training_inside_certificate"  # partly: an overlap of the training's whole value


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
    on: date = field(kw_only=True)  # the day whose validity rules apply: of the claim, or of the posting
