"""Tighten the bounds of columns by the rows, in integers, until nothing changes. Never cuts a solution off."""

from collections.abc import Sequence

from niangjia.creditbank.engine.solve.model import Row

ROUNDS = 20  # bounds may creep by 1 for ever; stopping early is always right


def tighten(lows: list[int], highs: list[int], rows: Sequence[Row]) -> bool:
    """Tighten ``lows`` and ``highs`` in place; ``False`` when they are found to hold no integer point."""
    for _ in range(ROUNDS):
        changed = False
        for row in rows:
            if row.high is not None:
                changed |= _tighten_by(lows, highs, row.terms, row.high)
            if row.low is not None:
                changed |= _tighten_by(lows, highs, tuple((column, -factor) for column, factor in row.terms), -row.low)
        if any(low > high for low, high in zip(lows, highs, strict=True)):
            return False
        if not changed:
            return True
    return True


def _tighten_by(lows: list[int], highs: list[int], terms: tuple[tuple[int, int], ...], most: int) -> bool:
    """Use: sum of terms <= most."""
    room = most - sum(factor * (lows[column] if factor > 0 else highs[column]) for column, factor in terms)
    changed = False
    for column, factor in terms:
        if abs(factor) * (highs[column] - lows[column]) > room:
            if factor > 0:
                highs[column] = lows[column] + room // factor
            else:
                lows[column] = highs[column] - room // -factor
            changed = True
    return changed
