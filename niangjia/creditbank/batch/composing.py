"""One learner's problem, put together from the appraisals of her outcomes: the same that ``prepare`` would build."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import lcm
from typing import Final

from niangjia.creditbank.batch.appraising import Appraisal, Appraiser
from niangjia.creditbank.batch.grounds import Grounds
from niangjia.creditbank.batch.reading import PLACE, OutcomeRow, held
from niangjia.creditbank.engine.books import (
    Case,
    DatedBy,
    Learner,
    LimitRow,
    OutcomeKind,
    Programme,
    RelationKind,
    RuleBook,
)
from niangjia.creditbank.engine.candidates import packages_of, panel_rows
from niangjia.creditbank.engine.limits import Ground, relation_limits
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.problem import (
    AmountCap,
    CountCap,
    Limit,
    Outcome,
    Package,
    Pour,
    Problem,
    ShareCap,
    Side,
)
from niangjia.creditbank.engine.relations import Relations, normalised, normalised_course, relations_of
from niangjia.creditbank.engine.standing import Standings

NOTHING: Final = Relations()
_TRAINED: Final = {OutcomeKind.TRAINING.value, OutcomeKind.SKILL_CERTIFICATE.value}
_KIND, _OCCUPATION, _NUMBER = PLACE["kind"], PLACE["occupation"], PLACE["certificate_number"]
_EVENT, _SUBJECT, _TITLE, _MADE_FROM = PLACE["event"], PLACE["subject"], PLACE["title"], PLACE["made_from"]


@dataclass(frozen=True, slots=True)
class Held:
    """One outcome of a learner: what the book makes of it, and how long it lives (None: it does not count today)."""

    row: OutcomeRow
    appraisal: Appraisal
    life_months: int | None

    @property
    def id(self) -> str:
        """The outcome's id."""
        return str(self.row[0])

    @property
    def is_spendable(self) -> bool:
        """It is in the problem."""
        return self.life_months is not None and self.appraisal.outcome is not None


@dataclass(frozen=True, slots=True)
class Composed:
    """A learner's outcomes by id under a grain, the relations between them, and a key.

    Learners of one key have the same problem but for the ids of outcomes, whose order is the same: so they have the
    same answer. What can't be used and stands in no relation is left out of it.
    """

    learner: Learner
    programme: Programme
    grain: int
    held: tuple[Held, ...]
    relations: Relations
    key: tuple[object, ...]


