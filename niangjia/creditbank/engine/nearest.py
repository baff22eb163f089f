"""The nearest miss of an outcome and a course: which row fails by least, and exactly what would close the gap.

Of the rows that fail: fewest facts to change first, then the smallest gap; what no number measures is farther than
what one does. Closing exactly the gaps named makes that row match, and nothing smaller does. Whether the plan changes
with it is told by ``bringing.would_bring``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from niangjia.core.conditions import Condition, Held, Truth, Value, all_of, fact, holds
from niangjia.creditbank.engine.atoms import Alternative, Atom, TooManyAlternativesError, alternatives
from niangjia.creditbank.engine.books import Course, RecognitionRow, RuleBook, ValuationRow
from niangjia.creditbank.engine.candidates import names_course, pair_facts
from niangjia.creditbank.engine.facts import CATALOGUE, FactEntry, Shown
from niangjia.creditbank.engine.levels import level_asked
from niangjia.creditbank.engine.preparation import Prepared
from niangjia.creditbank.engine.standing import OutcomeStanding

Distance = tuple[int, int, Fraction]
_FIXED: Final = frozenset({"kind"})  # an outcome of another kind is another outcome, not a near miss
_ORDINARY_STEP: Final[Mapping[Shown, Fraction]] = {
    Shown.HOURS: Fraction(18),
    Shown.MONTHS: Fraction(12),
    Shown.SCORE: Fraction(10),
    Shown.SHARE: Fraction(1, 10),
    Shown.DATE: Fraction(30),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One fact that would have to be other than it is. ``gap`` is a number's or date's distance (in days)."""

    fact: str
    held: Value | None
    wanted: Value
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """A row that does not match, and the least that would make it match."""

    row: RecognitionRow
    outcome: str
    course: str
    repairs: tuple[Repair, ...]

    @property
    def distance(self) -> Distance:
        """Facts to change, those of them that no number measures, the sum of the gaps in ordinary steps of each."""
        return _distance(self.repairs)


def nearest_miss(prepared: Prepared, outcome: str, course: str) -> Miss | None:
    """The nearest of the rows that name the course and do not match the outcome. None: no row is near."""
    misses = misses_of(prepared, outcome, course)
    return min(misses, key=lambda miss: (miss.distance, miss.row.id), default=None)


def misses_of(prepared: Prepared, outcome: str, course: str) -> tuple[Miss, ...]:
    """Every row that names the course and fails by facts that could be other than they are."""
    standing = prepared.standings.outcomes[outcome]
    target = prepared.standings.courses[course].course
    found = (
        (row, repairs_of(asked_of(row, standing, target), pair_facts(standing, target)))
        for row in prepared.case.book.rows
        if names_course(row, target)
    )
    return tuple(Miss(row, outcome, course, repairs) for row, repairs in found if repairs)


def nearest_valuation(facts: Mapping[str, Held], book: RuleBook) -> ValuationRow | None:
    """The valuation row that fails by least, of those that an outcome of this kind could meet. None: there is none."""
    found = ((row, repairs_of(row.when, facts)) for row in book.valuations)
    misses = [(_distance(repairs), position, row) for position, (row, repairs) in enumerate(found) if repairs]
    return min(misses, key=lambda miss: miss[:2])[2] if misses else None


def asked_of(row: RecognitionRow, standing: OutcomeStanding, course: Course) -> Condition:
    """The row's condition, and the course's level where the outcome is a certificate."""
    least = level_asked(standing.outcome, course, standing.book)
    return row.when if least is None else all_of(fact("level").at_least(least), row.when)


def repairs_of(condition: Condition, facts: Mapping[str, Held]) -> tuple[Repair, ...]:
    """The least that makes the condition hold; nothing if it holds already or can't be made to."""
    if holds(condition, facts) is Truth.YES:
        return ()
    try:
        found = [_repairs(alternative, facts) for alternative in alternatives(condition)]
    except TooManyAlternativesError:
        return ()
    return min((repairs for repairs in found if repairs), key=_distance, default=())


def repaired(facts: Mapping[str, Held], repairs: Iterable[Repair]) -> dict[str, Held]:
    """The facts with the gaps closed."""
    return {**facts, **{repair.fact: repair.wanted for repair in repairs}}


