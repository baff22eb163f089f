"""What others hand to this app, and get from it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


class Sex(StrEnum):
    """Sex as the person's papers state it."""

    FEMALE = "female"
    MALE = "male"


class PaperType(StrEnum):
    """Papers by which a person can be known."""

    IDENTITY_NUMBER = "identity_number"
    PASSPORT = "passport"
    HK_MO_PERMIT = "hk_mo_permit"
    TW_PERMIT = "tw_permit"
    FOREIGN_RESIDENCE = "foreign_residence"


class OrganisationKind(StrEnum):
    """Kinds of organisations."""

    FEDERATION = "federation"
    UNION = "union"
    ENTERPRISE = "enterprise"
    COLLEGE = "college"
    CERTIFYING_BODY = "certifying_body"
    DEPARTMENT = "department"


class Tree(StrEnum):
    """The dated trees of organisations. Only the union tree carries rights."""

    TERRITORY = "territory"
    INDUSTRY = "industry"
    UNION = "party_team_union"


class AffiliationRole(StrEnum):
    """What a person is to an organisation. A client is known to a body by an act of service only."""

    EMPLOYEE = "employee"
    UNION_MEMBER = "union_member"
    STUDENT = "student"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper as it is written on it."""

    type: PaperType
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register. Sex and birth date may stay open where an identity number tells them."""

    name: str = field(repr=False)
    paper: NewPaper
    sex: Sex | None = None
    born_on: date | None = None
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Registered:
    """What registering came to. ``is_new`` is false where the paper was known."""

    person_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to register. A parent places it in the union tree."""

    name: str
    kind: OrganisationKind
    credit_code: str | None = None
    division_code: str | None = None
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as a list or a heading shows her: numbers are masked."""

    person_id: UUID
    name: str = field(repr=False)
    sex: Sex | None
    born_on: date | None
    papers: Sequence[tuple[PaperType, str]]
    phone: str | None = field(repr=False)
    employer: str | None
    occupation: str | None
