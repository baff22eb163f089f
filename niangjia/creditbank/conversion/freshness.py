"""Whether a kept proposal still says what would be computed now: decided by comparing instants, in the query."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.fields import BooleanField, DateTimeField
from django.db.models.functions import TruncDate

from niangjia.creditbank.conversion.models import Decision, Proposal
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.outcomes.models import Outcome

IN_FLIGHT: Final = timedelta(seconds=5)
"""What was decided so shortly before a computation may not have been committed when it read."""


def with_freshness(proposals: QuerySet[Proposal], *, on: date) -> QuerySet[Proposal]:
    """Mark each as ``is_overtaken`` or not, since it was computed.

    It is when an outcome of the learner's was certified or revoked or has expired, or a decision of hers was posted or
    reversed, in whichever college (her lots are one). Which rule book is in force is the reader's to compare; a course
    passed since is not seen here.
    """
    outcomes = Outcome.objects.filter(person_id=OuterRef("enrolment__person_id"))
    decisions = Decision.objects.filter(
        enrolment__person_id=OuterRef("enrolment__person_id"), record__state__in=(State.POSTED, State.REVERSED)
    )
    before = ExpressionWrapper(F("computed_at") - IN_FLIGHT, output_field=DateTimeField())
    dated = proposals.annotate(read_before=before, computed_on=TruncDate("computed_at"))
    return dated.annotate(
        is_overtaken=ExpressionWrapper(
            Q(Exists(outcomes.filter(record__state_at__gt=OuterRef("read_before"))))
            | Q(Exists(outcomes.filter(expires_on__gte=OuterRef("computed_on"), expires_on__lt=on)))
            | Q(Exists(decisions.filter(record__state_at__gt=OuterRef("read_before")))),
            output_field=BooleanField(),
        )
    )
