"""What limits a conversion: caps of the book, residency, relations, and the floors that are only reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import Case, Course, LimitKind, LimitRow, RelationRow
from niangjia.creditbank.engine.facts import Facts, course_facts
from niangjia.creditbank.engine.history import History
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Exclusion,
    Floor,
    Limit,
    Overlap,
    ShareCap,
    Side,
    SinkKind,
    UnrelatedCap,
)
from niangjia.creditbank.engine.relations import Group, Shared
from niangjia.creditbank.engine.standing import Standings, floor_to_grain, to_grain

RESIDENCY: Final = "residency"
ROUNDED_TOTAL: Final = "rounded_total"


@dataclass(frozen=True, slots=True)
class LimitSource:
    """Where a limit of the problem comes from. ``bound`` and ``used`` are credits, or a count."""

    row: LimitRow | RelationRow | None  # None: the programme's residency
    members: frozenset[str]
    bound: Fraction | int | None = None
    used: Fraction | int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """A limit and where it comes from."""

    limit: Limit
    source: LimitSource


@dataclass(frozen=True, slots=True)
class Ground:
    """What limits are built on: the case, its history, and the outcomes and courses that are in the problem."""

    case: Case
    history: History
    standings: Standings
    outcomes: frozenset[str]
    sinks: frozenset[str]
    grain: int


def limits_of(ground: Ground) -> Mapping[str, Built]:
    """Every limit by its name."""
    rows = [_row_limit(row, ground) for row in ground.case.book.limits]
    found = [_residency(ground), *rows, *_exclusions(ground), *_overlaps(ground)]
    return {built.limit.name: built for built in found}


def floors_of(ground: Ground) -> tuple[Floor, ...]:
    """The programme's category minimums with what is passed or credited already."""
    return tuple(
        Floor(
            name=minimum.category,
            members=frozenset(
                course.code for course in _courses_of(minimum.category, ground) if course.code in ground.sinks
            ),
            minimum=to_grain(Fraction(minimum.minimum), ground.grain),
            got=floor_to_grain(got_of(minimum.category, ground), ground.grain),
        )
        for minimum in ground.case.programme.floors
    )


def got_of(category: str, ground: Ground) -> Fraction:
    """Credits of a category that are passed by study or credited by posted decisions."""
    passed = ground.case.learner.passed_courses
    return sum(
        (
            Fraction(course.credits) if course.code in passed else ground.history.credited.get(course.code, Fraction())
            for course in _courses_of(category, ground)
        ),
        Fraction(),
    )


def bound_of(row: LimitRow, case: Case) -> Fraction | int:
    """The figure of a limit: credits, or a count; a share of the programme is taken of its total or its courses."""
    if row.kind in {LimitKind.AMOUNT, LimitKind.SHARE_OF_PROGRAMME} and row.credits is not None:
        return Fraction(row.credits)
    share = Fraction(row.part or 0, row.whole or 1)
    match row.kind:
        case LimitKind.SHARE_OF_PROGRAMME:
            return share * Fraction(case.programme.total_credits)
        case LimitKind.SHARE_OF_RECOGNISED | LimitKind.AMOUNT:
            return share
    if row.count is None and row.kind is LimitKind.COURSE_COUNT:
        courses = [course for course in case.programme.courses if course.kind is SinkKind.COURSE]
        return floor(share * len(courses))
    return row.count or 0


def _courses_of(category: str, ground: Ground) -> Iterator[Course]:
    yield from (course for course in ground.case.programme.courses if course.category == category)


def _residency(ground: Ground) -> Built:
    """What must be studied here is a cap on what may be recognised (family 9)."""
    programme = ground.case.programme
    bound = Fraction(programme.total_credits) - Fraction(programme.residency)
    room = floor_to_grain(max(Fraction(), bound - ground.history.total), ground.grain)
    source = LimitSource(None, ground.sinks, bound, ground.history.total)
    return Built(AmountCap(RESIDENCY, Side.SINK, ground.sinks, room), source)


