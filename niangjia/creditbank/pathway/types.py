"""Words and values of the degree pathway."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.creditbank.pathway.planning.shifts import Shift, Sitting


class CandidateState(StrEnum):
    """States of a candidate's record: nobody is enrolled before her entrance is checked."""

    LISTED = "listed"
    STATED = "stated"  # her entrance is put down, with what was seen
    ADMITTED = "admitted"  # another person has checked it
    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"

    @property
    def term(self) -> Term:
        """The state's name."""
        return _STATES[self]


class Entrance(StrEnum):
    """How someone is admitted to an adult degree."""

    EXAM = "exam"
    EXEMPTION = "exemption"

    @property
    def term(self) -> Term:
        """Its name."""
        return _ENTRANCES[self]


class Mode(StrEnum):
    """How a group is taught."""

    CLASSROOM = "classroom"
    FACTORY = "factory"
    ONLINE = "online"
    SELF_STUDY = "self_study"

    @property
    def term(self) -> Term:
        """Its name."""
        return _MODES[self]


class Attempt(StrEnum):
    """Which examination a mark is of."""

    REGULAR = "regular"
    MAKE_UP = "make_up"

    @property
    def term(self) -> Term:
        """Its name."""
        return _ATTEMPTS[self]


class Kept(StrEnum):
    """How attendance was noted."""

    PAPER = "paper"
    SIGNED_IN = "signed_in"


class ListState(StrEnum):
    """States of a graduation list: two people sign it."""

    DRAWN = "drawn"
    SIGNED = "signed"
    ISSUED = "issued"
    DROPPED = "dropped"

    @property
    def term(self) -> Term:
        """The state's name."""
        return _LISTS[self]


class GraduationState(StrEnum):
    """States of a graduation. To review: something that it rests on was taken back."""

    GRADUATED = "graduated"
    TO_REVIEW = "to_review"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"

    @property
    def term(self) -> Term:
        """The state's name."""
        return _GRADUATIONS[self]


class Payer(StrEnum):
    """Who pays tuition."""

    UNION = "union"
    EMPLOYER = "employer"
    OWN = "own"

    @property
    def term(self) -> Term:
        """Its name."""
        return _PAYERS[self]


_STATES = {
    CandidateState.LISTED: Term("已列名单", "listed"),
    CandidateState.STATED: Term("录取待核", "entrance to be checked"),
    CandidateState.ADMITTED: Term("已核录取", "admitted"),
    CandidateState.ENROLLED: Term("已有学籍", "enrolled"),
    CandidateState.WITHDRAWN: Term("已退出", "withdrawn"),
}
_ENTRANCES = {
    Entrance.EXAM: Term("成人高考录取", "adult entrance examination"),
    Entrance.EXEMPTION: Term("免试入学", "exempt from the examination"),
}
_MODES = {
    Mode.CLASSROOM: Term("教室面授", "in class"),
    Mode.FACTORY: Term("送教进厂", "in the factory"),
    Mode.ONLINE: Term("线上", "online"),
    Mode.SELF_STUDY: Term("自学考核", "self-study with examination"),
}
_ATTEMPTS = {Attempt.REGULAR: Term("正考", "examination"), Attempt.MAKE_UP: Term("补考", "make-up examination")}
_LISTS = {
    ListState.DRAWN: Term("待签字", "to be signed"),
    ListState.SIGNED: Term("待第二人签字", "to be signed by a second person"),
    ListState.ISSUED: Term("已签发", "issued"),
    ListState.DROPPED: Term("已作废", "dropped"),
}
_GRADUATIONS = {
    GraduationState.GRADUATED: Term("已毕业", "graduated"),
    GraduationState.TO_REVIEW: Term("待复核", "to be reviewed"),
    GraduationState.UPHELD: Term("复核后维持", "upheld after review"),
    GraduationState.WITHDRAWN: Term("已撤回毕业", "withdrawn"),
}
_PAYERS = {
    Payer.UNION: Term("工会补助", "union grant"),
    Payer.EMPLOYER: Term("单位承担", "employer"),
    Payer.OWN: Term("个人承担", "herself"),
}


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort to open; money is fen for each credit, by payer."""

    title: str
    programme_id: UUID
    commissioner_id: UUID
    places: int
    opens_on: date
    closes_on: date
    union_fen: int = 0
    employer_fen: int = 0
    own_fen: int = 0


@dataclass(frozen=True, slots=True)
class StatedEntrance:
    """How a candidate is admitted: number of the paper, its day, and what was seen (the original, a look-up)."""

    entrance: Entrance
    number: str
    on: date
    seen: str


@dataclass(frozen=True, slots=True)
class NewSemester:
    """A term of a college: at most so many credits (1/100) for each learner; sittings that may be missed."""

    name: str
    starts_on: date
    ends_on: date
    credit_limit: int
    missed_part: int = 1
    missed_whole: int = 3


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group of a course in a term. ``price`` in fen is what someone outside a cohort pays."""

    course_id: UUID
    name: str
    capacity: int
    teacher: str
    mode: Mode
    place: str
    price: int
    hours: int
    sittings: tuple[Sitting, ...] = ()


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark to enter: as it is written, and whether it is a pass."""

    participation_id: UUID
    mark: str
    is_passed: bool
    attempt: Attempt = Attempt.REGULAR


@dataclass(frozen=True, slots=True)
class DeclaredShifts:
    """A rotation as a worker declares it: hours of each shift in minutes after midnight."""

    anchor_on: date
    days: tuple[Shift, ...]
    hours: tuple[tuple[Shift, int, int], ...] = field(default=())
    margin: int = 30
