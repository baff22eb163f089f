"""Each course of the programme as the worker sees it: freed, nearly, left, recorded or passed, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Course, Recognition
from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.plan import CourseResult, CourseVerdict
from niangjia.creditbank.engine.why import Answer as Verdict
from niangjia.creditbank.engine.why import Why
from niangjia.creditbank.engine.wording import RECOGNITIONS, title_of
from niangjia.web.worker.answers import Answer, whys_of


class Standing(StrEnum):
    """Where a course stands for the worker."""

    FREED = "freed"  # the proposal credits it, in whole or in part
    RECORDED = "recorded"
    PASSED = "passed"
    NEAR = "near"  # one measurable thing is missing, or a panel decides
    LEFT = "left"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class CourseView:
    """One course: its standing, what the proposal credits to it, and the reason."""

    course: Course
    standing: Standing
    credited: Decimal
    left: Decimal
    recognition: Recognition | None
    mark: str
    why: Why

    @property
    def is_left(self) -> bool:
        """Whether it is to be studied, near or not."""
        return self.standing in {Standing.NEAR, Standing.LEFT, Standing.NEVER}

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is left to be studied."""
        return self.left == 0

    @property
    def titled(self) -> str:
        """The course's name as a title."""
        return f"《{self.course.name}》"

    @property
    def kind(self) -> Term | None:
        """The kind of recognition in words."""
        return None if self.recognition is None else RECOGNITIONS[self.recognition]


@dataclass(frozen=True, slots=True)
class BesideView:
    """A course that must be studied, with something let off (免听, 免考) on the strength of any of these outcomes."""

    course: Course
    kind: Term
    outcomes: tuple[Term, ...]
    row: str
    article: str

    @property
    def held(self) -> Term:
        """The outcomes, joined."""
        return Term("、".join(each.zh for each in self.outcomes), ", ".join(each.en for each in self.outcomes))


_STANDINGS = {
    CourseVerdict.FREED: Standing.FREED,
    CourseVerdict.PARTLY: Standing.FREED,
    CourseVerdict.RECORDED: Standing.RECORDED,
    CourseVerdict.PASSED: Standing.PASSED,
    CourseVerdict.NEVER: Standing.NEVER,
}


def course_views(answer: Answer) -> tuple[CourseView, ...]:
    """Every course of the programme, in its order."""
    if answer.conversion is None:
        return ()
    whys = whys_of(answer)
    return tuple(_view(result, whys[code]) for code, result in answer.conversion.certain.courses.items())


def _view(result: CourseResult, why: Why) -> CourseView:
    standing = _STANDINGS.get(result.verdict) or (Standing.NEAR if is_near(why) else Standing.LEFT)
    return CourseView(result.course, standing, result.credited, result.left, result.recognition, result.mark or "", why)


def is_near(why: Why) -> bool:
    """Whether one single condition fails, by an amount that can be said, or only a panel's word is missing."""
    if why.answer is Verdict.ASK:
        return True
    failed = [line for line in why.lines if line.verdict is not Truth.YES]
    return len(failed) == 1 and failed[0].gap is not None and failed[0].verdict is Truth.NO


def beside_views(conversion: Conversion) -> tuple[BesideView, ...]:
    """What is granted beside the plan, by course."""
    courses, outcomes = conversion.certain.courses, conversion.certain.outcomes
    rows = {each.row.id: each.row for each in conversion.beside}
    granted: dict[tuple[str, str], list[Term]] = {}
    for each in conversion.beside:
        granted.setdefault((each.course, each.row.id), []).append(title_of(outcomes[each.outcome].standing.outcome))
    return tuple(
        BesideView(
            courses[code].course,
            RECOGNITIONS[rows[row].recognition],
            tuple(dict.fromkeys(titles)),
            row,
            rows[row].article,
        )
        for (code, row), titles in granted.items()
    )


def credits_in(views: Iterable[CourseView]) -> Decimal:
    """What the proposal credits to these courses together."""
    return sum((view.credited for view in views), Decimal(0))
