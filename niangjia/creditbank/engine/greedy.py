"""The baseline beside the exact solver: best first, no looking back. Shows what exactness gains."""

from collections.abc import Iterator

from niangjia.creditbank.engine.check import allowed_credits
from niangjia.creditbank.engine.problem import Allocation, Cover, Package, Pour, PouredAmount, Problem, Sink, SinkKind
from niangjia.creditbank.engine.solve.assembly import unclaimed
from niangjia.creditbank.engine.solve.inflow import rounded
from niangjia.creditbank.engine.solve.order import in_order
from niangjia.creditbank.engine.validation import validate


def greedy(problem: Problem) -> Allocation:
    """Packages by what they give, then sinks by what they need, each filled by what dies first; spills at last.

    Every step is kept only if the lines so far break no rule. Claims nothing. Raises ``ValueError`` for an
    impossible problem.
    """
    validate(problem)
    draft = _filled(in_order(problem))
    return unclaimed(draft.problem, draft.poured, draft.packages)


def greedy_lines(problem: Problem) -> Allocation:
    """The lines of ``greedy`` and nothing stated beside them, for a problem that needs no validation."""
    draft = _filled(in_order(problem))
    return Allocation(poured=draft.poured, packages=draft.packages)


def _filled(problem: Problem) -> "_Draft":
    draft = _Draft(problem)
    for package in sorted(problem.packages, key=lambda package: -sum(amount for _, amount in package.gives)):
        draft.try_lines((), (package,))
    for spill in (False, True):
        for sink in sorted(problem.sinks, key=lambda sink: -sink.need):
            draft.fill(sink, spill=spill)
    return draft


class _Draft:
    """The lines accepted so far, and what of each outcome and sink they leave."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.poured: tuple[PouredAmount, ...] = ()
        self.packages: tuple[Package, ...] = ()
        self.credited = 0
        self.left = {outcome.id: outcome.amount for outcome in problem.outcomes}
        self.filled = dict.fromkeys((sink.id for sink in problem.sinks), 0)
        self.lives = {outcome.id: outcome.life_months for outcome in problem.outcomes}
        self.into: dict[tuple[str, bool], list[Pour]] = {}
        for pour in problem.pours:
            self.into.setdefault((pour.sink, pour.spill), []).append(pour)

    def try_lines(self, poured: tuple[PouredAmount, ...], packages: tuple[Package, ...] = ()) -> bool:
        """Add lines if all of them together may stand beside the others."""
        if not poured and not packages:
            return False
        credited = allowed_credits(self.problem, (*self.poured, *poured), (*self.packages, *packages))
        if credited is None or credited <= self.credited:
            return False
        self.poured, self.packages, self.credited = (*self.poured, *poured), (*self.packages, *packages), credited
        for used in poured:
            self.left[used.pour.outcome] -= used.amount
            self.filled[used.pour.sink] += used.amount
        for package in packages:
            for key, amount in package.takes:
                self.left[key] -= amount
            for key, amount in package.gives:
                self.filled[key] += amount
        return True

    def fill(self, sink: Sink, *, spill: bool) -> None:
        """Fill a sink by pours that are spills or not: a course in whole at once, the rest pour by pour."""
        pours = self._pours_into(sink, spill=spill)
        if not pours:
            return
        if sink.cover is Cover.FULL and sink.kind is SinkKind.COURSE:
            self._fill_whole(sink, pours)
            return
        for pour in pours:
            missing = sink.need - rounded(sink, self.filled[sink.id])
            for amount in range(min(missing, self.left[pour.outcome]), pour.least - 1, -sink.step):
                if self.try_lines((PouredAmount(pour, amount),)):
                    break

    def _fill_whole(self, sink: Sink, pours: list[Pour]) -> None:
        """By one pour if one suffices, else by several."""
        for pour in pours:
            if self.left[pour.outcome] >= sink.need and self.try_lines((PouredAmount(pour, sink.need),)):
                return
        together = tuple(self._together(sink, pours))
        if len(together) > 1:
            self.try_lines(together)

    def _together(self, sink: Sink, pours: list[Pour]) -> Iterator[PouredAmount]:
        missing, seen = sink.need, set[str]()
        for pour in pours:
            amount = min(missing, self.left[pour.outcome])
            if amount >= pour.least and pour.outcome not in seen:
                missing -= amount
                seen.add(pour.outcome)
                yield PouredAmount(pour, amount)

    def _pours_into(self, sink: Sink, *, spill: bool) -> list[Pour]:
        used = {used.pour for used in self.poured}
        pours = [pour for pour in self.into.get((sink.id, spill), ()) if pour not in used]
        return sorted(pours, key=lambda pour: self.lives[pour.outcome])
