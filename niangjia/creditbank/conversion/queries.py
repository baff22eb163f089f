"""Read claims, decisions and proposals as lists and pages need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.models import Decision, Proposal, ProposalRun
from niangjia.creditbank.conversion.types import State


def claims_of(college_id: UUID, *, states: Sequence[State] | None = None) -> QuerySet[Decision]:
    """A college's claims with learner, programme and total, newest first."""
    found = (
        Decision.objects.filter(record__organisation_id=college_id)
        .select_related("record", "enrolment__person", "enrolment__programme", "rule_book")
        .annotate(credited=Sum("courses__credited"), courses_count=Count("courses"))
    )
    if states is not None:
        found = found.filter(record__state__in=states)
    return found.order_by("-record_id")


def decisions_of(enrolment_id: UUID) -> QuerySet[Decision]:
    """Everything a learner ever claimed, newest first."""
    return (
        Decision.objects.filter(enrolment_id=enrolment_id)
        .select_related("record", "rule_book")
        .prefetch_related("courses__course", "lines__outcome", "lines__course", "spends__outcome")
        .order_by("-record_id")
    )


def decision_of(decision_id: UUID) -> Decision | None:
    """One decision with all its parts, if the actor may see it."""
    return (
        Decision.objects.filter(record_id=decision_id)
        .select_related("record__organisation", "enrolment__person", "enrolment__programme", "rule_book")
        .prefetch_related("courses__course", "lines__outcome", "lines__course", "spends__outcome")
        .first()
    )


@dataclass(frozen=True, slots=True)
class ProposalTotals:
    """What the proposals of a rule book come to, in credits."""

    learners: int
    with_credits: int
    optimal: int
    certain: Decimal
    possible: Decimal
    greedy: Decimal

    @property
    def gain(self) -> Decimal:
        """What exact solving found beyond the simple way."""
        return self.certain - self.greedy


def proposal_totals(rule_book_id: UUID) -> ProposalTotals:
    """The sums over all proposals of a book. One query."""
    row = Proposal.objects.filter(rule_book_id=rule_book_id).aggregate(
        learners=Count("enrolment_id"),
        with_credits=Count("enrolment_id", filter=Q(certain_credits__gt=0)),
        optimal=Count("enrolment_id", filter=Q(is_optimal=True)),
        certain=Sum("certain_credits", default=0),
        possible=Sum("possible_credits", default=0),
        greedy=Sum("greedy_credits", default=0),
    )
    return ProposalTotals(
        learners=row["learners"],
        with_credits=row["with_credits"],
        optimal=row["optimal"],
        certain=from_units(row["certain"], Unit.COURSE_CREDIT),
        possible=from_units(row["possible"], Unit.COURSE_CREDIT),
        greedy=from_units(row["greedy"], Unit.COURSE_CREDIT),
    )


def proposals_by_enrolment(enrolment_ids: Iterable[UUID]) -> dict[UUID, Proposal]:
    """The kept proposal of each of these learners."""
    return {row.enrolment_id: row for row in Proposal.objects.filter(enrolment_id__in=list(enrolment_ids))}


def latest_run(college_id: UUID) -> ProposalRun | None:
    """The computation asked for last."""
    return ProposalRun.objects.filter(college_id=college_id).select_related("rule_book").order_by("-asked_at").first()
