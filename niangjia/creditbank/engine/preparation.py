"""From a case to the allocation problem: what the rule book makes of one learner's outcomes on one day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import Case, PackageRow, RecognitionRow, RoundingPlace
from niangjia.creditbank.engine.candidates import Beside, Candidates, candidates_of, panel_rows
from niangjia.creditbank.engine.history import History, history_of
from niangjia.creditbank.engine.limits import Ground, LimitSource, floors_of, limits_of
from niangjia.creditbank.engine.problem import Cover, Outcome, Problem, Rounding, Sink
from niangjia.creditbank.engine.standing import (
    CourseStanding,
    OutcomeStanding,
    Standings,
    floor_to_grain,
    is_spendable,
    standings_of,
    takes_part,
    to_grain,
)
from niangjia.creditbank.engine.valuation import grain_of, smallest_unit
from niangjia.creditbank.engine.wording import day

_NOT_IN_FORCE: Final = Term(
    "《{title}》第 {version} 版在{day}不生效。请选当天生效的规则书。",
    "Version {version} of {title} is not in force on {day}. Choose the one in force on that day.",
)
_OTHER_PROGRAMME: Final = Term(
    "《{title}》不适用于专业 {programme}。请选适用的规则书。",
    "{title} does not hold for programme {programme}. Choose one that does.",
)
_TWICE: Final = Term(
    "{key} 出现了两次。每项成果、每门课程只能有一个编号，请先合并重复的记录。",
    "{key} stands twice. Each outcome and course has one id: merge the duplicates first.",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The two problems of a case, and the way back from them to the book.

    ``certain`` holds only what the catalogue decides; ``possible`` also what a panel could grant. ``limits`` says for
    each named limit of the problems where it comes from.
    """

    case: Case
    history: History
    grain: int
    standings: Standings
    certain: Problem
    possible: Problem
    beside: tuple[Beside, ...]
    limits: Mapping[str, LimitSource]

    def row(self, key: str) -> RecognitionRow | PackageRow:
        """The row that a pour or package names."""
        rows: tuple[RecognitionRow | PackageRow, ...] = (*self.case.book.rows, *self.case.book.packages)
        return next(row for row in rows if row.id == key)


def prepare(case: Case, *, grain_multiple: int = 1) -> Prepared:
    """Put the case as a problem. ``grain_multiple`` keeps amounts of an earlier proposal whole numbers of grain.

    Refuses ``rule_book_not_in_force``, ``rule_book_other_programme`` and ``id_twice``.
    """
    _refuse(case)
    history = history_of(case)
    standings = standings_of(case, history)
    values = tuple(standing.value for standing in standings.outcomes.values())
    needs = tuple(standing.need for standing in standings.courses.values())
    grain = grain_of(case.book, case.programme, (*values, *needs), grain_multiple)
    candidates = candidates_of(case, standings, history, grain)
    ground = _ground(case, history, standings, grain)
    built = limits_of(ground)
    possible = Problem(
        grain=grain,
        outcomes=tuple(outcome_of(standings.outcomes[key], grain) for key in sorted(ground.outcomes)),
        sinks=tuple(_sink(standings.courses[code], case, grain) for code in sorted(ground.sinks)),
        pours=candidates.pours,
        packages=candidates.packages,
        limits=tuple(each.limit for each in built.values()),
        floors=floors_of(ground),
        aim=case.programme.aim,
    )
    return Prepared(
        case=case,
        history=history,
        grain=grain,
        standings=standings,
        certain=_without_panel(possible, case, candidates),
        possible=possible,
        beside=candidates.beside,
        limits={name: each.source for name, each in built.items()},
    )


def _refuse(case: Case) -> None:
    book, on = case.book, case.on
    if on < book.effective_from or (book.effective_to is not None and on > book.effective_to):
        raise Refusal(
            "rule_book_not_in_force", _NOT_IN_FORCE.format(title=book.title, version=book.version, day=day(on))
        )
    if book.programmes and case.programme.code not in book.programmes:
        term = _OTHER_PROGRAMME.format(title=book.title, programme=case.programme.code)
        raise Refusal("rule_book_other_programme", term)
    keys = [outcome.id for outcome in case.outcomes], [course.code for course in case.programme.courses]
    for key, count in (item for each in keys for item in Counter(each).items()):
        if count > 1:
            raise Refusal("id_twice", _TWICE.format(key=key))


def _ground(case: Case, history: History, standings: Standings, grain: int) -> Ground:
    """What is in the problem: every outcome and course that nothing keeps out."""
    return Ground(
        case=case,
        history=history,
        standings=standings,
        outcomes=frozenset(key for key, each in standings.outcomes.items() if is_spendable(each, grain)),
        sinks=frozenset(code for code, each in standings.courses.items() if each.obstacle is None),
        grain=grain,
    )


def outcome_of(standing: OutcomeStanding, grain: int) -> Outcome:
    """A spendable outcome as the problem has it."""
    return Outcome(
        id=standing.outcome.id,
        amount=floor_to_grain(standing.spendable, grain),
        book_value=to_grain(standing.value, grain),
        fan_out=standing.fan_out,
        remainder=standing.setting.remainder,
        life_months=standing.validity.life_months,
        used_before=standing.used_before,
    )


def _sink(standing: CourseStanding, case: Case, grain: int) -> Sink:
    course, need = standing.course, to_grain(standing.need, grain)
    is_part = takes_part(course)
    step, rounding = _rounding(case, grain)
    if not is_part:
        step = _step_of_whole(step, need, rounding)
    least = Fraction() if standing.credited or course.least_part is None else Fraction(course.least_part)
    return Sink(
        id=course.code,
        need=need,
        full=to_grain(Fraction(course.credits), grain),
        kind=course.kind,
        cover=Cover.PART if is_part else Cover.FULL,
        least=max(1, to_grain(least, grain)),
        contributors=standing.contributors,
        step=step,
        rounding=rounding,
        category=course.category,
    )


def _step_of_whole(step: int, need: int, rounding: Rounding) -> int:
    """The step of a course that is covered in full or not at all.

    Floored, exactly its need flows in. Else a need that is no whole number of steps is counted as finely as it is.
    """
    return 1 if rounding is Rounding.FLOOR else gcd(step, need)


def _rounding(case: Case, grain: int) -> tuple[int, Rounding]:
    """The smallest unit of a course in grain, and how inflow becomes whole units.

    Where the outcomes or the total are rounded, courses are only cut to what may be posted.
    """
    is_here = case.book.rounding_place is RoundingPlace.COURSE
    return to_grain(smallest_unit(case.book), grain), case.book.rounding if is_here else Rounding.FLOOR


def _without_panel(possible: Problem, case: Case, candidates: Candidates) -> Problem:
    panel = panel_rows(case.book)
    return Problem(
        grain=possible.grain,
        outcomes=possible.outcomes,
        sinks=possible.sinks,
        pours=tuple(pour for pour in candidates.pours if pour.row not in panel),
        packages=tuple(package for package in candidates.packages if package.row not in panel),
        limits=possible.limits,
        floors=possible.floors,
        aim=possible.aim,
    )
