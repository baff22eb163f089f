"""The two pages of credits: the figures of the home page, and the list of courses with its filters."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Recognition
from niangjia.creditbank.engine.why import Way
from niangjia.creditbank.engine.wording import RECOGNITIONS
from niangjia.web.worker.answers import Answer, ways_of
from niangjia.web.worker.courses import BesideView, CourseView, Standing, beside_views, course_views, credits_in
from niangjia.web.worker.records import OnRecord

GIVING_CREDIT: Final = (Recognition.EXEMPTION, Recognition.CREDIT)
TRIED: Final = 3  # nearest courses whose ways the home page looks for


@dataclass(frozen=True, slots=True)
class Figure:
    """Some courses and their credits under one heading."""

    label: Term
    count: int
    credits: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of the programme: widths in credits."""

    total: Decimal
    freed: Decimal
    passed: Decimal
    left: Decimal

    @property
    def freed_width(self) -> Decimal:
        """The freed part, with a hair's breadth before the next."""
        return max(Decimal(0), self.freed - self.total / 250)


@dataclass(frozen=True, slots=True)
class Step:
    """The least effort that frees one more course."""

    view: CourseView
    way: Way


@dataclass(frozen=True, slots=True)
class Summary:
    """The credits in one sentence, and the figures behind it."""

    freed_count: int
    left_count: int
    courses_count: int
    bar: Bar
    kinds: tuple[Figure, ...]
    recorded: Figure
    proposed: Figure
    proposed_kinds: tuple[Figure, ...]
    passed: Figure
    left: Figure


def summary_of(answer: Answer, views: tuple[CourseView, ...], record: OnRecord) -> Summary:
    """The figures of the home page; recorded and proposed together, each counted once."""
    totals = answer.conversion.certain.totals if answer.conversion else None
    proposed = [view for view in views if view.standing is Standing.FREED]
    passed = [view for view in views if view.standing is Standing.PASSED]
    left = [view for view in views if view.is_left or not view.is_whole]
    lines = record.transcript.lines
    balance = record.transcript.balance
    unfinished = {view.course.code for view in left}
    freed = {view.course.code for view in proposed} | {line.course_code for line in lines}
    freed_credits = balance + credits_in(proposed)
    passed_credits = totals.passed if totals else Decimal(0)
    total = totals.programme if totals else balance
    to_study = totals.to_study if totals else Decimal(0)
    return Summary(
        freed_count=len(freed - unfinished),
        left_count=len(left),
        courses_count=len(views),
        bar=Bar(total, freed_credits, passed_credits, to_study),
        kinds=tuple(_kind(kind, proposed, record) for kind in GIVING_CREDIT),
        recorded=Figure(Term("其中已记入", "of which recorded"), len(lines), balance),
        proposed=Figure(Term("等您申请", "for you to claim"), len(proposed), credits_in(proposed)),
        proposed_kinds=_kinds_of(proposed),
        passed=Figure(Term("已修完", "passed by study"), len(passed), passed_credits),
        left=Figure(Term("还要修", "still to study"), len(left), to_study),
    )


def _kinds_of(proposed: list[CourseView]) -> tuple[Figure, ...]:
    """What is proposed, by kind of recognition; kinds without a course are left out."""
    found = {kind: [view for view in proposed if view.recognition is kind] for kind in GIVING_CREDIT}
    return tuple(Figure(RECOGNITIONS[kind], len(mine), credits_in(mine)) for kind, mine in found.items() if mine)


def _kind(kind: Recognition, proposed: list[CourseView], record: OnRecord) -> Figure:
    mine = [view for view in proposed if view.recognition is kind]
    count, amount = record.recorded(kind)
    return Figure(RECOGNITIONS[kind], len(mine) + count, credits_in(mine) + amount)


def least_step(answer: Answer, views: tuple[CourseView, ...]) -> Step | None:
    """Of the nearest courses, the one thing that frees one: no panel, more of what is held, then the most credits."""
    near = [view for view in views if view.standing is Standing.NEAR][:TRIED]
    steps = [Step(view, way) for view in near for way in ways_of(answer, view.course.code) if way.frees]
    return max(steps, key=lambda step: (not step.way.asks_panel, step.way.extends, step.way.gained), default=None)


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip: the address' word, its name, how many it shows."""

    key: str
    label: Term
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class CreditsPage:
    """The list of courses, filtered."""

    filters: tuple[Filter, ...]
    proposed: tuple[CourseView, ...]
    near: tuple[CourseView, ...]
    left: tuple[CourseView, ...]
    passed: tuple[CourseView, ...]
    beside: tuple[BesideView, ...]
    shows_recorded: bool
    left_of: dict[str, CourseView]  # of what is recorded in part, by code

    @property
    def proposed_credits(self) -> Decimal:
        """What the proposal credits."""
        return credits_in(self.proposed)

    @property
    def is_empty(self) -> bool:
        """Whether the filter leaves nothing to show."""
        return not (self.proposed or self.near or self.left or self.passed or self.shows_recorded)


SHOWN: Final[dict[str, tuple[Term, Callable[[CourseView], bool]]]] = {
    "all": (Term("全部", "All"), lambda _view: True),
    "freed": (Term("免修", "Freed"), lambda view: view.standing in {Standing.FREED, Standing.RECORDED}),
    "near": (Term("还差一点", "Nearly"), lambda view: view.standing is Standing.NEAR),
    "left": (Term("要修", "To study"), lambda view: view.is_left),
}


def credits_page(answer: Answer, record: OnRecord, wanted: str) -> CreditsPage:
    """The page for a word in the address; an unknown word shows all."""
    views = course_views(answer)
    key = wanted if wanted in SHOWN else "all"
    shown = [view for view in views if SHOWN[key][1](view)]
    is_all_or_freed = key in {"all", "freed"}
    recorded = {line.course_code for line in record.transcript.lines} if is_all_or_freed else set()
    return CreditsPage(
        filters=tuple(Filter(name, label, sum(map(fits, views)), name == key) for name, (label, fits) in SHOWN.items()),
        proposed=_standing(shown, Standing.FREED),
        near=_standing(shown, Standing.NEAR),
        left=tuple(view for view in _standing(shown, Standing.LEFT) if view.course.code not in recorded)
        + _standing(shown, Standing.NEVER),
        passed=_standing(shown, Standing.PASSED),
        beside=beside_views(answer.conversion) if answer.conversion and key != "near" else (),
        shows_recorded=is_all_or_freed and bool(record.transcript.lines),
        left_of={view.course.code: view for view in views if view.is_left and view.course.code in recorded},
    )


def _standing(views: list[CourseView], standing: Standing) -> tuple[CourseView, ...]:
    return tuple(view for view in views if view.standing is standing)
