"""The bank's accounts on the ledger, and what certification hands to others."""

from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from niangjia.core.terms import Term

ISSUE: Final = uuid5(NAMESPACE_URL, "niangjia:bank.issue")  # where standard credits come from
EVIDENCE: Final = "evidence"  # the obligation of who was asked for more
REDEEMED: Final = uuid5(NAMESPACE_URL, "niangjia:bank.redeemed")  # where they go when they are converted


@dataclass(frozen=True, slots=True)
class Unvalued:
    """An outcome that no row of the standard table values, and why."""

    outcome_id: UUID
    reason: Term


@dataclass(frozen=True, slots=True)
class CertifyReport:
    """How many were certified, and which go on waiting because the standard table does not value them."""

    certified: int
    unvalued: tuple[Unvalued, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How many passed the first check, how many were certified at once because one check is set, and what was not."""

    checked: int
    certified: int
    unvalued: tuple[Unvalued, ...] = ()
