"""Roles, and what others get from this app."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from niangjia.core.terms import Term


class Role(StrEnum):
    """Roles. Worker follows from the account's person, system from running inside the house; the rest is granted."""

    WORKER = "worker"
    CLERK = "clerk"
    CERTIFIER = "certifier"
    REGISTRAR = "registrar"
    OPERATOR = "operator"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    AUDITOR = "auditor"
    SYSTEM = "system"

    @property
    def term(self) -> Term:
        """The role's name."""
        return _NAMES[self]


_NAMES: Final = {
    Role.WORKER: Term("职工", "worker"),
    Role.CLERK: Term("经办", "clerk"),
    Role.CERTIFIER: Term("认证员", "certifier"),
    Role.REGISTRAR: Term("教务", "registrar"),
    Role.OPERATOR: Term("学分银行运营", "bank operator"),
    Role.LEADER: Term("领导", "leader"),
    Role.ADMINISTRATOR: Term("系统管理员", "system administrator"),
    Role.SECURITY: Term("安全管理员", "security administrator"),
    Role.AUDITOR: Term("审计管理员", "auditor"),
    Role.SYSTEM: Term("系统", "system"),
}

GRANTED_ROLES: Final = tuple(role for role in Role if role not in {Role.WORKER, Role.SYSTEM})

SCOPED_ROLES: Final = (Role.CLERK, Role.CERTIFIER, Role.REGISTRAR)
"""Roles that see persons of their subtree. Leaders and the bank's operator see figures; the
three administrators see no personal data."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that an account holds in an organisation."""

    role: Role
    organisation_id: UUID
    organisation: str


@dataclass(frozen=True, slots=True)
class PartyFound:
    """A person or an organisation that a search found."""

    party_id: UUID
    name: str = field(repr=False)
    is_person: bool


@dataclass(frozen=True, slots=True)
class Federation:
    """Where a federation's records lie: its schema, and the hosts under which it is served."""

    schema: str
    hosts: tuple[str, ...] = ()