def _repairs(alternative: Alternative, facts: Mapping[str, Held]) -> tuple[Repair, ...]:
    """What this alternative needs; nothing where it can't be had."""
    by_fact: dict[str, list[Atom]] = {}
    for atom in alternative:
        if atom.fact is not None:
            by_fact.setdefault(atom.fact, []).append(atom)
        elif not _stands(atom, facts):
            return ()
    repairs = [_repair(name, atoms, facts) for name, atoms in by_fact.items()]
    wanted = tuple(repair for repair in repairs if isinstance(repair, Repair))
    return () if _IMPOSSIBLE in repairs or any(each.fact in _FIXED for each in wanted) else wanted


def _stands(atom: Atom, facts: Mapping[str, Held]) -> bool:
    return holds(atom.condition, facts) is (Truth.NO if atom.is_negated else Truth.YES)


_IMPOSSIBLE: Final = "impossible"


def _repair(name: str, atoms: list[Atom], facts: Mapping[str, Held]) -> Repair | str | None:
    """The nearest value of one fact that meets all that is asked of it. None: it does already."""
    held = facts.get(name)
    if held is not None and not isinstance(held, bool | int | str | Decimal | date):
        return _IMPOSSIBLE
    if all(atom.verdict(held) is Truth.YES for atom in atoms):
        return None
    wanted = [value for value in _values(name, atoms) if all(atom.verdict(value) is Truth.YES for atom in atoms)]
    nearest = min(wanted, key=lambda value: (_size(_gap(held, value)), _rank(value)), default=None)
    return _IMPOSSIBLE if nearest is None else Repair(name, held, nearest, _gap(held, nearest))


def _values(name: str, atoms: list[Atom]) -> Iterator[Value]:
    """Values worth trying: the fact's choices, and each bound with its neighbours, as far as the fact can have them."""
    entry = CATALOGUE.get(name)
    yield from () if entry is None else entry.choices
    for bound in (constant for atom in atoms for constant in atom.constants):
        if isinstance(bound, bool):
            yield from (True, False)
        elif isinstance(bound, int | Decimal):
            yield from _numbers_near(Decimal(bound), entry)
        elif isinstance(bound, date):
            yield from (bound, bound + timedelta(days=1), bound - timedelta(days=1))
        else:
            yield bound


def _numbers_near(bound: Decimal, entry: FactEntry | None) -> Iterator[Value]:
    step = Decimal(1) if entry is None or entry.step is None else entry.step
    below = bound // step * step
    for value in (below - step, below, below + step):
        too_small = entry is not None and entry.least is not None and value < entry.least
        too_large = entry is not None and entry.most is not None and value > entry.most
        if not too_small and not too_large:
            yield _as_held(value, step)


def _as_held(value: Decimal, step: Decimal) -> Value:
    """Whole numbers are held as integers."""
    return int(value) if step == 1 and value == int(value) else value


def _gap(held: Value | None, wanted: Value) -> Decimal | None:
    if isinstance(held, bool) or isinstance(wanted, bool):
        return None
    if isinstance(held, date) and isinstance(wanted, date):
        return Decimal((wanted - held).days)
    if isinstance(held, int | Decimal) and isinstance(wanted, int | Decimal):
        return Decimal(wanted) - Decimal(held)
    return None


def _size(gap: Decimal | None) -> Fraction:
    return Fraction() if gap is None else abs(Fraction(gap))


def _rank(value: Value) -> tuple[Fraction, str]:
    """Of equally near values the smallest."""
    return (Fraction(value) if isinstance(value, int | Decimal) else Fraction(), str(value))


def _distance(repairs: tuple[Repair, ...]) -> Distance:
    unmeasured = sum(1 for each in repairs if each.gap is None)
    return len(repairs), unmeasured, sum((_size(each.gap) / _step(each.fact) for each in repairs), Fraction())


def _step(name: str) -> Fraction:
    entry = CATALOGUE.get(name)
    return Fraction(1) if entry is None else _ORDINARY_STEP.get(entry.shown, Fraction(1))
