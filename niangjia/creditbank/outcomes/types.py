"""What others hand to this app, and get from it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from niangjia.creditbank.engine.books import HeldOutcome


class State(StrEnum):
    """States of an outcome's record."""

    DEPOSITED = "deposited"
    CHECKED = "checked"
    RETURNED = "returned"
    CERTIFIED = "certified"
    SUSPENDED = "suspended"  # certified, and looked into
    REFUSED = "refused"
    REVOKED = "revoked"


class Source(StrEnum):
    """From where outcomes came in."""

    WORKER = "worker"
    CLERK = "clerk"  # typed in by her union on her behalf
    BODY = "body"
    WORKBOOK = "workbook"
    API = "api"
    SCHEME = "scheme"
    CREDENTIAL = "credential"


class Consent(StrEnum):
    """How the person agreed to a deposit on her behalf."""

    NONE = "none"  # nobody acted on her behalf
    PAPER = "paper"  # her signed paper is filed with the outcome
    CONFIRMED = "confirmed"  # she confirmed it in her own pages


class Purpose(StrEnum):
    """What a file of an outcome is for."""

    EVIDENCE = "evidence"
    CONSENT = "consent"  # the paper by which a worker lets her union act for her
    LOOKUP = "lookup"  # what an official register answered
    CREDENTIAL = "credential"  # the credential of another issuer, as it was handed in


class LookupResult(StrEnum):
    """What an official register said of a certificate."""

    FOUND = "found"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class NewLookup:
    """What somebody found in an official register on a day, with the picture or print of it."""

    register: str
    looked_on: date
    result: LookupResult
    content: bytes = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a deposit comes from: ``name`` in words (a scheme's title, a credential's issuer, a client of the API).

    ``about_id`` is the run, the plan or whatever else brought it in; with ``name`` it is shown on every outcome.
    """

    source: Source
    name: str = ""
    about_id: UUID | None = None
    consent: Consent = Consent.NONE


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """An outcome to deposit for a person. ``held.id`` and its ledger figures are not read."""

    person_id: UUID
    held: HeldOutcome


@dataclass(frozen=True, slots=True)
class Standing:
    """An outcome that stands already, as far as the asker may see it."""

    outcome_id: UUID
    title: str
    body_id: UUID
    state: State
    deposited_on: date
    file_name: str
    file_hash: str


@dataclass(frozen=True, slots=True)
class Clash:
    """The outcome at ``position`` (from 0) stands already: in the same list, at a body, or both.

    ``standing`` is where the asker may see it; a paper that stands where she may not look has neither.
    """

    position: int
    certificate_number: str | None = None  # said where the paper's number is what clashes
    earlier: int | None = None
    standing: Standing | None = None
