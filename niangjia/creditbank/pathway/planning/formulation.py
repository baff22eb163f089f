"""The problem of the shortest way as integer rows, each under the name of what asks for it.

A row's name is a tuple: what kind of rule it is, then what it is about. Rows can be left out by name, so that it can be
told which of them together forbid to graduate sooner.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from niangjia.creditbank.engine.solve.model import Linear, Model
from niangjia.creditbank.pathway.planning.problem import Aim, Freeing, Obstacle, Offer, WayProblem, clash

Name = tuple[str, ...]


def keep_all(_name: Name) -> bool:
    """Every row stands."""
    return True


@dataclass
class Formulation:
    """Columns of the problem; ``broken`` is 1 where a row may be broken: a way is one at which it is 0."""

    problem: WayProblem
    horizon: int
    keeps: Callable[[Name], bool] = keep_all
    model: Model = field(default_factory=Model)
    taken: dict[str, int] = field(default_factory=dict)
    freed: dict[str, int] = field(default_factory=dict)
    studied: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    reached: list[int] = field(default_factory=list)
    evenings: dict[tuple[int, int], int] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)  # of rules that were kept
    broken: int = 0

    @property
    def offers(self) -> list[Offer]:
        """The offers within the horizon."""
        return [offer for offer in self.problem.offers if offer.term < self.horizon]

    @property
    def freeings(self) -> list[Freeing]:
        """The freeings within the horizon."""
        return [freeing for freeing in self.problem.freeings if freeing.ready <= self.horizon]

    def at_most(self, name: Name, terms: Linear, high: int) -> None:
        """A rule that may be broken by ``broken`` alone."""
        if self._kept(name):
            worst = sum(max(0, factor * self.model.highs[column]) for column, factor in terms.items())
            self.model.at_most({**terms, self.broken: -max(0, worst - high)}, high)

    def at_least(self, name: Name, terms: Linear, low: int) -> None:
        """A rule that may be broken by ``broken`` alone."""
        if low > 0 and self._kept(name):
            self.model.at_least({**terms, self.broken: low}, low)

    def _kept(self, name: Name) -> bool:
        if self.keeps(name) and name not in self.names:
            self.names.append(name)
        return self.keeps(name)

    def objective(self, aim: Aim) -> Linear:
        """What is to be made as large as possible for an aim: its cost, negative."""
        if aim is Aim.TERMS:
            return dict.fromkeys(self.reached, -1)
        if aim is Aim.EVENINGS:
            weeks = self.problem.weeks
            return {column: -(weeks[term][day - 1] if weeks else 1) for (term, day), column in self.evenings.items()}
        if aim is Aim.HOURS:
            return {self.taken[offer.id]: -offer.hours for offer in self.offers}
        prices = [(self.taken[offer.id], offer.price) for offer in self.offers]
        prices += [(self.freed[freeing.id], freeing.price) for freeing in self.freeings]
        return {column: -price for column, price in prices}


def formulate(problem: WayProblem, horizon: int, keeps: Callable[[Name], bool] = keep_all) -> Formulation:
    """Everything in rows, within so many terms, but for the rules that are not kept."""
    made = Formulation(problem, horizon, keeps)
    made.broken = made.model.column(1)
    made.taken = {offer.id: made.model.column(1) for offer in made.offers}
    made.freed = {freeing.id: made.model.column(1) for freeing in made.freeings}
    made.reached = [made.model.column(1) for _ in range(horizon)]
    made.model.at_most(dict.fromkeys(made.freed.values(), 1), 1)
    for build in (_courses, _reached, _evenings, _requirements, _prerequisites, _loads, _clashes, _obstacles):
        build(made)
    return made


def _courses(made: Formulation) -> None:
    """Each course once: studied in one group, or freed; its credits follow."""
    for course in made.problem.courses:
        taken = [made.taken[offer.id] for offer in made.offers if offer.course == course.code]
        whole = [made.freed[each.id] for each in made.freeings if course.code in each.whole]
        made.model.at_most(dict.fromkeys((*taken, *whole), 1), 1)
        studied, given = made.model.amount(course.gives), made.model.amount(course.gives)
        made.studied[course.code], made.given[course.code] = studied, given
        made.model.at_most({studied: 1, **dict.fromkeys(taken, -course.gives)}, 0)
        shares = {
            made.freed[each.id]: min(course.gives, dict(each.credits).get(course.code, 0)) for each in made.freeings
        }
        made.model.at_most({given: 1, **{column: -share for column, share in shares.items()}}, 0)
        made.model.at_most({studied: 1, **shares}, course.gives)  # what is recognised is not studied here
        if course.is_compulsory:
            made.at_least(("course", course.code), dict.fromkeys((*taken, *whole), 1), 1)


def _reached(made: Formulation) -> None:
    """A term is reached if something happens in it or later."""
    for term, column in enumerate(made.reached):
        for offer in made.offers:
            if offer.term >= term:
                made.model.at_most({made.taken[offer.id]: 1, column: -1}, 0)
        for freeing in made.freeings:
            if freeing.ready > term:
                made.model.at_most({made.freed[freeing.id]: 1, column: -1}, 0)


def _evenings(made: Formulation) -> None:
    """An evening is taken by whichever class sits on it, and counts once."""
    for offer in made.offers:
        for day in sorted(offer.evening_days):
            column = made.evenings.setdefault((offer.term, day), -1)
            if column < 0:
                column = made.evenings[offer.term, day] = made.model.column(1)
            made.model.at_most({made.taken[offer.id]: 1, column: -1}, 0)


def _requirements(made: Formulation) -> None:
    problem = made.problem
    both = {**dict.fromkeys(made.studied.values(), 1), **dict.fromkeys(made.given.values(), 1)}
    made.at_least(("total",), both, problem.total)
    made.at_least(("residency",), dict.fromkeys(made.studied.values(), 1), problem.residency)
    for category, least in problem.floors:
        codes = [course.code for course in problem.courses if course.category == category]
        columns = [column for code in codes for column in (made.studied[code], made.given[code])]
        made.at_least(("category", category), dict.fromkeys(columns, 1), least)


def _prerequisites(made: Formulation) -> None:
    open_codes = {course.code for course in made.problem.courses}
    for course, before in made.problem.prerequisites:
        if before not in open_codes:
            continue
        for later in (offer for offer in made.offers if offer.course == course):
            earlier = [made.taken[each.id] for each in made.offers if each.course == before and each.term < later.term]
            freed = [made.freed[each.id] for each in made.freeings if before in each.whole and each.ready <= later.term]
            done = dict.fromkeys((*earlier, *freed), -1)
            made.at_most(("prerequisite", course, before), {made.taken[later.id]: 1, **done}, 0)


def _loads(made: Formulation) -> None:
    loads = {course.code: course.load for course in made.problem.courses}
    for term in range(made.horizon):
        taken = {made.taken[offer.id]: loads[offer.course] for offer in made.offers if offer.term == term}
        if sum(taken.values()) > made.problem.loads[term]:
            made.at_most(("load", str(term)), taken, made.problem.loads[term])


def _clashes(made: Formulation) -> None:
    for first, second in combinations(made.offers, 2):
        if first.course != second.course and clash(first, second):
            pair = {made.taken[first.id]: 1, made.taken[second.id]: 1}
            made.at_most(("clash", *sorted((first.course, second.course))), pair, 1)


def _obstacles(made: Formulation) -> None:
    for offer in made.offers:
        if offer.obstacle is not None:
            name = "shift" if offer.obstacle is Obstacle.SHIFT else "full"
            made.at_most((name, offer.course), {made.taken[offer.id]: 1}, 0)
