"""One outcome and its reasons: the row that gives its value, and what shuts out or leaves open each row above.

The reasons are put together once for all outcomes that no question tells apart, and only when the first of them comes;
what an outcome itself holds is read from its facts when a line is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from niangjia.core.conditions import Condition, Trace, Truth, Value, explain
from niangjia.core.conditions.subject import Held
from niangjia.core.conditions.types import Joined, Joiner
from niangjia.creditbank.engine.tables.axes import Axis, axis_name, questions
from niangjia.creditbank.engine.tables.dense import NONE, FirstMatch
from niangjia.creditbank.engine.tables.layout import needed

_MOST_REMEMBERED: Final = 65_536


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a row and its answer: a fact is asked about a bound."""

    question: Condition
    verdict: Truth
    fact: str | None
    operator: str
    bound: Value | tuple[Value | None, ...] | None


@dataclass(frozen=True, slots=True)
class Reason:
    """The verdict on a row, and the lines that settle it whatever the others say.

    Where the table's leading fact alone settles a row (it is about another kind of outcome), only that is told.
    """

    row: int
    verdict: Truth
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """The first row that matches (-1: none), the reason of each row down to it, or of all, and all of their lines."""

    row: int
    reasons: tuple[Reason, ...]
    lines: tuple[Line, ...]
    asked: tuple[str | None, ...]  # the fact of each line


@dataclass(slots=True)
class Explanation:
    """The reasons of one outcome: ``found`` is shared by all that no question tells apart, ``facts`` are its own."""

    found: Reasons
    facts: Mapping[str, Held]
    conditions: tuple[Condition, ...]

    @property
    def row(self) -> int:
        """The first row that matches; -1 for none."""
        return self.found.row

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why each row down to it is not met, is left open, or matches."""
        return self.found.reasons

    def held(self) -> tuple[Held, ...]:
        """What the outcome has of the fact that each of ``found.lines`` asks; None where it is not known."""
        return tuple(map(self.facts.get, self.found.asked))  # type: ignore[arg-type] # no fact has no name

    def trace(self, row: int) -> Trace:
        """Every line of a row, with gaps, as ``explain`` gives them."""
        return explain(self.conditions[row], self.facts)

    def needs(self) -> tuple[str, ...]:
        """The facts that are not known and leave rows open above the one that matches."""
        lines = [line for reason in self.reasons if reason.verdict is Truth.UNKNOWN for line in reason.lines]
        return tuple(dict.fromkeys(line.fact for line in lines if line.fact is not None))


class Explainer:
    """Explains outcome after outcome by one table; remembers the reasons that it has put together."""

    def __init__(self, table: FirstMatch) -> None:
        layout = table.layout
        self._conditions, self._axes = layout.conditions, layout.axes
        self._lead = next((grid.split for grid in layout.grids if grid.split is not None), None)
        rows = tuple(range(len(layout.conditions)))
        bands = range(1 if self._lead is None else self._lead.size)
        self._asked = [needed(layout, rows, self._lead, band, None) for band in bands]
        names = [dict.fromkeys(map(axis_name, questions(condition))) for condition in layout.conditions]
        self._names = [tuple(each) for each in names]
        self._found: dict[tuple[int, ...], Reasons] = {}
        self._reasons: dict[tuple[int, ...], Reason] = {}

    def explain(self, facts: Mapping[str, Held]) -> Explanation:
        """The row and the reasons of an outcome with these facts."""
        lead = 0 if self._lead is None else self._lead.band_of(facts)
        key = (lead, *[axis.band_of(facts) for axis in self._asked[lead]])
        found = self._found.get(key)
        if found is None:
            found = self._remember(key, facts)
        return Explanation(found, facts, self._conditions)

    def _remember(self, key: tuple[int, ...], facts: Mapping[str, Held]) -> Reasons:
        if len(self._found) >= _MOST_REMEMBERED:
            self._found.clear()
            self._reasons.clear()
        bands = {name: axis.band_of(facts) for name, axis in self._axes.items()}
        reasons: list[Reason] = []
        for row in range(len(self._conditions)):
            reasons.append(self._reason(row, bands, facts))
            if reasons[-1].verdict is Truth.YES:
                break
        matching = reasons[-1].row if reasons and reasons[-1].verdict is Truth.YES else NONE
        lines = tuple(line for reason in reasons for line in reason.lines)
        found = self._found[key] = Reasons(matching, tuple(reasons), lines, tuple(line.fact for line in lines))
        return found

    def _reason(self, row: int, bands: Mapping[str, int], facts: Mapping[str, Held]) -> Reason:
        key = (row, *[bands[name] for name in self._names[row]])
        if key not in self._reasons:
            self._reasons[key] = _reason(row, self._conditions[row], facts, self._lead)
        return self._reasons[key]


def _reason(row: int, condition: Condition, facts: Mapping[str, Held], lead: Axis | None) -> Reason:
    if lead is not None and lead.question is None:
        alone = explain(condition, {lead.name: facts.get(lead.name)})
        if alone.verdict is not Truth.UNKNOWN:
            return Reason(row, alone.verdict, tuple(map(_line, _settling(alone))))
    trace = explain(condition, facts)
    return Reason(row, trace.verdict, tuple(map(_line, _settling(trace))))


def _settling(trace: Trace) -> Iterator[Trace]:
    """The lines that make the verdict what it is: of all, each that fails, or every one if none does; so of any."""
    if not isinstance(trace.condition, Joined):
        yield trace
        return
    joiner = trace.condition.joiner
    verdict = trace.verdict.negated if joiner is Joiner.NONE else trace.verdict
    undecided = Truth.YES if joiner is Joiner.ALL else Truth.NO
    for child in trace.children:
        if verdict is undecided or child.verdict is verdict:
            yield from _settling(child)


def _line(trace: Trace) -> Line:
    return Line(trace.condition, trace.verdict, trace.fact, trace.operator, trace.bound)
