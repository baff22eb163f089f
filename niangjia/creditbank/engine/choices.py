"""The words that a rule book chooses among: kinds, dates, places of rounding, what a cap counts."""

from enum import StrEnum


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


class LimitKind(StrEnum):
    """What a limit counts (family 8, and the residency of family 9)."""

    AMOUNT = "amount"
    SHARE_OF_PROGRAMME = "share_of_programme"
    SHARE_OF_RECOGNISED = "share_of_recognised"
    OUTCOME_COUNT = "outcome_count"
    COURSE_COUNT = "course_count"
    UNRELATED_COUNT = "unrelated_count"
    LEAST_SHARE = "least_share"  # at least this share of what is recognised is of the kind that ``when`` says


class Period(StrEnum):
    """The stretch of time for which a cap counts anew."""

    TERM = "term"
    YEAR = "year"


class DatedBy(StrEnum):
    """Which date puts a credit into a period: that of the outcome's award, or that of the decision."""

    AWARD = "award"
    DECISION = "decision"


class RelationKind(StrEnum):
    """A relation between two outcomes that may not both be used (family 11)."""

    SAME_OCCUPATION_LOWER_LEVEL = "same_occupation_lower_level"
    SAME_EVENT = "same_event"
    SAME_CERTIFICATE_NUMBER = "same_certificate_number"
    SAME_COURSE_NAME = "same_course_name"
    TRAINING_INSIDE_CERTIFICATE = "training_inside_certificate"  # partly: an overlap of the training's whole value
    SAME_ACHIEVEMENT = "same_achievement"  # one work of the five smalls that won two awards
    NAME_PASSED_HERE = "name_passed_here"  # an earlier course whose name was passed by study in this programme


class SeveralMarks(StrEnum):
    """Which mark a course gets from several outcomes with a mark each."""

    LEAST = "least"
    WEIGHTED_MEAN = "weighted_mean"  # by the credits that each gave


class FeePer(StrEnum):
    """What a fee is asked for."""

    DECISION = "decision"
    OUTCOME = "outcome"
    COURSE = "course"
    CREDIT = "credit"
