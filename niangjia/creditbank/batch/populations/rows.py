"""The rows of a population, table by table: what depositing and certifying would have written, for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any, Final
from uuid import UUID

from niangjia.core.units import Unit
from niangjia.creditbank.batch.populations.ground import PopulationGround
from niangjia.creditbank.batch.populations.people import MadeLearner
from niangjia.creditbank.certification.models import Verdict
from niangjia.creditbank.certification.queries import StandardValue, standard_value
from niangjia.creditbank.certification.types import ISSUE
from niangjia.creditbank.engine.atoms import names_asked
from niangjia.creditbank.engine.books import HeldOutcome
from niangjia.creditbank.outcomes.fingerprints import DETAILS, certificate_key
from niangjia.creditbank.outcomes.queries import facts_digest
from niangjia.creditbank.outcomes.types import Consent, NewOutcome, Source, State
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.ledger.types import Kind

Row = tuple[Any, ...]
DETAIL_COLUMNS: Final = ", ".join(f'"{name}"' for name in DETAILS)
# Table and columns, in the order in which keys are pointed at.
TABLES: Final[Mapping[str, str]] = {
    "people_party": "id, kind",
    "people_person": "party_id, name, born_on, registered_at",
    "people_affiliation": "id, person_id, organisation_id, role, valid_from",
    "programmes_enrolment": (
        "id, person_id, programme_id, college_id, student_number, class_name, enrolled_on, is_attending, ended_on"
    ),
    "programmes_passedcourse": "id, enrolment_id, course_id, passed_on, mark",
    "records_record": (
        "id, kind, scheme, edition, organisation_id, subject_id, follows_subject, title, state, state_at, version,"
        " opened_at"
    ),
    "records_move": ("id, record_id, version, verb, from_state, to_state, at, actor_label, roles, reason, note"),
    "outcomes_deposit": (
        "id, body_id, file_name, file_hash, outcomes_count, deposited_at, source, source_name, consent"
    ),
    "outcomes_outcome": (
        "record_id, person_id, body_id, deposit_id, kind, title, certificate_number, certificate_key, fingerprint,"
        " issuer, awarded_on, expires_on, standard_value"
    ),
    "outcomes_outcomedetail": f"outcome_id, {DETAIL_COLUMNS}, made_from",
    "certification_certification": (
        "id, outcome_id, verdict, reason, standard_table_id, standard_row, standard_value, at"
    ),
    "ledger_account": "id, unit, chart, owner_id, floor, balance, version, last_booked_at",
    "ledger_transfer": (
        "id, from_account, to_account, about_id, amount, from_seq, from_balance, to_seq, to_balance, event_at,"
        " booked_at, unit, kind, reason"
    ),
}
_VERSION: Final = 7 << 76 | 2 << 62  # a UUID of version 7


@dataclass
class PopulationRows:
    """Rows of one part of a population. ``issued`` is the issuing account's sequence and balance before it.

    Keys follow from the seed and the part's first number, so that the same population has the same keys.
    """

    ground: PopulationGround
    courses: Mapping[UUID, Mapping[str, UUID]]
    at: datetime
    booked_at: datetime
    seed: int
    first: int
    issued: tuple[int, int]
    values: dict[tuple[object, ...], StandardValue] = field(default_factory=dict)  # remembered from part to part
    tables: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._chance = Random(self.seed << 40 | self.first)  # noqa: S311 - keys repeat with the seed
        self._ticks = (int(self.at.timestamp() * 1000) << 12) + self.first * 64
        valuations = engine_book(self.ground.table).valuations
        self._asked = frozenset(name for row in valuations for name in names_asked(row.when))
        if "months_since_award" in self._asked:
            self._asked |= {"awarded_on"}
        if "jurisdiction" in self._asked:
            self._asked |= {"issuer"}
        self.deposit = self._key()

    def _key(self) -> UUID:
        """The next key: of version 7, each after the one before."""
        self._ticks += 1
        high, low = divmod(self._ticks, 1 << 12)
        return UUID(int=high << 80 | low << 64 | _VERSION | self._chance.getrandbits(62))

    def add(self, learners: Iterable[MadeLearner]) -> None:
        """The rows of these learners and of their one deposit."""
        count = sum(self._add_learner(learner) for learner in learners)
        provenance = (Source.BODY.value, "", Consent.NONE.value)
        self.tables["outcomes_deposit"].append((self.deposit, self.ground.body_id, "", "", count, self.at, *provenance))

    def _add_learner(self, learner: MadeLearner) -> int:
        person, enrolment, ground = self._key(), self._key(), self.ground
        programme = ground.programme_ids[learner.programme]
        since = learner.enrolled_on
        self.tables["people_party"].append((person, "person"))
        self.tables["people_person"].append((person, learner.name, learner.born_on, self.at))
        self.tables["people_affiliation"].append((self._key(), person, ground.college_id, "student", since))
        number = f"R{self.seed:02}{learner.number:08}"
        title = f"{ground.programmes[learner.programme].title[:2]}{since:%y}{learner.number % 9 + 1}班"
        row = (
            enrolment,
            person,
            programme,
            ground.college_id,
            number,
            title,
            since,
            learner.is_attending,
            learner.ended_on,
        )
        self.tables["programmes_enrolment"].append(row)
        for code in learner.passed:
            course = self.courses[programme][code]
            self.tables["programmes_passedcourse"].append(
                (self._key(), enrolment, course, date(since.year + 1, 1, 15), "")
            )
        for outcome in learner.outcomes:
            self._add_outcome(person, outcome)
        return len(learner.outcomes)

    def _add_outcome(self, person: UUID, held: HeldOutcome) -> None:
        key, ground, value = self._key(), self.ground, self._standard(held)
        is_certified = value.amount > 0
        state, version = (State.CERTIFIED, 2) if is_certified else (State.DEPOSITED, 1)
        at, body = self.at, ground.body_id
        self.tables["records_record"].append(
            (key, "outcome", "", "", body, person, True, held.title, state.value, at, version, at)
        )
        self._add_move(key, 1, "deposit", None, State.DEPOSITED)
        if is_certified:
            self._add_move(key, 2, "certify", State.DEPOSITED, State.CERTIFIED)
        number, digest = held.certificate_number, facts_digest(NewOutcome(person, held))
        self.tables["outcomes_outcome"].append(
            (key, person, body, self.deposit, held.kind.value, held.title, number, certificate_key(number), digest,
             held.issuer, held.awarded_on, held.expires_on, value.amount if is_certified else None)
        )  # fmt: skip
        details = (getattr(held, name) for name in DETAILS)
        self.tables["outcomes_outcomedetail"].append((key, *details, list(held.made_from)))
        if is_certified:
            self._certify(key, person, value)

    def _add_move(self, record: UUID, version: int, verb: str, before: State | None, after: State) -> None:
        came_from = None if before is None else before.value
        row = (self._key(), record, version, verb, came_from, after.value, self.at, "system", "system", "", "")
        self.tables["records_move"].append(row)

    def _certify(self, key: UUID, person: UUID, value: StandardValue) -> None:
        """The verdict, the lot, and the transfer that fills it."""
        verdict = (
            self._key(),
            key,
            Verdict.CERTIFIED.value,
            "",
            self.ground.table.id,
            value.row,
            value.amount,
            self.at,
        )
        self.tables["certification_certification"].append(verdict)
        unit, amount = int(Unit.STANDARD_CREDIT), value.amount
        self.issued = self.issued[0] + 1, self.issued[1] - amount
        self.tables["ledger_account"].append((key, unit, "lot", person, 0, amount, 1, self.booked_at))
        self.tables["ledger_transfer"].append(
            (self._key(), ISSUE, key, key, amount, *self.issued, 1, amount, self.at, self.booked_at, unit,
             int(Kind.POSTED), "certify")
        )  # fmt: skip

    def _standard(self, held: HeldOutcome) -> StandardValue:
        """By the bank's table; asked once for all outcomes that differ only in what the table does not ask."""
        key = tuple(getattr(held, name) for name in _FIELDS if name not in _PAPER or name in self._asked)
        found = self.values.get(key)
        if found is None:
            found = self.values[key] = standard_value(held, table=self.ground.table, on=self.at.date())
        return found


_FIELDS: Final = tuple(HeldOutcome.__dataclass_fields__)
_PAPER: Final = frozenset({"title", "awarded_on", "certificate_number", "issuer", "event", "expires_on"})
