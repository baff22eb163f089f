"""Which rule row lets which outcome give to which course: pours, packages, and what is granted beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import (
    Case,
    Course,
    DecidedBy,
    PackageRow,
    PackageTake,
    RecognitionRow,
    RuleBook,
)
from niangjia.creditbank.engine.facts import Facts, course_facts
from niangjia.creditbank.engine.history import History
from niangjia.creditbank.engine.levels import level_asked
from niangjia.creditbank.engine.problem import Package, Pour, SinkKind
from niangjia.creditbank.engine.standing import (
    CourseStanding,
    Obstacle,
    OutcomeStanding,
    Standings,
    floor_to_grain,
    is_spendable,
    takes_part,
    to_grain,
)
from niangjia.creditbank.engine.valuation import smallest_unit

_SPENT_OR_UNVALUED = frozenset(
    {None, Obstacle.NOT_VALUED, Obstacle.WORTH_NOTHING, Obstacle.SPENT, Obstacle.FAN_OUT_USED}
)
_VERDICTS: Mapping[Truth, Obstacle | None] = {
    Truth.YES: None,
    Truth.NO: Obstacle.ROW,
    Truth.UNKNOWN: Obstacle.ROW_UNKNOWN,
}

Target = tuple[RecognitionRow, Course]


@dataclass(frozen=True, slots=True)
class Beside:
    """A kind of recognition that gives no credit (免听, 免考): granted beside the plan, nothing is consumed."""

    row: RecognitionRow
    outcome: str
    course: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything that may be used."""

    pours: tuple[Pour, ...] = ()
    packages: tuple[Package, ...] = ()
    beside: tuple[Beside, ...] = ()


def candidates_of(
    case: Case, standings: Standings, history: History, grain: int, *, targets: Sequence[Target] | None = None
) -> Candidates:
    """Every candidate of the book; none behind a shut gate. ``targets``: those of ``open_targets``, where known."""
    if standings.shut_gates:
        return Candidates()
    pairs = list(_pairs(open_targets(case, standings) if targets is None else targets, standings))
    gives = frozenset(case.book.gives_credit)
    return Candidates(
        pours=tuple(
            _pour(row, standing, course, history, grain)
            for row, standing, course in pairs
            if row.recognition in gives and is_spendable(standing, grain)
        ),
        packages=tuple(
            package
            for row in case.book.packages
            if row.recognition in gives
            for package in packages_of(row, case.book, standings, grain)
        ),
        beside=tuple(
            Beside(row, standing.outcome.id, course.code)
            for row, standing, course in pairs
            if row.recognition not in gives
        ),
    )


def targets_of(row: RecognitionRow, courses: Sequence[Course]) -> Iterator[Course]:
    """The courses of a programme that a row names, by code or by category."""
    yield from (course for course in courses if names_course(row, course))


def names_course(row: RecognitionRow, course: Course) -> bool:
    """The row names the course, by code or by category."""
    return course.code in row.courses or course.category in row.categories


def pair_obstacle(row: RecognitionRow, standing: OutcomeStanding, course: Course) -> Obstacle | None:
    """Why the row does not let the outcome give to the course; None where it does."""
    if is_below_level(standing, course):
        return Obstacle.LEVEL
    verdict = _VERDICTS[holds(row.when, pair_facts(standing, course))]
    is_course = course.kind is SinkKind.COURSE
    if verdict is None and row.not_above_own_value and is_course and standing.value < Fraction(course.credits):
        return Obstacle.OWN_VALUE
    return verdict


def pair_facts(standing: OutcomeStanding, course: Course) -> Facts:
    """The facts over which a row's condition is asked: of the outcome, the learner and the course."""
    return {**standing.facts, **course_facts(course)}


def is_below_level(standing: OutcomeStanding, course: Course) -> bool:
    """The level gate (family 3): a skill certificate below the course's level, or of unknown level, frees nothing."""
    least = level_asked(standing.outcome, course, standing.book)
    return least is not None and (standing.outcome.level is None or standing.outcome.level < least)


def panel_rows(book: RuleBook) -> frozenset[str]:
    """Ids of the rows that ask a panel."""
    rows: Sequence[RecognitionRow | PackageRow] = (*book.rows, *book.packages)
    return frozenset(row.id for row in rows if row.decided_by is DecidedBy.PANEL)


def open_targets(case: Case, standings: Standings) -> list[Target]:
    """Every row with each course that it names and that nothing keeps out."""
    return [
        (row, course)
        for row in case.book.rows
        for course in targets_of(row, case.programme.courses)
        if standings.courses[course.code].obstacle is None
    ]


def _pairs(targets: Sequence[Target], standings: Standings) -> Iterator[tuple[RecognitionRow, OutcomeStanding, Course]]:
    usable = [standing for standing in standings.outcomes.values() if standing.obstacle in _SPENT_OR_UNVALUED]
    for row, course in targets if usable else ():
        yield from ((row, standing, course) for standing in usable if pair_obstacle(row, standing, course) is None)


def _pour(row: RecognitionRow, standing: OutcomeStanding, course: Course, history: History, grain: int) -> Pour:
    key = standing.outcome.id
    counted = row.id in history.rows.get(key, frozenset())  # a posted decision counted it as unrelated already
    return Pour(
        outcome=key,
        sink=course.code,
        row=row.id,
        least=1 if row.least is None else max(1, to_grain(Fraction(row.least), grain)),
        spill=row.spill,
        unrelated=row.unrelated and not counted,
    )


def packages_of(row: PackageRow, book: RuleBook, standings: Standings, grain: int) -> Iterator[Package]:
    """Every way in which the outcomes can stand in for what a package takes; none that can't free a course in full."""
    courses = [standings.courses.get(code) for code in row.gives]
    named = [each for each in courses if each is not None and each.obstacle is None and not each.credited]
    if not named or len(named) < len(row.gives) or not all(_may_be_full(each, book) for each in named):
        return
    gives = tuple((each.course.code, to_grain(each.need, grain)) for each in named)
    found = [list(fitting(take, named, standings, grain)) for take in row.takes]
    seen: set[frozenset[tuple[str, int]]] = set()
    for takes in product(*found):
        if len({key for key, _ in takes}) == len(takes) and frozenset(takes) not in seen:
            seen.add(frozenset(takes))
            yield Package(row.id, tuple(sorted(takes)), gives)


def _may_be_full(standing: CourseStanding, book: RuleBook) -> bool:
    """A course that takes parts is credited in whole units only: 1.5 credits never in full where the unit is 1."""
    return not takes_part(standing.course) or (standing.need / smallest_unit(book)).denominator == 1


def fitting(
    take: PackageTake, courses: list[CourseStanding], standings: Standings, grain: int
) -> Iterator[tuple[str, int]]:
    """The outcomes that satisfy a take of a package for these courses, and how much of each it takes."""
    for standing in standings.outcomes.values():
        if standing.obstacle is not None or any(is_below_level(standing, each.course) for each in courses):
            continue
        spendable = floor_to_grain(standing.spendable, grain)
        amount = spendable if take.credits is None else to_grain(Fraction(take.credits), grain)
        if 0 < amount <= spendable and holds(take.when, standing.facts) is Truth.YES:
            yield standing.outcome.id, amount
