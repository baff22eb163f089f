"""Where each outcome and each course stands before anything is allocated, and what keeps it out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor

from niangjia.core.conditions import Truth, holds
from niangjia.creditbank.engine.books import (
    Case,
    Course,
    GateRow,
    HeldOutcome,
    KindSetting,
    NeverRow,
    RelationRow,
    RuleBook,
)
from niangjia.creditbank.engine.facts import Facts, facts_of, learner_facts
from niangjia.creditbank.engine.history import History
from niangjia.creditbank.engine.problem import Cover, Remainder, SinkKind
from niangjia.creditbank.engine.relations import Group, Relations, relations_of
from niangjia.creditbank.engine.validity import Validity, setting_of, validity_of
from niangjia.creditbank.engine.valuation import Valuation, value_of


class Obstacle(StrEnum):
    """What keeps an outcome, a course or a pair of them out of the problem."""

    NEVER = "never"  # the outcome is of a class that is never recognised
    NOT_AWARDED = "not_awarded"  # its award lies in the future
    EXPIRED = "expired"
    NOT_VALUED = "not_valued"  # no row says what it is worth, or a fact for it is not known
    WORTH_NOTHING = "worth_nothing"
    MADE_FROM_HERE = "made_from_here"  # it was made from courses of this programme
    SPENT = "spent"
    FAN_OUT_USED = "fan_out_used"  # it has served as many courses as it may
    SWALLOWED = "swallowed"  # a higher level of the occupation is held
    COUNTED_ALREADY = "counted_already"  # a posted decision used a related outcome, or its course was passed here
    COURSE_NEVER = "course_never"
    COURSE_PASSED = "course_passed"
    COURSE_RECORDED = "course_recorded"  # posted decisions have credited it in full
    COURSE_FULL = "course_full"  # as many outcomes as may fill it have done so
    SAME_COURSE = "same_course"  # a course of the same name is passed or credited
    LEVEL = "level"  # the certificate is below the level that the course asks
    ROW = "row"  # the row's condition does not hold
    ROW_UNKNOWN = "row_unknown"  # a fact that the row asks is not known
    OWN_VALUE = "own_value"  # the course is worth more than the outcome itself


@dataclass(frozen=True, slots=True)
class OutcomeStanding:
    """One outcome on the day: its facts, book value and life, what is left to spend (credits), what keeps it out."""

    outcome: HeldOutcome
    book: RuleBook
    facts: Facts
    valuation: Valuation
    validity: Validity
    setting: KindSetting
    value: Fraction
    spendable: Fraction
    fan_out: int | None
    used_before: bool
    obstacle: Obstacle | None = None
    because: NeverRow | RelationRow | None = None  # the row behind the obstacle, where there is one
    other: str | None = None  # the other outcome behind it, or the course that counts already


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """One course on the day: credits still to be credited, credited so far, what keeps it out."""

    course: Course
    need: Fraction
    credited: Fraction
    contributors: int | None
    obstacle: Obstacle | None = None
    other: str | None = None  # the other course behind it


@dataclass(frozen=True, slots=True)
class Standings:
    """Every outcome and course by id or code, the relations between them, and the gates that are shut."""

    outcomes: Mapping[str, OutcomeStanding]
    courses: Mapping[str, CourseStanding]
    relations: Relations
    shut_gates: tuple[GateRow, ...]


def standings_of(case: Case, history: History) -> Standings:
    """Where everything in the case stands."""
    outcomes = {outcome.id: outcome_standing(outcome, case, history) for outcome in case.outcomes}
    courses = {course.code: _course(course, case, history) for course in case.programme.courses}
    usable = [standing.outcome for standing in outcomes.values() if _may_relate(standing)]
    settled = frozenset(code for code, standing in courses.items() if standing.credited or _is_passed(standing))
    relations = relations_of(case, usable, settled)
    return Standings(
        outcomes={key: _related(standing, relations) for key, standing in outcomes.items()},
        courses={code: _same_named(standing, relations) for code, standing in courses.items()},
        relations=relations,
        shut_gates=shut_gates(case),
    )


def shut_gates(case: Case) -> tuple[GateRow, ...]:
    """The gates that the learner does not pass, or can't be seen to pass (family 13)."""
    facts = learner_facts(case.learner, case.on)
    return tuple(gate for gate in case.book.gates if holds(gate.when, facts) is not Truth.YES)


def outcome_standing(outcome: HeldOutcome, case: Case, history: History) -> OutcomeStanding:
    """Where one outcome of the case stands, before its relations to others are looked at."""
    facts = facts_of(outcome, case.learner, case.on, case.programme, case.book.jurisdictions)
    valuation = value_of(outcome, facts, case.book)
    setting = setting_of(case.book, outcome.kind)
    served = history.served.get(outcome.id, 0)
    standing = OutcomeStanding(
        outcome=outcome,
        book=case.book,
        facts=facts,
        valuation=valuation,
        validity=validity_of(outcome, case.book, case.on, facts=facts, redeemed_on=case.redeemed_on),
        setting=setting,
        value=valuation.value or Fraction(),
        spendable=_spendable(outcome, valuation.value or Fraction(), setting, history),
        fan_out=None if setting.fan_out is None else max(0, setting.fan_out - served),
        used_before=served > 0,
    )
    never = next((row for row in case.book.never if holds(row.when, facts) is Truth.YES), None)
    return replace(standing, obstacle=_outcome_obstacle(standing, never, case), because=never)


