"""The baseline beside the exact solver: best first, no looking back. Shows what exactness gains."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from niangjia.creditbank.engine.check import check_rules
from niangjia.creditbank.engine.problem import Allocation, Cover, Package, Pour, PouredAmount, Problem, Sink, SinkKind
from niangjia.creditbank.engine.solve.assembly import stated, unclaimed
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.validation import validate


def greedy(problem: Problem) -> Allocation:
    """Packages by what they give, then sinks by what they need, each filled by what dies first; spills at last.

    Every step is kept only if the allocation still passes ``check_rules``. Claims nothing. Raises ``ValueError`` for an
    impossible problem.
    """
    validate(problem)
    draft = _Draft(in_order(problem))
    for package in sorted(draft.problem.packages, key=lambda package: -sum(amount for _, amount in package.gives)):
        draft.try_lines((), (package,))
    for spill in (False, True):
        for sink in sorted(draft.problem.sinks, key=lambda sink: -sink.need):
            draft.fill(sink, spill=spill)
    return unclaimed(draft.problem, draft.allocation.poured, draft.allocation.packages)


@dataclass
class _Draft:
    """The lines accepted so far."""

    problem: Problem
    allocation: Allocation = field(init=False)

    def __post_init__(self) -> None:
        self.allocation = unclaimed(self.problem, (), ())

    def try_lines(self, poured: tuple[PouredAmount, ...], packages: tuple[Package, ...]) -> bool:
        """Add lines if all of them together may stand beside the others."""
        trial = stated(self.problem, (*self.allocation.poured, *poured), (*self.allocation.packages, *packages))
        is_allowed = trial.total > self.allocation.total and not check_rules(self.problem, trial)
        if is_allowed:
            self.allocation = trial
        return is_allowed

    def fill(self, sink: Sink, *, spill: bool) -> None:
        """Fill a sink by pours that are spills or not: a course in whole at once, the rest pour by pour."""
        pours = self._pours_into(sink, spill=spill)
        if sink.cover is Cover.FULL and sink.kind is SinkKind.COURSE:
            self._fill_whole(sink, pours)
            return
        for pour in pours:
            missing = sink.need - dict(self.allocation.credited).get(sink.id, 0)
            for amount in range(min(missing, self._left(pour.outcome)), pour.least - 1, -sink.step):
                if self.try_lines((PouredAmount(pour, amount),), ()):
                    break

    def _fill_whole(self, sink: Sink, pours: list[Pour]) -> None:
        """By one pour if one suffices, else by several."""
        for pour in pours:
            if self._left(pour.outcome) >= sink.need and self.try_lines((PouredAmount(pour, sink.need),), ()):
                return
        self.try_lines(tuple(self._together(sink, pours)), ())

    def _together(self, sink: Sink, pours: list[Pour]) -> Iterator[PouredAmount]:
        missing, seen = sink.need, set[str]()
        for pour in pours:
            amount = min(missing, self._left(pour.outcome))
            if amount >= pour.least and pour.outcome not in seen:
                missing -= amount
                seen.add(pour.outcome)
                yield PouredAmount(pour, amount)

    def _pours_into(self, sink: Sink, *, spill: bool) -> list[Pour]:
        lives = {outcome.id: outcome.life_months for outcome in self.problem.outcomes}
        used = {used.pour for used in self.allocation.poured}
        pours = [p for p in self.problem.pours if p.sink == sink.id and p.spill is spill and p not in used]
        return sorted(pours, key=lambda pour: lives[pour.outcome])

    def _left(self, outcome: str) -> int:
        amount = next(known.amount for known in self.problem.outcomes if known.id == outcome)
        poured = sum(used.amount for used in self.allocation.poured if used.pour.outcome == outcome)
        taken = sum(k for package in self.allocation.packages for key, k in package.takes if key == outcome)
        return amount - poured - taken