class Composer:
    """Composes problems under one book on one day, for learners without history whose lots are untouched."""

    def __init__(self, book: RuleBook, on: date) -> None:
        self.book, self.on = book, on
        self.grounds = Grounds(book, on)
        self.appraiser = Appraiser(book, self.grounds)
        self._kinds = frozenset(row.kind for row in book.relations)
        self._several = tuple(row for row in book.packages if len(row.takes) > 1)
        self._panel = panel_rows(book)
        self._is_fit = not any(map(_counts_parts_of_outcomes, book.limits))

    def is_fit(self, learner: Learner) -> bool:
        """The learner's problem can be composed; else she goes the way of single cases."""
        return self._is_fit and not (learner.passed_courses and RelationKind.NAME_PASSED_HERE in self._kinds)

    def compose(self, learner: Learner, programme: Programme, rows: Sequence[OutcomeRow]) -> Composed:
        """What the learner has, and the key of her problem."""
        asked = self.grounds.learner_key(learner)
        least = self.grounds.bare(learner, programme, asked, 1).ground.grain
        have = self._appraised(rows, programme, learner, asked, least)
        grain = lcm(least, *(each.appraisal.value.denominator for each in have))
        if grain != least:
            have = self._appraised(rows, programme, learner, asked, grain)
        related = [each for each in have if each.life_months is not None and each.appraisal.may_relate]
        relations = self._relations(learner, programme, related) if self._may_relate(related) else NOTHING
        return self.composed(learner, programme, grain, have, relations)

    def composed(
        self, learner: Learner, programme: Programme, grain: int, have: tuple[Held, ...], relations: Relations = NOTHING
    ) -> Composed:
        """These outcomes of the learner with the key of the problem that they make."""
        return Composed(
            learner, programme, grain, have, relations, self._key(learner, programme, grain, have, relations)
        )

    def problem(self, composed: Composed) -> Problem:
        """The problem with everything that a panel could grant."""
        ground = self.grounds.ground(composed.learner, composed.programme, composed.grain)
        empty, grain = ground.possible, ground.grain
        swallowed = {each.outcome for each in composed.relations.swallowed}
        present = [each for each in composed.held if each.is_spendable and each.id not in swallowed]
        sinks = frozenset(sink.id for sink in empty.sinks)
        return Problem(
            grain=grain,
            outcomes=tuple(_outcome(each) for each in present),
            sinks=empty.sinks,
            pours=tuple(pour for each in present for pour in _pours(each, sinks)),
            packages=tuple(self._packages(present, sinks, composed, ground)),
            limits=(*(_counting(limit, present) for limit in empty.limits), *self._between(present, composed, ground)),
            floors=empty.floors,
            aim=empty.aim,
        )

    def without_panel(self, problem: Problem) -> Problem:
        """The problem as the catalogue alone decides it; the same object where no panel is asked."""
        pours = tuple(pour for pour in problem.pours if pour.row not in self._panel)
        packages = tuple(package for package in problem.packages if package.row not in self._panel)
        if len(pours) == len(problem.pours) and len(packages) == len(problem.packages):
            return problem
        return replace(problem, pours=pours, packages=packages)

    def _appraised(
        self, rows: Sequence[OutcomeRow], programme: Programme, learner: Learner, asked: object, grain: int
    ) -> tuple[Held, ...]:
        appraiser = self.appraiser
        appraised = ((row, appraiser.appraise(row, programme, learner, asked, grain)) for row in rows)
        return tuple(Held(row, each, appraiser.life_months(row, each)) for row, each in appraised)

    def _may_relate(self, related: Sequence[Held]) -> bool:
        """Whether two outcomes could stand in a relation of the book; then the engine is asked."""
        if len(related) < 2 or not self._kinds:  # noqa: PLR2004 - a relation is between two
            return False
        seen: set[tuple[str, str]] = set()
        for each in related:
            for key in self._relation_keys(each.row):
                if key in seen:
                    return True
                seen.add(key)
        kinds = {each.row[_KIND] for each in related if each.row[_OCCUPATION]}
        return kinds >= _TRAINED

    def _relation_keys(self, row: OutcomeRow) -> Iterator[tuple[str, str]]:
        kind, occupation = row[_KIND], row[_OCCUPATION]
        if kind == OutcomeKind.SKILL_CERTIFICATE.value and occupation:
            yield "occupation", occupation
        if kind == OutcomeKind.COMPETITION.value and row[_EVENT]:
            yield "event", normalised(row[_EVENT])
        if kind == OutcomeKind.EARLIER_COURSE.value:
            yield "course", normalised_course(row[_SUBJECT] or row[_TITLE])
        if kind == OutcomeKind.FIVE_SMALLS.value and RelationKind.SAME_ACHIEVEMENT in self._kinds:
            yield "achievement", normalised(row[_TITLE])
        if row[_NUMBER] and RelationKind.SAME_CERTIFICATE_NUMBER in self._kinds:
            yield "number", normalised(row[_NUMBER])

    def _relations(self, learner: Learner, programme: Programme, related: Sequence[Held]) -> Relations:
        outcomes = tuple(held(each.row) for each in related)
        untouched = tuple(replace(outcome, balance=None) for outcome in outcomes)
        case = Case(learner, programme, self.book, untouched, on=self.on)
        found = replace(relations_of(case, untouched, learner.passed_courses), courses=())
        return NOTHING if found == NOTHING else found

    def _key(
        self,
        learner: Learner,
        programme: Programme,
        grain: int,
        have: Sequence[Held],
        relations: Relations,
    ) -> tuple[object, ...]:
        named = {key for group in relations.outcomes for key in group.members}
        named |= {key for pair in relations.shared for key in (pair.certificate, pair.training)}
        named |= {key for each in relations.swallowed for key in (each.outcome, each.by)}
        counted = [each for each in have if (each.is_spendable and each.appraisal.is_candidate) or each.id in named]
        place = {each.id: position for position, each in enumerate(counted)}
        return (
            programme.code,
            programme.version,
            learner.passed_courses,
            self.grounds.learner_key(learner),
            grain,
            tuple((each.appraisal.number, each.life_months) for each in counted),
            tuple(sorted(tuple(sorted(place[key] for key in group.members)) for group in relations.outcomes)),
            tuple((place[pair.certificate], place[pair.training]) for pair in relations.shared),
            tuple((place[each.outcome], place[each.by]) for each in relations.swallowed),
        )

    def _packages(
        self, present: Sequence[Held], sinks: frozenset[str], composed: Composed, ground: Prepared
    ) -> Iterator[Package]:
        for each in present:
            for package in each.appraisal.packages:
                if all(key in sinks for key, _ in package.gives):
                    yield replace(package, takes=tuple((each.id, amount) for _, amount in package.takes))
        fitted = {fit[:2] for each in present for fit in each.appraisal.fits}
        for row in self._several:
            if all((row.id, place) in fitted for place in range(len(row.takes))):
                yield from packages_of(row, ground.case.book, _standings(present, composed, ground), ground.grain)

    def _between(self, present: Sequence[Held], composed: Composed, ground: Prepared) -> Iterator[Limit]:
        """The limits that relations between outcomes set."""
        if composed.relations is NOTHING:
            return
        limited = Ground(
            case=ground.case,
            history=ground.history,
            standings=_standings(composed.held, composed, ground),
            outcomes=frozenset(each.id for each in present),
            sinks=frozenset(),
            grain=ground.grain,
        )
        yield from (built.limit for built in relation_limits(limited))


