"""Read a chunk of learners with a fixed number of queries, as plain rows that need no model instances."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from niangjia.creditbank.batch.runs import Claimed
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.engine.books import CertificateClass, HeldOutcome, OutcomeKind, Prize
from niangjia.creditbank.outcomes.fingerprints import DETAILS
from niangjia.creditbank.outcomes.types import State

# The facts of an outcome in the order of the rows; each is a field of HeldOutcome.
FIELDS: Final = (
    "id", "kind", "title", "awarded_on", "certificate_number", "issuer", "expires_on", "standard_value", "balance",
    "made_from", *DETAILS,
)  # fmt: skip
PLACE: Final[Mapping[str, int]] = {name: place for place, name in enumerate(FIELDS)}
_ENROLMENTS: Final = """
SELECT enrolled.id, enrolled.person_id, enrolled.programme_id, enrolled.enrolled_on,
       enrolled.is_attending, person.born_on,
       EXISTS (
           SELECT 1 FROM conversion_decision AS decided JOIN records_record AS kept ON kept.id = decided.record_id
           WHERE decided.enrolment_id = enrolled.id AND kept.state = %(posted)s
       )
FROM programmes_enrolment AS enrolled JOIN people_person AS person ON person.party_id = enrolled.person_id
WHERE enrolled.id BETWEEN %(first)s AND %(last)s AND enrolled.college_id = %(college)s AND enrolled.ended_on IS NULL
      AND enrolled.programme_id = ANY (%(programmes)s)
ORDER BY enrolled.id
"""
_PASSED: Final = """
SELECT passed.enrolment_id, course.code
FROM programmes_passedcourse AS passed JOIN programmes_course AS course ON course.id = passed.course_id
WHERE passed.enrolment_id = ANY (%s)
"""
_OUTCOMES: Final = f"""
SELECT held.person_id, held.record_id::text, held.kind, held.title, held.awarded_on, held.certificate_number,
       held.issuer, held.expires_on, held.standard_value, lot.balance, detail.made_from,
       {", ".join(f'detail."{name}"' for name in DETAILS)}
FROM outcomes_outcome AS held
JOIN records_record AS kept ON kept.id = held.record_id AND kept.state = %s
JOIN outcomes_outcomedetail AS detail ON detail.outcome_id = held.record_id
LEFT JOIN ledger_account AS lot ON lot.id = held.record_id
WHERE held.person_id = ANY (%s)
ORDER BY held.record_id
"""  # noqa: S608 - the columns are words of this program

OutcomeRow = tuple[Any, ...]
"""The facts of one certified outcome, in the order of ``FIELDS``."""


class LearnerRow(NamedTuple):
    """One learner as read. ``has_history``: decisions of hers are posted."""

    enrolment_id: UUID
    person_id: UUID
    programme_id: UUID
    enrolled_on: date
    is_attending: bool
    born_on: date | None
    has_history: bool


@dataclass(frozen=True, slots=True)
class ChunkRows:
    """The learners of a chunk in the order of their keys, with what was passed and what is certified."""

    learners: Sequence[LearnerRow]
    passed: Mapping[UUID, frozenset[str]]
    outcomes: Mapping[UUID, Sequence[OutcomeRow]]


def read_chunk(chunk: Claimed, *, college_id: UUID, programme_ids: Sequence[UUID]) -> ChunkRows:
    """The chunk's learners of these programmes. Three queries."""
    asked: dict[str, Any] = {
        "first": chunk.first,
        "last": chunk.last,
        "college": college_id,
        "programmes": list(programme_ids),
        "posted": DecisionState.POSTED.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENROLMENTS, asked)
        learners = [LearnerRow(*row) for row in cursor.fetchall()]
        cursor.execute(_PASSED, [[learner.enrolment_id for learner in learners]])
        passed: dict[UUID, set[str]] = defaultdict(set)
        for enrolment_id, code in cursor.fetchall():
            passed[enrolment_id].add(code)
        cursor.execute(_OUTCOMES, [State.CERTIFIED.value, [learner.person_id for learner in learners]])
        outcomes: dict[UUID, list[OutcomeRow]] = defaultdict(list)
        for person_id, *row in cursor.fetchall():
            outcomes[person_id].append(tuple(row))
    return ChunkRows(learners, {key: frozenset(codes) for key, codes in passed.items()}, outcomes)


def held(row: OutcomeRow) -> HeldOutcome:
    """The row as the engine's value."""
    facts = dict(zip(FIELDS, row, strict=True))
    facts["kind"] = OutcomeKind(facts["kind"])
    facts["prize"] = Prize(facts["prize"]) if facts["prize"] else None
    facts["certificate_class"] = CertificateClass(facts["certificate_class"]) if facts["certificate_class"] else None
    facts["made_from"] = tuple(facts["made_from"])
    return HeldOutcome(**facts)
