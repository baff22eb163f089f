"""Each setting of the fifteen families by its absence: what a case would be without it, and whether that matters.

A setting matters in a case if without it other candidates could be used or other limits could bind, once everything is
left out that can't be used or can't bind anyway; or, where it is only told, if something else would be told.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import lcm
from typing import Any

from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.books import (
    Case,
    DatedBy,
    DecidedBy,
    LimitKind,
    LimitRow,
    Period,
    Recognition,
    RelationKind,
    RoundingPlace,
    SeveralMarks,
    ValidOn,
)
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.fees import fees_of
from niangjia.creditbank.engine.preparation import Prepared, prepare
from niangjia.creditbank.engine.problem import Aim, Cover, Problem, Remainder, Rounding, Side, SinkKind
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.solve.reduction import reduce

Without = Callable[[Case], Case]


def changes_the_problem(case: Case, without: Without) -> bool:
    """Other candidates could be used, or other limits could bind."""
    other = without(case)
    if other == case:
        return False
    grain = lcm(prepare(case).grain, prepare(other).grain)
    return _essence(prepare(case, grain_multiple=grain)) != _essence(prepare(other, grain_multiple=grain))


def changes_what_is_told(case: Case, without: Without) -> bool:
    """Another mark is entered, or another fee is asked."""
    other = without(case)
    return other != case and _told(case) != _told(other)


def keeps_from_being_asked(case: Case, without: Without) -> bool:
    """The case is refused, and without the setting it is not."""
    return _is_refused(case) and not _is_refused(without(case))


def _essence(prepared: Prepared) -> object:
    return (_essential(prepared.certain), _essential(prepared.possible), prepared.beside)


def _essential(problem: Problem) -> Problem | None:
    left = reduce(in_order(problem))
    return left if left.pours or left.packages else None


def _told(case: Case) -> object:
    found = convert(case)
    plan = found.certain
    fees = fees_of(found.prepared, plan)
    return [line.mark for line in plan.lines], [each.mark for each in plan.courses.values()], fees


def _is_refused(case: Case) -> bool:
    try:
        prepare(case)
    except Refusal:
        return True
    return False


def _book(**settings: Any) -> Without:
    return lambda case: replace(case, book=replace(case.book, **settings))


def _book_where(field: str, is_used: object, otherwise: object) -> Without:
    """The book with another value where it has this one."""
    return lambda case: _book(**{field: otherwise})(case) if getattr(case.book, field) == is_used else case


def _rows(field: str, change: Callable[[Any], Any]) -> Without:
    """The book with each row changed, or without it where the change is None."""

    def without(case: Case) -> Case:
        changed = (change(row) for row in getattr(case.book, field))
        return _book(**{field: tuple(row for row in changed if row is not None)})(case)

    return without


def _each(field: str, **settings: Any) -> Without:
    return _rows(field, lambda row: replace(row, **settings))


def _drop(field: str, is_dropped: Callable[[Any], bool]) -> Without:
    return _rows(field, lambda row: None if is_dropped(row) else row)


def _valued(prefix: str) -> Without:
    """No rows of this table; their ids begin so."""
    return _drop("valuations", lambda row: row.id.startswith(prefix))


def _courses(**settings: Any) -> Without:
    def without(case: Case) -> Case:
        courses = tuple(
            replace(course, **settings) if course.kind is SinkKind.COURSE else course
            for course in case.programme.courses
        )
        return replace(case, programme=replace(case.programme, courses=courses))

    return without


def _programme(**settings: Any) -> Without:
    return lambda case: replace(case, programme=replace(case.programme, **settings))


def _outcomes(**settings: Any) -> Without:
    return lambda case: replace(case, outcomes=tuple(replace(outcome, **settings) for outcome in case.outcomes))


def _learner(**settings: Any) -> Without:
    return lambda case: replace(case, learner=replace(case.learner, **settings))


def _limit(kind: LimitKind) -> Without:
    return _drop("limits", lambda row: row.kind is kind)


def _each_of(side: Side) -> Without:
    return _rows("limits", lambda row: replace(row, each_of=None) if row.side is side else row)


def _period(period: Period, *, by_award: bool) -> Without:
    def undated(row: LimitRow) -> LimitRow:
        is_meant = row.period is period and (row.dated_by is DatedBy.AWARD) is by_award
        return replace(row, period=None, dated_by=None) if is_meant else row

    return _rows("limits", undated)


def _gate(key: str) -> Without:
    return _drop("gates", lambda row: row.id == key)


def _by_catalogue(case: Case) -> Case:
    settings = {"decided_by": DecidedBy.CATALOGUE}
    return _each("packages", **settings)(_each("rows", **settings)(case))


def _one_limit(case: Case) -> Case:
    return _book(limits=case.book.limits[:1])(case)


def _later_posting(case: Case) -> Case:
    return replace(case, redeemed_on=None)


def _ratio(row: Any) -> Any:
    return row if row.per is None else replace(row, per=row.per * 2)


def _package(is_meant: Callable[[Any], bool]) -> Without:
    return _drop("packages", is_meant)


CHANGING: dict[str, Without] = {
    "1 ratio of hours, months or credits": _rows("valuations", _ratio),
    "1 ratio of a jurisdiction": _book(jurisdictions=()),
    "1 smallest unit of a tenth": _book_where("step", Decimal("0.1"), Decimal("0.5")),
    "1 smallest unit of a whole": _book_where("step", Decimal(1), Decimal("0.5")),
    "1 rounding half up": _book_where("rounding", Rounding.HALF_UP, Rounding.FLOOR),
    "1 rounding up": _book_where("rounding", Rounding.CEIL, Rounding.FLOOR),
    "1 rounding each outcome": _book_where("rounding_place", RoundingPlace.OUTCOME, RoundingPlace.COURSE),
    "1 rounding the total": _book_where("rounding_place", RoundingPlace.TOTAL, RoundingPlace.COURSE),
    "2 levels of certificates": _valued("level-"),
    "2 tier and prize of competitions": _valued("prize-"),
    "2 ranks of teams": _valued("rank-"),
    "2 steps of tenure": _valued("tenure-"),
    "2 small inventions": _valued("share-"),
    "2 share of the contributor": _each("valuations", times_share=False),
    "3 level of the course": _courses(level=None),
    "3 level of the parent": _book(modules=()),
    "3 half a step below": _book(level_slack=None),
    "3 share at level": _limit(LimitKind.LEAST_SHARE),
    "4 field by the tree": _programme(occupations=()),
    "4 so many unrelated": _limit(LimitKind.UNRELATED_COUNT),
    "5 valid at the award": _book_where("valid_on", ValidOn.AWARD, ValidOn.CLAIM),
    "5 valid at the claim": _book_where("valid_on", ValidOn.CLAIM, ValidOn.AWARD),
    "5 valid at the redemption": _book_where("valid_on", ValidOn.REDEMPTION, ValidOn.CLAIM),
    "5 redeemed on another day": _later_posting,
    "5 what the awarder says": _outcomes(expires_on=None),
    "5 shelf life of the accepter": _each("kinds", shelf_life_months=None),
    "5 ceiling of all": _book(ceiling_months=None),
    "5 recency of a subject": _book(recencies=()),
    "6 whole, or so many courses": _each("kinds", fan_out=None),
    "6 remainder lost": _each("kinds", remainder=Remainder.KEPT),
    "6 spill into electives": _each("rows", spill=False),
    "6 a lot that is partly spent": _outcomes(balance=None),
    "7 cover in part": _courses(cover=Cover.FULL),
    "7 least part": _courses(least_part=None),
    "7 so many outcomes to a course": _courses(contributors=None),
    "7 least of a row": _each("rows", least=None),
    "7 no course above the outcome": _each("rows", not_above_own_value=False),
    "7 one for several": _package(lambda row: len(row.takes) == 1),
    "7 several for one": _package(lambda row: len(row.takes) > 1 and len(row.gives) == 1),
    "7 several for several": _package(lambda row: len(row.takes) > 1 and len(row.gives) > 1),
    "8 cap in credits": _limit(LimitKind.AMOUNT),
    "8 share of the programme": _limit(LimitKind.SHARE_OF_PROGRAMME),
    "8 share of what is recognised": _limit(LimitKind.SHARE_OF_RECOGNISED),
    "8 number of outcomes": _limit(LimitKind.OUTCOME_COUNT),
    "8 number of courses": _limit(LimitKind.COURSE_COUNT),
    "8 of each issuer, kind or occupation": _each_of(Side.SOURCE),
    "8 of each category or term": _each_of(Side.SINK),
    "8 a term by the award": _period(Period.TERM, by_award=True),
    "8 a year by the award": _period(Period.YEAR, by_award=True),
    "8 a term by the decision": _period(Period.TERM, by_award=False),
    "8 a year by the decision": _period(Period.YEAR, by_award=False),
    "8 the first day of the year": _book(year_start=None),
    "8 the lower of two and more": _one_limit,
    "9 residency": _programme(residency=Decimal(0)),
    "9 minimums of categories": _programme(floors=()),
    "9 requirements first": _programme(aim=Aim.CREDITS),
    "10 courses that are never freed": _courses(never=False),
    "10 classes of certificates": _book(never=()),
    **{f"11 {kind}": _drop("relations", lambda row, kind=kind: row.kind is kind) for kind in RelationKind},
    "11 the lower level swallowed": _each("kinds", swallow="used"),
    "11 training within half a year": _each("relations", within_months=None),
    "13 age": _gate("G0"),
    "13 enrolment": _gate("G1"),
    "13 window for claims": _gate("G2"),
    "13 passed by study": _learner(passed_courses=frozenset()),
    "15 asked of a panel": _by_catalogue,
    "15 kinds that give credit": _book(gives_credit=tuple(Recognition)),
    "15 made from this programme": _outcomes(made_from=()),
    "H posted decisions": lambda case: replace(case, history=(), credited=()),
    "H what they credited": lambda case: replace(case, credited=()),
}
TELLING: dict[str, Without] = {
    "12 mark of the row": _each("rows", mark=None),
    "12 mapping or own score": _book(marks=()),
    "12 mean of several": _book_where("several_marks", SeveralMarks.WEIGHTED_MEAN, None),
    "12 step of the mean": _book(mark_step=None),
    "13 fees": _book(fees=()),
}
REFUSING: dict[str, tuple[Without, Without]] = {
    "14 effective to": (lambda case: replace(case, on=date(2027, 1, 1)), _book(effective_to=None)),
    "14 effective from": (lambda case: replace(case, on=date(2026, 1, 1)), _book(effective_from=date(2025, 1, 1))),
    "14 programmes": (_programme(code="XX"), _book(programmes=())),
}


def settings_that_matter(case: Case, wanted: frozenset[str]) -> set[str]:
    """Those of the wanted settings that matter in the case."""
    found = {name for name, without in CHANGING.items() if name in wanted and changes_the_problem(case, without)}
    found |= {name for name, without in TELLING.items() if name in wanted and changes_what_is_told(case, without)}
    return found | {
        name
        for name, (asked, without) in REFUSING.items()
        if name in wanted and keeps_from_being_asked(asked(case), without)
    }


def every_setting() -> frozenset[str]:
    """The names of all settings; each begins with the number of its family."""
    return frozenset({*CHANGING, *TELLING, *REFUSING})
