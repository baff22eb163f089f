"""What a replay found: who gains, who loses, and how much; totals by programme, and lists page by page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import psycopg

from niangjia.core.units import Unit, from_units

PAGE: Final = 50
FIRST: Final = UUID(int=0)
_TOTALS: Final = """
SELECT programme.title, count(*) FILTER (WHERE change > 0), count(*) FILTER (WHERE change < 0),
       coalesce(sum(change) FILTER (WHERE change > 0), 0), coalesce(-sum(change) FILTER (WHERE change < 0), 0)
FROM batch_difference AS found JOIN programmes_programme AS programme ON programme.id = found.programme_id
WHERE found.run_id = %s
GROUP BY programme.id, programme.title, programme.code, programme.version ORDER BY programme.code, programme.version
"""
_PAGE: Final = """
SELECT found.enrolment_id, enrolled.student_number, programme.title, found.before_credits, found.after_credits,
       found.change
FROM batch_difference AS found
JOIN programmes_enrolment AS enrolled ON enrolled.id = found.enrolment_id
JOIN programmes_programme AS programme ON programme.id = found.programme_id
WHERE found.run_id = %(run)s AND (found.change, found.enrolment_id) > (%(change)s, %(enrolment)s)
ORDER BY found.change, found.enrolment_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ProgrammeTotals:
    """What the draft changes in one programme: how many learners gain and lose, and how many credits in all."""

    programme: str
    gaining: int
    losing: int
    won: Decimal
    lost: Decimal


@dataclass(frozen=True, slots=True)
class Changed:
    """One learner's certain credits under the other book and under the draft. ``mark`` stands for the next page."""

    student_number: str
    programme: str
    before: Decimal
    after: Decimal
    mark: tuple[int, UUID]


def replay_totals(connection: psycopg.Connection, run: UUID) -> list[ProgrammeTotals]:
    """The totals of each programme in which something changes. One query."""
    rows = connection.execute(_TOTALS, [run]).fetchall()
    return [
        ProgrammeTotals(title, gaining, losing, _credits(won), _credits(lost))
        for title, gaining, losing, won, lost in rows
    ]


def replay_page(
    connection: psycopg.Connection, run: UUID, *, after: tuple[int, UUID] | None = None, limit: int = PAGE
) -> list[Changed]:
    """Learners whose credits change, who loses most first; ``after`` is the mark of the last one seen. One query."""
    change, enrolment = after or (-(2**31), FIRST)
    rows = connection.execute(_PAGE, {"run": run, "change": change, "enrolment": enrolment, "limit": limit}).fetchall()
    return [
        Changed(number, programme, _credits(before), _credits(later), (difference, key))
        for key, number, programme, before, later, difference in rows
    ]


def _credits(hundredths: int) -> Decimal:
    return from_units(int(hundredths), Unit.COURSE_CREDIT)
