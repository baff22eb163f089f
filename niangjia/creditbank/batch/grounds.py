"""Cases of learners as if they had nothing, remembered: what a programme leaves open does not depend on outcomes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from niangjia.creditbank.batch.bands import FactBands
from niangjia.creditbank.batch.conditions import conditions
from niangjia.creditbank.engine.books import Case, Learner, Programme, RuleBook
from niangjia.creditbank.engine.candidates import Target, open_targets
from niangjia.creditbank.engine.facts import learner_facts
from niangjia.creditbank.engine.preparation import Prepared, prepare

MOST_GROUNDS: Final = 4096
NONE_PASSED: Final = frozenset[str]()


class Bare(NamedTuple):
    """The ground of a learner who has passed nothing, and each row with each course that it may give to."""

    ground: Prepared
    targets: Sequence[Target]


class Grounds:
    """Grounds under one book on one day."""

    def __init__(self, book: RuleBook, on: date) -> None:
        self.book, self.on = book, on
        asked = FactBands(conditions(book)).asked
        self._asked = sorted(asked & learner_facts(Learner(""), on).keys())
        self._grounds: dict[object, Prepared] = {}
        self._bare: dict[object, Bare] = {}

    def learner_key(self, learner: Learner) -> tuple[Any, ...]:
        """What the book asks of a learner, in one value."""
        if not self._asked:
            return ()
        facts = learner_facts(learner, self.on)
        return tuple(facts[name] for name in self._asked)

    def ground(self, learner: Learner, programme: Programme, grain: int) -> Prepared:
        """The case of the learner as if she had nothing, in a multiple of this grain."""
        key = (programme.code, programme.version, learner.passed_courses, self.learner_key(learner), grain)
        found = self._grounds.get(key)
        if found is None:
            if len(self._grounds) >= MOST_GROUNDS:
                self._grounds.clear()
            case = Case(learner, programme, self.book, (), on=self.on)
            found = self._grounds[key] = prepare(case, grain_multiple=grain)
        return found

    def bare(self, learner: Learner, programme: Programme, learner_key: object, grain: int) -> Bare:
        """The same as if she had passed nothing either. ``learner_key`` is hers."""
        key = (programme.code, programme.version, learner_key, grain)
        found = self._bare.get(key)
        if found is None:
            if len(self._bare) >= MOST_GROUNDS:
                self._bare.clear()
            ground = self.ground(replace(learner, passed_courses=NONE_PASSED), programme, grain)
            found = self._bare[key] = Bare(ground, open_targets(ground.case, ground.standings))
        return found