def _row_limit(row: LimitRow, ground: Ground) -> Built:
    members, past = _members(row, ground)
    bound, amount = bound_of(row, ground.case), _amount_used(row, past, ground)
    match row.kind:
        case LimitKind.AMOUNT | LimitKind.SHARE_OF_PROGRAMME:
            room = floor_to_grain(max(Fraction(), bound - amount), ground.grain)
            return Built(AmountCap(row.id, row.side, members, room), LimitSource(row, members, bound, amount))
        case LimitKind.SHARE_OF_RECOGNISED:
            share = Fraction(bound)
            counted, total = _in_grain(amount, ground), _in_grain(ground.history.total, ground)
            cap = ShareCap(row.id, row.side, members, share.numerator, share.denominator, counted, total)
            return Built(cap, LimitSource(row, members, bound, amount))
        case LimitKind.UNRELATED_COUNT:
            used = len(_unrelated_before(ground))
            return Built(UnrelatedCap(row.id, max(0, int(bound) - used)), LimitSource(row, members, bound, used))
    # What was used before is counted already and may be used again without being counted twice.
    fresh = members - past
    room = max(0, int(bound) - len(past))
    return Built(CountCap(row.id, row.side, fresh, room), LimitSource(row, fresh, bound, len(past)))


def _members(row: LimitRow, ground: Ground) -> tuple[frozenset[str], frozenset[str]]:
    """Whom a limit counts in the problem, and whom it counted in history."""
    if row.side is Side.SOURCE:
        facts: Mapping[str, Facts] = {key: each.facts for key, each in ground.standings.outcomes.items()}
        present, before = ground.outcomes, frozenset(ground.history.served)
    else:
        facts = {code: course_facts(each.course) for code, each in ground.standings.courses.items()}
        present, before = ground.sinks, frozenset(ground.history.credited)
    counted = frozenset(key for key, held in facts.items() if row.when is None or holds(row.when, held) is Truth.YES)
    strangers = frozenset[str]() if row.when is not None else before - counted  # no longer on record, still used
    return counted & present, (counted & before) | strangers


def _amount_used(row: LimitRow, past: frozenset[str], ground: Ground) -> Fraction:
    figures = ground.history.given if row.side is Side.SOURCE else ground.history.credited
    return sum((figures[key] for key in past), Fraction())


def _in_grain(value: Fraction, ground: Ground) -> int:
    return floor_to_grain(value, ground.grain)


def _unrelated_before(ground: Ground) -> frozenset[str]:
    rows = {row.id for row in ground.case.book.rows if row.unrelated}
    return frozenset(key for key, used in ground.history.rows.items() if used & rows)


def _exclusions(ground: Ground) -> Iterator[Built]:
    relations = ground.standings.relations
    for side, groups, present in (
        (Side.SOURCE, relations.outcomes, ground.outcomes),
        (Side.SINK, relations.courses, ground.sinks),
    ):
        for group in groups:
            members = group.members & present
            if group.used is None and len(members) > 1:
                yield _exclusion(group, side, members)


def _exclusion(group: Group, side: Side, members: frozenset[str]) -> Built:
    return Built(Exclusion(group.name, side, members), LimitSource(group.row, members, 1))


def _overlaps(ground: Ground) -> Iterator[Built]:
    for shared in ground.standings.relations.shared:
        if {shared.certificate, shared.training} & ground.outcomes:
            yield _overlap(shared, ground)


def _overlap(shared: Shared, ground: Ground) -> Built:
    """The whole training lies inside the certificate: together they give at most what the larger is worth."""
    pair = frozenset({shared.certificate, shared.training})
    bound = max(ground.standings.outcomes[key].value for key in pair)
    used = sum((ground.history.consumed.get(key, Fraction()) for key in pair), Fraction())
    room = floor_to_grain(max(Fraction(), bound - used), ground.grain)
    source = LimitSource(shared.row, pair & ground.outcomes, bound, used)
    if pair <= ground.outcomes:
        return Built(Overlap(shared.name, shared.certificate, shared.training, room), source)
    # One of the two is used up: what is left of the larger's worth bounds the other alone.
    return Built(AmountCap(shared.name, Side.SOURCE, pair & ground.outcomes, room), source)
