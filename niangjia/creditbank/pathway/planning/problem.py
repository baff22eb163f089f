"""The shortest way to graduation as a problem: courses that are left, what the coming terms offer, what can be freed.

Credits in 1/100, money in fen, terms counted from 0 (the first that can still be chosen).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from niangjia.creditbank.pathway.planning.shifts import Sitting

EVENING_FROM = 17 * 60


class Aim(StrEnum):
    """What a way costs, and what may be asked to be least."""

    TERMS = "terms"
    HOURS = "hours"
    EVENINGS = "evenings"
    YUAN = "yuan"


class Obstacle(StrEnum):
    """Why she cannot take a group that is offered."""

    SHIFT = "shift"  # too many of its sittings fall into her shifts
    FULL = "full"


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """A course that is not done: ``gives`` are the credits that completing it adds, ``load`` its own credits."""

    code: str
    category: str
    gives: int
    load: int
    is_compulsory: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """A group of a course in a term; ``price`` is what she pays herself."""

    id: str
    course: str
    term: int
    hours: int
    price: int = 0
    sittings: tuple[Sitting, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def evening_days(self) -> frozenset[int]:
        """The weekdays of which it takes the evening."""
        return frozenset(sitting.weekday for sitting in self.sittings if sitting.starts >= EVENING_FROM)


@dataclass(frozen=True, slots=True)
class Freeing:
    """What can be recognised instead of studied: credits by course. It holds from the term ``ready`` on.

    ``whole`` are the courses of which nothing is left then.
    """

    id: str
    credits: tuple[tuple[str, int], ...]
    whole: frozenset[str]
    ready: int = 0
    price: int = 0


@dataclass(frozen=True, slots=True)
class WayProblem:
    """All of it. At most one freeing is taken: each was computed with all that is held.

    ``total``, ``residency`` and ``floors`` are what is still missing; ``loads`` is the most credits of each term,
    ``weeks`` how often each weekday comes in it.
    """

    courses: tuple[OpenCourse, ...]
    offers: tuple[Offer, ...]
    loads: tuple[int, ...]
    total: int
    residency: int = 0
    floors: tuple[tuple[str, int], ...] = ()
    freeings: tuple[Freeing, ...] = ()
    prerequisites: tuple[tuple[str, str], ...] = ()  # course, what must be done before
    weeks: tuple[tuple[int, ...], ...] = field(default=())

    @property
    def terms(self) -> int:
        """How many terms are known."""
        return len(self.loads)


@dataclass(frozen=True, slots=True)
class Choice:
    """Groups taken, and the freeing if one is used."""

    offers: tuple[Offer, ...]
    freeing: Freeing | None = None


def costs(problem: WayProblem, choice: Choice) -> Mapping[Aim, int]:
    """What a choice costs, by aim."""
    evenings = {(offer.term, day) for offer in choice.offers for day in offer.evening_days}
    ready = choice.freeing.ready if choice.freeing else 0
    return {
        Aim.TERMS: max([ready, *(offer.term + 1 for offer in choice.offers)]),
        Aim.HOURS: sum(offer.hours for offer in choice.offers),
        Aim.EVENINGS: sum(problem.weeks[term][day - 1] for term, day in evenings) if problem.weeks else len(evenings),
        Aim.YUAN: sum(offer.price for offer in choice.offers) + (choice.freeing.price if choice.freeing else 0),
    }


def is_way(problem: WayProblem, choice: Choice) -> bool:
    """Whether a choice leads to graduation and breaks nothing. Shares no code with what finds it."""
    free = choice.freeing
    given = dict(free.credits) if free else {}
    whole = free.whole if free else frozenset()
    taken = [offer.course for offer in choice.offers]
    if len(set(taken)) < len(taken) or set(taken) & whole or any(offer.obstacle for offer in choice.offers):
        return False
    done = {course.code: min(given.get(course.code, 0), course.gives) for course in problem.courses}
    studied = {course.code: course.gives - done[course.code] for course in problem.courses if course.code in taken}
    return (
        all(course.code in taken or course.code in whole for course in problem.courses if course.is_compulsory)
        and sum(done.values()) + sum(studied.values()) >= problem.total
        and sum(studied.values()) >= problem.residency
        and all(_of_category(problem, done, studied, name) >= least for name, least in problem.floors)
        and all(_keeps_order(problem, choice, course, before) for course, before in problem.prerequisites)
        and all(_load(problem, choice.offers, term) <= most for term, most in enumerate(problem.loads))
        and not any(clash(first, second) for first in choice.offers for second in choice.offers if first is not second)
    )


def clash(first: Offer, second: Offer) -> bool:
    """Whether two groups sit at the same time."""
    return first.term == second.term and any(
        mine.overlaps(other) for mine in first.sittings for other in second.sittings
    )


def _of_category(problem: WayProblem, done: Mapping[str, int], studied: Mapping[str, int], name: str) -> int:
    codes = [course.code for course in problem.courses if course.category == name]
    return sum(done[code] + studied.get(code, 0) for code in codes)


def _keeps_order(problem: WayProblem, choice: Choice, course: str, before: str) -> bool:
    """What must come before is done already, freed in time, or studied in an earlier term."""
    later = next((offer.term for offer in choice.offers if offer.course == course), None)
    if later is None or all(before != each.code for each in problem.courses):
        return True
    if choice.freeing and before in choice.freeing.whole and choice.freeing.ready <= later:
        return True
    return any(offer.course == before and offer.term < later for offer in choice.offers)


def _load(problem: WayProblem, offers: Iterable[Offer], term: int) -> int:
    loads = {course.code: course.load for course in problem.courses}
    return sum(loads[offer.course] for offer in offers if offer.term == term)
