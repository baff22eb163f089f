"""What the decisions already posted have used up. History is data: it narrows the problem and is never undone by it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from niangjia.creditbank.engine.books import Case, Course, RoundingPlace
from niangjia.creditbank.engine.problem import Cover, SinkKind
from niangjia.creditbank.engine.valuation import rounded

_HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class History:
    """Figures of the decisions posted and not reversed, in credits."""

    consumed: Mapping[str, Fraction]  # of each outcome, in book credits
    given: Mapping[str, Fraction]  # by each outcome to courses
    served: Mapping[str, int]  # how many courses each outcome served, decision by decision
    credited: Mapping[str, Fraction]  # to each course
    fillers: Mapping[str, int]  # how many outcomes filled each course
    rows: Mapping[str, frozenset[str]]  # rows by which each outcome was used

    @property
    def total(self) -> Fraction:
        """Everything recognised so far."""
        return sum(self.credited.values(), Fraction())


def history_of(case: Case) -> History:
    """The figures of the case's posted lines."""
    consumed: defaultdict[str, Fraction] = defaultdict(Fraction)
    given: defaultdict[str, Fraction] = defaultdict(Fraction)
    rows: defaultdict[str, set[str]] = defaultdict(set)
    for line in case.history:
        consumed[line.outcome] += Fraction(line.consumed)
        given[line.outcome] += Fraction(line.amount)
        rows[line.outcome].add(line.row)
    uses = {(line.decision, line.outcome, line.course, line.row) for line in case.history}
    return History(
        consumed=consumed,
        given=given,
        served=Counter(outcome for _, outcome, _, _ in uses),
        credited=_credited(case),
        fillers=Counter(course for _, _, course, _ in uses),
        rows={outcome: frozenset(names) for outcome, names in rows.items()},
    )


def _credited(case: Case) -> dict[str, Fraction]:
    posted = {(each.decision, each.course): Fraction(each.credited) for each in case.credited}
    inflow: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for line in case.history:
        inflow[line.decision, line.course] += Fraction(line.amount)
    courses = {course.code: course for course in case.programme.courses}
    credited: defaultdict[str, Fraction] = defaultdict(Fraction)
    for (decision, code), amount in inflow.items():
        stated = posted.get((decision, code))
        credited[code] += _rounded(amount, courses.get(code), case) if stated is None else stated
    return dict(credited)


def _rounded(amount: Fraction, course: Course | None, case: Case) -> Fraction:
    """What a sum of lines credits, where the decision does not say it: a course covered in full has its credits."""
    if course is not None and course.cover is Cover.FULL and course.kind is SinkKind.COURSE:
        return Fraction(course.credits)
    step = _HUNDREDTH if case.book.rounding_place is RoundingPlace.TOTAL else Fraction(case.book.step)
    return rounded(amount, step, case.book.rounding)
