"""How bodies work, computed from their acts: how much they refuse, how long it takes, what others put right."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

LEAST_SHOWN: Final = 5
COLUMNS: Final = "body_id, certified, refused, revoked, upheld, found, against, median, ninetieth"


@dataclass(frozen=True, slots=True)
class Quality:
    """One body's figures of a period. A figure of persons that is suppressed, and what follows from it, is None.

    ``median`` and ``ninetieth``: from deposit to verdict, of half and of nine tenths of the verdicts.
    ``found``: acts that a third person checked again; ``against``: with which of them she did not agree.
    """

    body_id: UUID
    certified: int | None
    refused: int | None
    revoked: int | None
    upheld: int | None
    found: int | None
    against: int | None
    median: timedelta | None
    ninetieth: timedelta | None

    @property
    def refusal_rate(self) -> float | None:
        """Refused among all verdicts, from 0 to 1; None without verdicts or where one of the two is suppressed."""
        return _rate(self.refused, self.certified)

    @property
    def disagreement_rate(self) -> float | None:
        """Not agreed with among what was checked again, from 0 to 1."""
        if self.against is None or not self.found:
            return None
        return self.against / self.found


def quality_of(*, since: datetime, until: datetime, is_operator: bool) -> dict[UUID, Quality]:
    """Figures of the bodies that the actor may ask about, from an instant to before another. One query.

    The bank's operator asks about all and sees all figures; a certifier about her own body, without those of 1 to 4.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM certification_quality(%s, %s)", [since, until])  # noqa: S608 - names
        found = [Quality(*row) for row in cursor.fetchall()]
    return {each.body_id: each if is_operator else suppressed(each) for each in found}


def suppressed(quality: Quality) -> Quality:
    """The same without counts of 1 to 4, from which persons could be told; times need as many verdicts."""
    few = (quality.certified or 0) + (quality.refused or 0) < LEAST_SHOWN
    return replace(
        quality,
        certified=_enough(quality.certified),
        refused=_enough(quality.refused),
        revoked=_enough(quality.revoked),
        upheld=_enough(quality.upheld),
        found=_enough(quality.found),
        against=_enough(quality.against),
        median=None if few else quality.median,
        ninetieth=None if few else quality.ninetieth,
    )


def _enough(count: int | None) -> int | None:
    return None if count is not None and 0 < count < LEAST_SHOWN else count


def _rate(part: int | None, rest: int | None) -> float | None:
    if part is None or rest is None or part + rest == 0:
        return None
    return part / (part + rest)
