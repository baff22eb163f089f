"""The degree audit: each requirement with what is recognised, studied, in progress and left. Credits in 1/100."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CREDITS: Final = 100


class Requirement(StrEnum):
    """What a programme asks for."""

    TOTAL = "total"
    RESIDENCY = "residency"  # at least so much is studied here
    CATEGORY = "category"  # at least so much of one category
    COURSE = "course"


class Standing(StrEnum):
    """Where a course stands for a learner."""

    RECOGNISED = "recognised"
    STUDIED = "studied"
    IN_PROGRESS = "in_progress"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class AuditCourse:
    """A course of the programme: compulsory, or a pool of electives of which so much is taken as is needed."""

    code: str
    name: str
    credits: int
    category: str
    hours: int = 0
    is_compulsory: bool = True
    term: int | None = None


@dataclass(frozen=True, slots=True)
class AuditProgramme:
    """What must be reached. ``floors`` are least credits by category."""

    courses: tuple[AuditCourse, ...]
    total: int
    residency: int
    floors: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course: its credits by how they were come by. In progress and left are what would still come."""

    course: AuditCourse
    recognised: int
    studied: int
    in_progress: int

    @property
    def left(self) -> int:
        """Credits that nothing gives yet."""
        return self.course.credits - self.recognised - self.studied - self.in_progress

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.recognised + self.studied >= self.course.credits

    @property
    def standing(self) -> Standing:
        """Where it stands as a whole."""
        if self.is_done:
            return Standing.STUDIED if self.studied else Standing.RECOGNISED
        return Standing.IN_PROGRESS if self.in_progress else Standing.LEFT


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement. ``key`` is the category's name or the course's code; ``courses`` are what it counts.

    Recognised and studied are all that counts, also beyond what is asked.
    """

    requirement: Requirement
    key: str
    needed: int
    recognised: int
    studied: int
    in_progress: int
    courses: tuple[CourseLine, ...]

    @property
    def got(self) -> int:
        """What counts already."""
        return self.recognised + self.studied

    @property
    def missing(self) -> int:
        """What is still asked, in progress or not."""
        return max(0, self.needed - self.got)

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Audit:
    """All requirements of a programme for one learner."""

    programme: AuditProgramme
    courses: tuple[CourseLine, ...]
    lines: tuple[Line, ...]

    @property
    def is_complete(self) -> bool:
        """Whether she has met every requirement."""
        return all(line.is_met for line in self.lines)

    @property
    def unmet(self) -> tuple[Line, ...]:
        """What keeps her from graduating."""
        return tuple(line for line in self.lines if not line.is_met)

    def line(self, requirement: Requirement, key: str = "") -> Line:
        """The line of a requirement. StopIteration if there is none."""
        return next(line for line in self.lines if (line.requirement, line.key) == (requirement, key))


def audit_of(
    programme: AuditProgramme,
    *,
    recognised: Mapping[str, int],
    passed: frozenset[str],
    in_progress: frozenset[str] = frozenset(),
) -> Audit:
    """Put each credit where it belongs, once: what is recognised of a course does not count as studied.

    ``recognised`` are credits by course code, from posted decisions; ``passed`` and ``in_progress`` are codes.
    """
    courses = tuple(_course(course, recognised, passed, in_progress) for course in programme.courses)
    summed = [
        _sum(Requirement.TOTAL, "", programme.total, courses),
        _residency(programme.residency, courses),
        *(
            _sum(Requirement.CATEGORY, name, least, tuple(each for each in courses if each.course.category == name))
            for name, least in programme.floors
        ),
    ]
    single = [
        _sum(Requirement.COURSE, each.course.code, each.course.credits, (each,))
        for each in courses
        if each.course.is_compulsory
    ]
    return Audit(programme, courses, (*summed, *single))


def _course(
    course: AuditCourse, recognised: Mapping[str, int], passed: frozenset[str], in_progress: frozenset[str]
) -> CourseLine:
    given = min(recognised.get(course.code, 0), course.credits)
    rest = course.credits - given
    is_passed = course.code in passed
    return CourseLine(
        course,
        recognised=given,
        studied=rest if is_passed else 0,
        in_progress=rest if course.code in in_progress and not is_passed else 0,
    )


def _sum(requirement: Requirement, key: str, needed: int, courses: tuple[CourseLine, ...]) -> Line:
    def total(part: Callable[[CourseLine], int]) -> int:
        return sum(map(part, courses))

    return Line(
        requirement,
        key,
        needed,
        recognised=total(lambda each: each.recognised),
        studied=total(lambda each: each.studied),
        in_progress=total(lambda each: each.in_progress),
        courses=courses,
    )


def _residency(needed: int, courses: tuple[CourseLine, ...]) -> Line:
    """Recognised credits do not count here."""
    studied, under_way = (sum(getattr(each, name) for each in courses) for name in ("studied", "in_progress"))
    return Line(Requirement.RESIDENCY, "", needed, 0, studied, under_way, courses)
