"""Whom a rule book is asked about: a worker with certified outcomes, and a programme with its courses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from niangjia.creditbank.engine.choices import CertificateClass, OutcomeKind, Prize
from niangjia.creditbank.engine.problem import Aim, Cover, SinkKind


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
