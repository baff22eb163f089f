"""The bank's settings for checks, in force on a day, and the catalogue of reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from niangjia.core.periods import holds_on
from niangjia.creditbank.certification.models import CheckRule, Reason, ReasonUse

USUAL_CHECKS: Final = 2
USUAL_EVIDENCE_DAYS: Final = 10  # working days; a setting of the bank, no statute names one


@dataclass(frozen=True, slots=True)
class Checking:
    """How an outcome is checked: by one person or by two, and how many working days there are for more evidence."""

    checks_count: int = USUAL_CHECKS
    evidence_days: int = USUAL_EVIDENCE_DAYS


def check_rules(*, on: date) -> QuerySet[CheckRule]:
    """The rules in force, those of a kind first, the highest values first: the first that fits is the narrowest."""
    return CheckRule.objects.filter(holds_on(on)).order_by("-kind", "-value_from")


def checking_of(kind: str, value: int, rules: list[CheckRule]) -> Checking:
    """How an outcome of a kind, worth ``value`` (1/100 standard credit), is checked; by two where no rule says."""
    for rule in rules:
        if rule.kind in {"", kind} and rule.value_from <= value:
            return Checking(rule.checks_count, rule.evidence_days)
    return Checking()


def reasons_for(use: ReasonUse, *, on: date, kinds: set[str] | None = None) -> QuerySet[Reason]:
    """The reasons of the catalogue for a use, that speak of these kinds (None: of all)."""
    found = Reason.objects.filter(holds_on(on), use=use).order_by("kind", "code")
    return found if kinds is None else found.filter(Q(kind="") | Q(kind__in=kinds))
