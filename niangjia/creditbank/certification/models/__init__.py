"""What bodies say of outcomes and how it came about: checks, who holds what, relations, reasons, settings."""

from niangjia.creditbank.certification.models.checks import Check, Taking
from niangjia.creditbank.certification.models.relations import Relation, RelationKind
from niangjia.creditbank.certification.models.sampling import (
    SampleFinding,
    SampleItem,
    SamplingRound,
    SamplingSeed,
    Step,
)
from niangjia.creditbank.certification.models.settings import CheckRule, Reason, ReasonUse
from niangjia.creditbank.certification.models.verdicts import Certification, Verdict

__all__ = [
    "Certification",
    "Check",
    "CheckRule",
    "Reason",
    "ReasonUse",
    "Relation",
    "RelationKind",
    "SampleFinding",
    "SampleItem",
    "SamplingRound",
    "SamplingSeed",
    "Step",
    "Taking",
    "Verdict",
]