def _standings(have: Sequence[Held], composed: Composed, ground: Prepared) -> Standings:
    standings = ((each, each.appraisal.standing) for each in have)
    outcomes = {
        each.id: replace(standing, outcome=replace(standing.outcome, id=each.id)) for each, standing in standings
    }
    return replace(ground.standings, outcomes=outcomes, relations=composed.relations)


def _outcome(each: Held) -> Outcome:
    alone = each.appraisal.outcome
    if alone is None or each.life_months is None:
        raise ValueError(f"outcome {each.id} is not spendable")
    return Outcome(
        id=each.id,
        amount=alone.amount,
        book_value=alone.book_value,
        fan_out=alone.fan_out,
        remainder=alone.remainder,
        life_months=each.life_months,
    )


def _pours(each: Held, sinks: frozenset[str]) -> Iterator[Pour]:
    key = each.id
    for pour in each.appraisal.pours:
        if pour.sink in sinks:
            yield Pour(key, pour.sink, pour.row, pour.least, pour.spill, pour.unrelated)


def _counting(limit: Limit, present: Sequence[Held]) -> Limit:
    """A limit of the book with those of the learner's outcomes that it counts."""
    if isinstance(limit, AmountCap | ShareCap | CountCap) and limit.side is Side.SOURCE:
        return replace(limit, members=frozenset(each.id for each in present if limit.name in each.appraisal.limits))
    return limit


def _counts_parts_of_outcomes(row: LimitRow) -> bool:
    """The row makes a limit for each institution, kind or year of the outcomes: it depends on which there are."""
    by_award = row.period is not None and row.dated_by is DatedBy.AWARD
    return row.side is Side.SOURCE and (row.each_of is not None or by_award)
