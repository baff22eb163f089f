"""What an allocation means: lines by row and article, a verdict on each course, the use of each outcome, totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from niangjia.creditbank.engine.books import Course, Recognition, RelationRow, RoundingPlace
from niangjia.creditbank.engine.limits import RESIDENCY
from niangjia.creditbank.engine.lines import Line, exact, lines_of
from niangjia.creditbank.engine.marks import Given, course_mark
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.problem import Allocation, Exclusion, Problem, Side
from niangjia.creditbank.engine.standing import CourseStanding, Obstacle, OutcomeStanding
from niangjia.creditbank.engine.valuation import rounded


class CourseVerdict(StrEnum):
    """What becomes of a course."""

    FREED = "freed"  # this plan credits all that is still needed
    PARTLY = "partly"  # this plan credits a part
    LEFT = "left"  # to be studied
    RECORDED = "recorded"  # credited by decisions already posted
    PASSED = "passed"  # passed by study, or under another name
    NEVER = "never"  # the programme lets nothing free it


class OutcomeUse(StrEnum):
    """What becomes of an outcome."""

    USED = "used"
    KEPT = "kept"  # usable, but nothing took it: it stays as it is
    EXCLUDED = "excluded"  # usable, but this plan uses a related outcome instead
    BARRED = "barred"  # its standing's obstacle keeps it out


@dataclass(frozen=True, slots=True)
class CourseResult:
    """One course: credits of this plan, recorded before, still to be studied; kind, mark and lines of this plan."""

    standing: CourseStanding
    verdict: CourseVerdict
    credited: Decimal
    recorded: Decimal
    left: Decimal
    recognition: Recognition | None = None
    mark: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def course(self) -> Course:
        """The course itself."""
        return self.standing.course


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome: book credits given, consumed, lost with its remainder and left; what its lot pays.

    ``standard`` is in 1/100 standard credit: the part of the lot that what is consumed stands for, rounded up, or the
    whole lot where all that was spendable is consumed; None where the bank gave no standard value.
    """

    standing: OutcomeStanding
    use: OutcomeUse
    given: Fraction = Fraction()
    consumed: Fraction = Fraction()
    consumed_grain: int = 0
    standard: int | None = None
    lines: tuple[Line, ...] = ()
    excluded_by: RelationRow | None = None
    other: str | None = None  # the outcome that is used instead, or that keeps it out

    @property
    def lost(self) -> Fraction:
        """What goes with a lost remainder."""
        return self.consumed - self.given

    @property
    def left(self) -> Fraction:
        """What can still be spent afterwards, in book credits."""
        return max(Fraction(), self.standing.spendable - self.consumed)


@dataclass(frozen=True, slots=True)
class Totals:
    """Credits of the whole programme: each is exact and none is counted twice."""

    programme: Decimal
    passed: Decimal
    recorded: Decimal
    recognised: Decimal
    by_kind: Mapping[Recognition, Decimal]
    to_study: Decimal
    residency: Decimal
    recognisable: Decimal  # the most that residency lets be recognised, history included
    shortfalls: tuple[tuple[str, Decimal], ...] = ()  # of each category's minimum, where one is left
    by_rounding: Decimal = Decimal(0)  # what a book that rounds the total up adds: counted, posted to no course


@dataclass(frozen=True, slots=True)
class Plan:
    """One allocation of a prepared problem, in the words of the book."""

    problem: Problem
    allocation: Allocation
    lines: tuple[Line, ...]
    courses: Mapping[str, CourseResult]
    outcomes: Mapping[str, OutcomeResult]
    totals: Totals


def plan_of(prepared: Prepared, problem: Problem, allocation: Allocation) -> Plan:
    """Read an allocation of one of the prepared problems."""
    lines = lines_of(prepared, allocation)
    credited = dict(allocation.credited)
    courses = {
        code: _course(standing, credited.get(code, 0), lines, prepared)
        for code, standing in prepared.standings.courses.items()
    }
    outcomes = {
        key: _outcome(standing, allocation, lines, prepared, problem)
        for key, standing in prepared.standings.outcomes.items()
    }
    return Plan(problem, allocation, lines, courses, outcomes, _totals(prepared, courses, allocation))


def _course(standing: CourseStanding, credited: int, lines: tuple[Line, ...], prepared: Prepared) -> CourseResult:
    own = tuple(line for line in lines if line.course == standing.course.code)
    new = exact(Fraction(credited, prepared.grain))
    verdict = _course_verdict(standing, Fraction(new))
    main = max(own, key=lambda line: (line.amount, line.row), default=None)
    return CourseResult(
        standing=standing,
        verdict=verdict,
        credited=new,
        recorded=exact(standing.credited),
        left=Decimal(0) if verdict is CourseVerdict.PASSED else exact(standing.need - Fraction(new)),
        recognition=None if main is None else _recognition(own, main),
        mark=None if main is None else _mark(own, prepared),
        lines=own,
    )


def _course_verdict(standing: CourseStanding, new: Fraction) -> CourseVerdict:
    if new > 0:
        return CourseVerdict.FREED if new == standing.need else CourseVerdict.PARTLY
    match standing.obstacle:
        case Obstacle.COURSE_PASSED | Obstacle.SAME_COURSE:
            return CourseVerdict.PASSED
        case Obstacle.COURSE_RECORDED:
            return CourseVerdict.RECORDED
        case Obstacle.COURSE_NEVER:
            return CourseVerdict.NEVER
    return CourseVerdict.LEFT


