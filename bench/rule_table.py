"""The table that rules are measured by: forty valuation rows as a rule book has them, a million outcomes.

Six kinds of outcome, levels with halves, prizes and ranks, hours, months, and the days on which rules changed. One fact
in twenty is not known, and those that do not apply.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from niangjia.core.conditions import Condition, all_of, fact
from niangjia.creditbank.engine.books import CertificateClass, OutcomeKind, Prize
from niangjia.creditbank.engine.tables.columns import Column

OUTCOMES = 1_000_000
CHANGED_ON = (date(2021, 9, 1), date(2024, 3, 1))
_EPOCH = date(1970, 1, 1).toordinal()
_UNKNOWN_PART = 0.05
KINDS, PRIZES, CLASSES = (tuple(each.value for each in members) for members in (OutcomeKind, Prize, CertificateClass))
_JUDGED = (OutcomeKind.COMPETITION, OutcomeKind.FIVE_SMALLS)


def conditions() -> tuple[Condition, ...]:
    """Forty rows, the special above the general."""
    return tuple(_rows())


def population(count: int = OUTCOMES, seed: int = 1) -> dict[str, Column]:
    """The columns of so many outcomes; what does not apply to an outcome's kind is not known of it."""
    chosen = np.random.default_rng(seed)
    kinds = chosen.integers(0, len(KINDS), count).astype(np.int8)

    def drawn(low: int, high: int, dtype: type, unknown: int, applies: tuple[OutcomeKind, ...]) -> np.ndarray:
        values = chosen.integers(low, high, count, endpoint=True).astype(dtype)
        is_known = np.isin(kinds, [KINDS.index(kind) for kind in applies]) & (chosen.random(count) >= _UNKNOWN_PART)
        return np.where(is_known, values, np.array(unknown, dtype))

    def numbers(low: int, high: int, *applies: OutcomeKind, scale: int = 1, dtype: type = np.int16) -> Column:
        return Column(drawn(low, high, dtype, np.iinfo(dtype).min, applies), None, scale)

    def words(names: tuple[str | bool, ...], *applies: OutcomeKind) -> Column:
        return Column(drawn(0, len(names) - 1, np.int8, -1, applies), names)

    first, last = (day.toordinal() - _EPOCH for day in (date(2015, 1, 1), date(2026, 1, 1)))
    return {
        "kind": Column(kinds, KINDS),
        "level": numbers(2, 16, OutcomeKind.SKILL_CERTIFICATE, scale=2),  # 1 to 8 in halves
        "tier": numbers(1, 5, *_JUDGED),
        "prize": words(PRIZES, *_JUDGED),
        "rank": numbers(1, 20, *_JUDGED),
        "is_team": words((False, True), *_JUDGED),
        "hours": numbers(0, 40_000, OutcomeKind.TRAINING, scale=100, dtype=np.int32),
        "months": numbers(0, 60, OutcomeKind.MENTORING),
        "certificate_class": words(CLASSES, OutcomeKind.SKILL_CERTIFICATE),
        "awarded_on": Column(drawn(first, last, np.int32, np.iinfo(np.int32).min, tuple(OutcomeKind)), is_date=True),
    }


def _rows() -> Iterator[Condition]:
    old, new = CHANGED_ON
    kind, awarded = fact("kind"), fact("awarded_on")
    certificate = kind.equals(OutcomeKind.SKILL_CERTIFICATE)
    yield all_of(certificate, fact("certificate_class").one_of("experience", "automatic"), awarded.at_least(new))
    for least in (7, 6, 5):
        yield all_of(certificate, fact("level").at_least(least), awarded.at_least(new))
        yield all_of(certificate, fact("level").at_least(least), awarded.at_least(old))
    for least in ("4.5", "4", "3.5", "3", "2", "1"):
        yield all_of(certificate, fact("level").at_least(Decimal(least)))
    competition = kind.equals(OutcomeKind.COMPETITION)
    for tier in (5, 4, 3):
        place = all_of(competition, fact("tier").equals(tier))
        for rank in (1, 3):
            yield all_of(place, fact("is_team").is_true(), fact("rank").at_most(rank), awarded.at_least(old))
        for prize in ("first", "second", "third"):
            yield all_of(place, fact("is_team").is_false(), fact("prize").equals(prize))
    yield all_of(competition, fact("tier").at_most(2), fact("prize").differs("excellence"))
    small = kind.equals(OutcomeKind.FIVE_SMALLS)
    yield from (all_of(small, fact("tier").at_least(tier), fact("rank").at_most(5)) for tier in (4, 3))
    yield all_of(small, awarded.at_least(old))
    training = kind.equals(OutcomeKind.TRAINING)
    yield from (all_of(training, fact("hours").at_least(hours), awarded.at_least(new)) for hours in (160, 80))
    yield all_of(training, fact("hours").at_least(Decimal("16.5")), awarded.less_than(new))
    mentoring = kind.equals(OutcomeKind.MENTORING)
    yield from (all_of(mentoring, fact("months").at_least(months)) for months in (36, 24, 12, 6))
    yield all_of(kind.equals(OutcomeKind.EARLIER_COURSE), awarded.at_least(old))
