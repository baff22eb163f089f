"""What a rule book makes of an outcome, remembered: populations repeat the same facts far more often than not.

Nothing of the book is read here a second time: each appraisal is what ``prepare`` says of a case with that outcome
alone (``engine.alone``). Dates are left out of it where the book's conditions do not ask them; how long an outcome
lives is remembered apart. An appraisal holds for one programme and one grain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from math import lcm
from operator import itemgetter
from typing import Any, Final

from niangjia.creditbank.batch.bands import FactBands
from niangjia.creditbank.batch.conditions import conditions
from niangjia.creditbank.batch.grounds import Grounds
from niangjia.creditbank.batch.reading import FIELDS, PLACE, OutcomeRow, held
from niangjia.creditbank.engine.alone import Alone, alone, standing_alone
from niangjia.creditbank.engine.books import HeldOutcome, Learner, Programme, RuleBook
from niangjia.creditbank.engine.candidates import fitting, names_course
from niangjia.creditbank.engine.facts import is_in_field
from niangjia.creditbank.engine.problem import Outcome, Package, Pour
from niangjia.creditbank.engine.standing import Obstacle, OutcomeStanding
from niangjia.creditbank.engine.validity import validity_of

ALONE: Final = "*"  # the id of an outcome that stands for all of its facts
MOST_REMEMBERED: Final = 100_000
_OCCUPATION, _MADE_FROM = PLACE["occupation"], PLACE["made_from"]
_MAY_RELATE: Final = frozenset({None, Obstacle.SPENT, Obstacle.FAN_OUT_USED})


Fit = tuple[str, int, int]
"""A package's row, which of its takes an outcome satisfies, and with how much."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One kind of outcome under the book. Two outcomes of the same ``number`` differ in nothing that is decided on.

    ``outcome`` is None where the book keeps it out whatever its dates are.
    """

    number: int
    value: Fraction
    standing: OutcomeStanding
    outcome: Outcome | None
    pours: tuple[Pour, ...]
    packages: tuple[Package, ...]
    limits: frozenset[str]  # names of the limits that count it
    fits: frozenset[Fit]  # takes of packages of several outcomes

    @property
    def may_relate(self) -> bool:
        """It can stand in a relation to another outcome."""
        return self.standing.obstacle in _MAY_RELATE

    @property
    def is_candidate(self) -> bool:
        """Something can be done with it."""
        return bool(self.pours or self.packages or self.fits)


class Appraiser:
    """Appraises outcomes under one book on one day."""

    def __init__(self, book: RuleBook, grounds: Grounds) -> None:
        self.book, self.on, self.grounds = book, grounds.on, grounds
        asked = FactBands(conditions(book)).asked
        self._asks_dates = bool(asked & {"awarded_on", "months_since_award"}) or bool(book.recencies)
        self._read = itemgetter(*(PLACE[name] for name in _read_exactly(book, asked, asks_dates=self._asks_dates)))
        self._several = tuple(row for row in book.packages if len(row.takes) > 1)
        self._bands: dict[tuple[str, int], tuple[FactBands, tuple[tuple[str, int], ...]]] = {}
        self._appraisals: dict[object, Appraisal] = {}
        self._numbers: dict[object, int] = {}
        self._next_number = count()  # never used again, whatever was forgotten: answers are remembered by numbers
        self._lives: dict[object, int | None] = {}
        self._fields: dict[object, bool] = {}

    def appraise(
        self, row: OutcomeRow, programme: Programme, learner: Learner, learner_key: object, grain: int
    ) -> Appraisal:
        """What the book makes of the outcome in this programme, counted in this grain or a multiple of it."""
        bands, told_apart = self._told_apart(programme)
        band = bands.band
        key = (
            programme.code,
            programme.version,
            learner_key,
            grain,
            self._is_in_field(row[_OCCUPATION], programme),
            self._read(row),
            programme.code in row[_MADE_FROM],
            tuple([band(name, row[place]) for name, place in told_apart]),
        )
        found = self._appraisals.get(key)
        if found is None:
            _forget_when_full(self._appraisals)
            found = self._appraisals[key] = self._appraise(row, programme, learner, learner_key, grain)
        return found

    def life_months(self, row: OutcomeRow, appraisal: Appraisal) -> int | None:
        """How long the outcome still lives; None where it does not count on the day."""
        if self._asks_dates:
            return None if appraisal.outcome is None else appraisal.outcome.life_months
        kind, awarded_on, expires_on = row[1], row[3], row[6]
        key = (kind, awarded_on, expires_on)
        if key not in self._lives:
            _forget_when_full(self._lives)
            validity = validity_of(held(row), self.book, self.on)
            self._lives[key] = validity.life_months if validity.is_awarded and validity.is_valid else None
        return self._lives[key]

    def _told_apart(self, programme: Programme) -> tuple[FactBands, tuple[tuple[str, int], ...]]:
        """The bands that matter in a programme, and the facts that are told apart with their places in a row."""
        key = programme.code, programme.version
        found = self._bands.get(key)
        if found is None:
            bands = FactBands(conditions(_part_for(self.book, programme)))
            found = self._bands[key] = bands, tuple((name, PLACE[name]) for name in FIELDS if bands.has_bands(name))
        return found

    def _is_in_field(self, occupation: str | None, programme: Programme) -> bool:
        key = (programme.code, programme.version, occupation)
        if key not in self._fields:
            self._fields[key] = occupation is not None and is_in_field(occupation, programme.occupations)
        return self._fields[key]

    def _appraise(
        self, row: OutcomeRow, programme: Programme, learner: Learner, learner_key: object, grain: int
    ) -> Appraisal:
        bare = self.grounds.bare(learner, programme, learner_key, grain)
        standing = standing_alone(bare.ground, self._alone(row))
        exact = lcm(grain, standing.value.denominator)
        if exact != grain:
            bare = self.grounds.bare(learner, programme, learner_key, exact)
        found = alone(bare.ground, standing, bare.targets)
        pours, packages = found.candidates.pours, found.candidates.packages
        fits = frozenset(self._fits(found, bare.ground.grain)) if found.outcome is not None else frozenset[Fit]()
        said = (standing.value, standing.obstacle, found.outcome, pours, packages, found.limits, fits)
        return Appraisal(
            number=self._number(said),
            value=standing.value,
            standing=standing,
            outcome=found.outcome,
            pours=pours,
            packages=packages,
            limits=found.limits,
            fits=fits,
        )

    def _number(self, said: object) -> int:
        found = self._numbers.get(said)
        if found is None:
            _forget_when_full(self._numbers)
            found = self._numbers[said] = next(self._next_number)
        return found

    def _alone(self, row: OutcomeRow) -> HeldOutcome:
        """The outcome untouched and, where dates are not asked, awarded today for ever."""
        outcome = replace(held(row), id=ALONE, standard_value=None, balance=None)
        return outcome if self._asks_dates else replace(outcome, awarded_on=self.on, expires_on=None)

    def _fits(self, found: Alone, grain: int) -> Iterator[Fit]:
        """The takes of packages of several outcomes that this one satisfies, and with how much."""
        courses = found.standings.courses
        for row in self._several:
            named = [courses[code] for code in row.gives if code in courses]
            for place, take in enumerate(row.takes):
                for _, amount in fitting(take, named, found.standings, grain):
                    yield row.id, place, amount


def _part_for(book: RuleBook, programme: Programme) -> RuleBook:
    """The book without the rows that give to no course of the programme: they never matter in it."""
    codes = {course.code for course in programme.courses}
    return replace(
        book,
        rows=tuple(row for row in book.rows if any(names_course(row, course) for course in programme.courses)),
        packages=tuple(row for row in book.packages if codes.issuperset(row.gives)),
    )


def _read_exactly(book: RuleBook, asked: frozenset[str], *, asks_dates: bool) -> tuple[str, ...]:
    """The facts of an outcome whose very value matters, and not only which conditions it meets."""
    measures = {row.measure for row in book.valuations if row.measure}
    shares = {"share"} if any(row.times_share for row in book.valuations) else set()
    dates = {"awarded_on", "expires_on"} if asks_dates else set()
    issuers = {"issuer"} if "jurisdiction" in asked else set()
    return tuple(sorted({"kind", "level"} | measures | shares | dates | issuers))


def _forget_when_full(remembered: dict[Any, Any]) -> None:
    """Memory stays bounded whatever the population is; what is forgotten is found out again."""
    if len(remembered) >= MOST_REMEMBERED:
        remembered.clear()
