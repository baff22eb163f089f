"""Read claims, decisions and proposals as lists and pages need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from niangjia.core.units import Unit, from_units
from niangjia.creditbank.conversion.freshness import with_freshness
from niangjia.creditbank.conversion.models import Decision, Proposal, ProposalRun
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import books_for


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
        .prefetch_related(
            "courses__course", "courses__corrections", "lines__outcome", "lines__course", "spends__outcome"
        )
        .first()
    )


@dataclass(frozen=True, slots=True)
class ProposalTotals:
    """What the proposals of a rule book come to, in credits; ``stale`` of them are to be computed again."""

    rule_book: RuleBook
    learners: int
    stale: int
    computed_from: datetime | None
    computed_to: datetime | None
    with_credits: int
    optimal: int
    certain: Decimal
    possible: Decimal
    greedy: Decimal

    @property
    def gain(self) -> Decimal:
        """What exact solving found beyond the simple way."""
        return self.certain - self.greedy


def proposal_totals(rule_book: RuleBook, *, on: date) -> ProposalTotals:
    """The sums over all proposals of a book. One query."""
    row = with_freshness(Proposal.objects.filter(rule_book=rule_book), on=on).aggregate(
        learners=Count("enrolment_id"),
        stale=Count("enrolment_id", filter=Q(is_overtaken=True)),
        computed_from=Min("computed_at"),
        computed_to=Max("computed_at"),
        with_credits=Count("enrolment_id", filter=Q(certain_credits__gt=0)),
        optimal=Count("enrolment_id", filter=Q(is_optimal=True)),
        certain=Sum("certain_credits", default=0),
        possible=Sum("possible_credits", default=0),
        greedy=Sum("greedy_credits", default=0),
    )
    for name in ("certain", "possible", "greedy"):
        row[name] = from_units(row[name], Unit.COURSE_CREDIT)
    return ProposalTotals(rule_book=rule_book, **row)


@dataclass(frozen=True, slots=True)
class KeptProposal:
    """A learner's proposal as a list shows it: the figure, by which book, of which day, and whether it is overtaken."""

    certain_credits: int  # 1/100
    rule_book: RuleBook
    computed_at: datetime
    is_stale: bool


def proposals_of(enrolments: Iterable[Enrolment], *, college_id: UUID, on: date) -> dict[UUID, KeptProposal]:
    """The kept proposal of each of these learners of a college, stale also where another book is in force.

    Three queries; the enrolments bring their programmes.
    """
    codes = {enrolment.id: enrolment.programme.code for enrolment in enrolments}
    books = books_for(set(codes.values()), college_id=college_id, on=on)
    found = with_freshness(Proposal.objects.filter(enrolment_id__in=codes), on=on).select_related("rule_book")
    return {
        row.enrolment_id: KeptProposal(
            row.certain_credits,
            row.rule_book,
            row.computed_at,
            is_stale=row.is_overtaken  # type: ignore[attr-defined] # an annotation
            or row.rule_book != books.get(codes[row.enrolment_id]),
        )
        for row in found
    }


def latest_run(college_id: UUID) -> ProposalRun | None:
    """The computation asked for last."""
    return ProposalRun.objects.filter(college_id=college_id).select_related("rule_book").order_by("-asked_at").first()