def _spendable(outcome: HeldOutcome, value: Fraction, setting: KindSetting, history: History) -> Fraction:
    """What is left of the book value: the lot's share of its standard value, or what history left over."""
    standard, used = outcome.standard_value, history.consumed.get(outcome.id, Fraction())
    if standard is None:
        is_gone = used > 0 and setting.remainder is Remainder.LOST
        return Fraction() if is_gone else max(Fraction(), value - used)
    balance = standard if outcome.balance is None else outcome.balance
    return value * balance / standard if standard > 0 else Fraction()


def _outcome_obstacle(standing: OutcomeStanding, never: NeverRow | None, case: Case) -> Obstacle | None:
    checks = (
        (never is not None, Obstacle.NEVER),
        (not standing.validity.is_awarded, Obstacle.NOT_AWARDED),
        (not standing.validity.is_valid, Obstacle.EXPIRED),
        (case.programme.code in standing.outcome.made_from, Obstacle.MADE_FROM_HERE),
        (standing.valuation.value is None, Obstacle.NOT_VALUED),
        (standing.value <= 0, Obstacle.WORTH_NOTHING),
        (standing.spendable <= 0, Obstacle.SPENT),
        (standing.fan_out == 0, Obstacle.FAN_OUT_USED),
    )
    return next((obstacle for is_met, obstacle in checks if is_met), None)


def _course(course: Course, case: Case, history: History) -> CourseStanding:
    credited = history.credited.get(course.code, Fraction())
    need = max(Fraction(), Fraction(course.credits) - credited)
    limit, fillers = course.contributors, history.fillers.get(course.code, 0)
    checks = (
        (course.code in case.learner.passed_courses, Obstacle.COURSE_PASSED),
        (need == 0, Obstacle.COURSE_RECORDED),
        (course.never, Obstacle.COURSE_NEVER),
        (limit is not None and fillers >= limit, Obstacle.COURSE_FULL),
    )
    return CourseStanding(
        course=course,
        need=need,
        credited=credited,
        contributors=None if limit is None else max(0, limit - fillers),
        obstacle=next((obstacle for is_met, obstacle in checks if is_met), None),
    )


def _may_relate(standing: OutcomeStanding) -> bool:
    return standing.obstacle in {None, Obstacle.FAN_OUT_USED, Obstacle.SPENT}


def _is_passed(standing: CourseStanding) -> bool:
    return standing.obstacle is Obstacle.COURSE_PASSED


def _related(standing: OutcomeStanding, relations: Relations) -> OutcomeStanding:
    """Keep out what a higher level swallows, and what a related outcome has used up already."""
    if standing.obstacle is not None:
        return standing
    key = standing.outcome.id
    for each in relations.swallowed:
        if each.outcome == key:
            return replace(standing, obstacle=Obstacle.SWALLOWED, because=each.row, other=each.by)
    for again in relations.repeated:
        if again.outcome == key:
            return replace(standing, obstacle=Obstacle.COUNTED_ALREADY, because=again.row, other=again.course)
    group = _closed(key, relations.outcomes)
    if group is None:
        return standing
    return replace(standing, obstacle=Obstacle.COUNTED_ALREADY, because=group.row, other=group.used)


def _same_named(standing: CourseStanding, relations: Relations) -> CourseStanding:
    group = _closed(standing.course.code, relations.courses)
    if standing.obstacle is not None or group is None:
        return standing
    return replace(standing, obstacle=Obstacle.SAME_COURSE, other=group.used)


def _closed(key: str, groups: tuple[Group, ...]) -> Group | None:
    found = (group for group in groups if key in group.members and group.used not in {None, key})
    return next(found, None)


def takes_part(course: Course) -> bool:
    """The course may be credited in part, as every pool may."""
    return course.cover is Cover.PART or course.kind is SinkKind.POOL


def is_spendable(standing: OutcomeStanding, grain: int) -> bool:
    """Nothing keeps the outcome out, and at least one grain of it is left."""
    return standing.obstacle is None and floor_to_grain(standing.spendable, grain) > 0


def floor_to_grain(value: Fraction, grain: int) -> int:
    """Credits in grain, cut where a lot's share is no whole number of them."""
    return floor(value * grain)


def to_grain(value: Fraction, grain: int) -> int:
    """Credits in grain, exactly. Raises ValueError where the grain is too coarse."""
    counted = value * grain
    if counted.denominator != 1:
        raise ValueError(f"{value} credits are no whole number of 1/{grain}")
    return counted.numerator
