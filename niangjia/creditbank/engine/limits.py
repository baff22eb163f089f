"""What limits a conversion: caps of the book, residency, relations, and the floors that are only reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

from niangjia.creditbank.engine.books import Case, Course, LimitKind, LimitRow, RelationRow
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
from niangjia.creditbank.engine.slices import Slice, slices_of
from niangjia.creditbank.engine.standing import Standings, floor_to_grain, to_grain

RESIDENCY: Final = "residency"
ROUNDED_TOTAL: Final = "rounded_total"


@dataclass(frozen=True, slots=True)
class LimitSource:
    """Where a limit of the problem comes from. ``bound`` and ``used`` are credits, or a count.

    ``part`` names what it counts where one row makes several limits; ``total`` is what was recognised before, where
    the bound is a share of it.
    """

    row: LimitRow | RelationRow | None  # None: the programme's residency
    members: frozenset[str]
    bound: Fraction | int | None = None
    used: Fraction | int = 0
    part: str | None = None
    total: Fraction = Fraction()


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
    rows = [built for row in ground.case.book.limits for built in _row_limits(row, ground)]
    found = [_residency(ground), *rows, *relation_limits(ground)]
    return {built.limit.name: built for built in found}


def source_limits(ground: Ground) -> Iterator[Built]:
    """The limits that the book's rows set to what outcomes give."""
    yield from (
        built for row in ground.case.book.limits if row.side is Side.SOURCE for built in _row_limits(row, ground)
    )


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
        case LimitKind.LEAST_SHARE:
            return 1 - share  # the most that the rest may be
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


def _row_limits(row: LimitRow, ground: Ground) -> Iterator[Built]:
    """One limit for each part that the row counts by itself."""
    for part in slices_of(row, ground.case, ground.standings, ground.history):
        yield _row_limit(row, part, ground)


def _row_limit(row: LimitRow, part: Slice, ground: Ground) -> Built:
    present = ground.outcomes if row.side is Side.SOURCE else ground.sinks
    members, name = part.members & present, row.id if part.part is None else f"{row.id}:{part.part}"
    bound, amount, total = bound_of(row, ground.case), _amount_used(row, part), part.history.total
    match row.kind:
        case LimitKind.AMOUNT | LimitKind.SHARE_OF_PROGRAMME:
            room = floor_to_grain(max(Fraction(), bound - amount), ground.grain)
            source = LimitSource(row, members, bound, amount, part=part.part)
            return Built(AmountCap(name, row.side, members, room), source)
        case LimitKind.SHARE_OF_RECOGNISED | LimitKind.LEAST_SHARE:
            share = Fraction(bound)
            counted, whole = _in_grain(amount, ground), _in_grain(total, ground)
            cap = ShareCap(name, row.side, members, share.numerator, share.denominator, counted, whole)
            return Built(cap, LimitSource(row, members, bound, amount, part=part.part, total=total))
        case LimitKind.UNRELATED_COUNT:
            used = len(_unrelated_before(ground))
            return Built(UnrelatedCap(name, max(0, int(bound) - used)), LimitSource(row, members, bound, used))
    # What was used before is counted already and may be used again without being counted twice.
    fresh = members - part.past
    room = max(0, int(bound) - len(part.past))
    return Built(CountCap(name, row.side, fresh, room), LimitSource(row, fresh, bound, len(part.past), part=part.part))


def _amount_used(row: LimitRow, part: Slice) -> Fraction:
    figures = part.history.given if row.side is Side.SOURCE else part.history.credited
    return sum((figures[key] for key in part.past), Fraction())


def _in_grain(value: Fraction, ground: Ground) -> int:
    return floor_to_grain(value, ground.grain)


def _unrelated_before(ground: Ground) -> frozenset[str]:
    rows = {row.id for row in ground.case.book.rows if row.unrelated}
    return frozenset(key for key, used in ground.history.rows.items() if used & rows)


def relation_limits(ground: Ground) -> Iterator[Built]:
    """The limits that come from relations: exclusions, then overlaps."""
    yield from _exclusions(ground)
    yield from _overlaps(ground)


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