def _recognition(lines: tuple[Line, ...], main: Line) -> Recognition:
    """The rows' own kind; several kinds on one course are a recognition of credit."""
    kinds = {line.recognition for line in lines}
    return main.recognition if len(kinds) == 1 else Recognition.CREDIT


def _mark(lines: tuple[Line, ...], prepared: Prepared) -> str | None:
    """The mark of a course, as the book makes it of its lines' marks."""
    most_first = sorted(lines, key=lambda line: (line.amount, line.row), reverse=True)
    return course_mark([Given(line.mark, line.amount) for line in most_first], prepared.case.book)


def _outcome(
    standing: OutcomeStanding, allocation: Allocation, lines: tuple[Line, ...], prepared: Prepared, problem: Problem
) -> OutcomeResult:
    key, consumed = standing.outcome.id, dict(allocation.consumed)
    if key not in consumed:
        return _unused(standing, consumed, prepared, problem)
    own = tuple(line for line in lines if line.outcome == key)
    spent = Fraction(consumed[key], prepared.grain)
    return OutcomeResult(
        standing=standing,
        use=OutcomeUse.USED,
        given=min(spent, _given(key, allocation, prepared.grain)),
        consumed=spent,
        consumed_grain=consumed[key],
        standard=standard_of(standing, consumed[key], prepared.grain),
        lines=own,
    )


def _given(key: str, allocation: Allocation, grain: int) -> Fraction:
    poured = sum(used.amount for used in allocation.poured if used.pour.outcome == key)
    taken = sum(amount for package in allocation.packages for outcome, amount in package.takes if outcome == key)
    return Fraction(poured + taken, grain)


def standard_of(standing: OutcomeStanding, consumed: int, grain: int) -> int | None:
    """What the lot pays, in 1/100 standard credit, for so much grain of the outcome's book value."""
    outcome = standing.outcome
    if outcome.standard_value is None:
        return None
    balance = outcome.standard_value if outcome.balance is None else outcome.balance
    if consumed >= int(standing.spendable * grain):
        return balance
    share = Fraction(outcome.standard_value * consumed, grain) / standing.value
    return min(balance, -(-share.numerator // share.denominator))


def _unused(
    standing: OutcomeStanding, consumed: Mapping[str, int], prepared: Prepared, problem: Problem
) -> OutcomeResult:
    if standing.obstacle is not None:
        because = standing.because if isinstance(standing.because, RelationRow) else None
        return OutcomeResult(standing, OutcomeUse.BARRED, excluded_by=because, other=standing.other)
    for limit in problem.limits:
        if isinstance(limit, Exclusion) and limit.side is Side.SOURCE and standing.outcome.id in limit.members:
            used = min(limit.members & consumed.keys(), default=None)
            row = prepared.limits[limit.name].row
            if used is not None and isinstance(row, RelationRow):
                return OutcomeResult(standing, OutcomeUse.EXCLUDED, excluded_by=row, other=used)
    return OutcomeResult(standing, OutcomeUse.KEPT)


def _totals(prepared: Prepared, courses: Mapping[str, CourseResult], allocation: Allocation) -> Totals:
    programme = prepared.case.programme
    passed = sum(
        (each.course.credits for each in courses.values() if each.standing.obstacle is Obstacle.COURSE_PASSED),
        Decimal(0),
    )
    recorded, recognised = exact(prepared.history.total), exact(Fraction(allocation.total, prepared.grain))
    added = _by_rounding(prepared, recorded + recognised)
    by_kind: dict[Recognition, Decimal] = {}
    for each in courses.values():
        if each.recognition is not None:
            by_kind[each.recognition] = by_kind.get(each.recognition, Decimal(0)) + each.credited
    return Totals(
        programme=programme.total_credits,
        passed=passed,
        recorded=recorded,
        recognised=recognised,
        by_kind=by_kind,
        to_study=max(Decimal(0), programme.total_credits - passed - recorded - recognised - added),
        residency=programme.residency,
        recognisable=exact(Fraction(prepared.limits[RESIDENCY].bound or 0)),
        shortfalls=_shortfalls(prepared, allocation),
        by_rounding=added,
    )


def _by_rounding(prepared: Prepared, total: Decimal) -> Decimal:
    """What rounding the total up adds to it, within what may be recognised at all."""
    book = prepared.case.book
    if book.rounding_place is not RoundingPlace.TOTAL:
        return Decimal(0)
    most = Fraction(prepared.limits[RESIDENCY].bound or 0)
    whole = min(rounded(Fraction(total), book.step, book.rounding), most)
    return exact(max(Fraction(), whole - Fraction(total)))


def _shortfalls(prepared: Prepared, allocation: Allocation) -> tuple[tuple[str, Decimal], ...]:
    credited = dict(allocation.credited)
    left = (
        (floor.name, floor.minimum - floor.got - sum(credited.get(code, 0) for code in floor.members))
        for floor in prepared.possible.floors
    )
    return tuple((name, exact(Fraction(short, prepared.grain))) for name, short in left if short > 0)
