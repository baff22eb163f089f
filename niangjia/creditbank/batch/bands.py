"""Which values of a fact a rule book can tell apart: those that meet the same questions lie in one band."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

from niangjia.core.conditions import Condition, Truth
from niangjia.creditbank.engine.atoms import Atom, TooManyAlternativesError, alternatives, names_asked

MOST_REMEMBERED: Final = 100_000


class FactBands:
    """The bands into which some conditions cut each fact that they ask."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        asked, self._whole = set[str](), set[str]()
        atoms: dict[str, dict[Atom, None]] = {}
        for condition in conditions:
            asked |= names_asked(condition)
            for atom in _atoms(condition):
                if atom is None:
                    self._whole |= names_asked(condition)
                elif atom.fact is None:
                    self._whole |= names_asked(atom.condition)
                else:
                    atoms.setdefault(atom.fact, {})[atom] = None
        self.asked = frozenset(asked)
        self._atoms = {name: tuple(found) for name, found in atoms.items()}
        self._verdicts: dict[tuple[str, Any], object] = {}

    def has_bands(self, name: str) -> bool:
        """The fact is asked."""
        return name in self.asked

    def band(self, name: str, value: Any) -> object:  # noqa: ANN401 - facts are of several kinds
        """The band of a value: equal for two values that no condition tells apart."""
        found = self._verdicts.get((name, value))
        if found is None:
            if len(self._verdicts) >= MOST_REMEMBERED:
                self._verdicts.clear()
            found = self._verdicts[name, value] = self._band(name, value)
        return found

    def _band(self, name: str, value: Any) -> object:  # noqa: ANN401 - facts are of several kinds
        if name in self._whole:
            return value
        verdicts = (atom.verdict(value) for atom in self._atoms.get(name, ()))
        return tuple(_SIGNS[verdict] for verdict in verdicts)


_SIGNS: Final = {Truth.YES: 1, Truth.NO: 0, Truth.UNKNOWN: 2}


def _atoms(condition: Condition) -> Iterable[Atom | None]:
    """The questions of a condition; None where there are too many to be told."""
    try:
        return chain.from_iterable(alternatives(condition))
    except TooManyAlternativesError:
        return (None,)
