"""What waits at a body: page by page, oldest first; how much, how old, and in whose hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from niangjia.core.clock import SHANGHAI, day_of
from niangjia.creditbank.certification.models import Certification, Check, Taking
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import accounts_who_may
from niangjia.kernel.records.models import Move, Record

MOST_COUNTED = 10_000
"""A queue is counted so far; more is said to be more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many outcomes stand in one state, up to ``MOST_COUNTED``, and since when the oldest does."""

    count: int
    oldest_at: datetime | None

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Load:
    """What one certifier has in hand, and what she did today."""

    label: str
    held: int
    done_today: int


def queue_of(body_id: UUID, state: State) -> QuerySet[Outcome]:
    """Outcomes that stand in a state at a body, the oldest deposit first. Paged by ``record_id``; one index."""
    found = Outcome.objects.filter(
        record__organisation_id=body_id, record__kind="outcome", record__state=state, body_id=body_id
    )
    return found.select_related("detail", "person", "record").order_by("record__id")


def in_hands(found: QuerySet[Outcome], hands: str, account_id: UUID) -> QuerySet[Outcome]:
    """Those that the account holds (``mine``), or that nobody does (``free``); all for other words."""
    held = Taking.objects.filter(outcome_id=OuterRef("record_id"), given_back_at=None)
    if hands == "mine":
        return found.filter(Exists(held.filter(account=account_id)))
    return found.filter(~Exists(held)) if hands == "free" else found


def waiting_at(body_id: UUID, state: State) -> Waiting:
    """How many stand in a state, and since when the oldest does. Two queries that read one index."""
    found = Record.objects.filter(organisation_id=body_id, kind="outcome", state=state)
    count = found.order_by("id")[:MOST_COUNTED].count()
    return Waiting(count, found.order_by("id").values_list("opened_at", flat=True).first())


def loads_of(body_id: UUID, *, at: datetime) -> tuple[Load, ...]:
    """Each certifier of a body with what she holds and did today, the busiest first. Four queries."""
    certifiers = accounts_who_may("outcome.certify", on=body_id, at=day_of(at))
    keys = [each.id for each in certifiers]
    midnight = datetime.combine(day_of(at), time(), SHANGHAI)
    held = _counts(Taking.objects.filter(account__in=keys, given_back_at=None), "account")
    first = _counts(Check.objects.filter(by__in=keys, at__gte=midnight), "by")
    second = _counts(Certification.objects.filter(by__in=keys, at__gte=midnight), "by")
    loads = [
        Load(each.label, held.get(each.id, 0), first.get(each.id, 0) + second.get(each.id, 0)) for each in certifiers
    ]
    return tuple(sorted(loads, key=lambda load: (-load.held, -load.done_today, load.label)))


def _counts(found: QuerySet[Taking] | QuerySet[Check] | QuerySet[Certification], name: str) -> dict[UUID, int]:
    return dict(found.order_by().values_list(name).annotate(Count("id")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a body asked a worker for, and until when."""

    reason: str
    due_at: datetime | None


def asked_about(outcome_id: UUID) -> Asked | None:
    """What is asked about an outcome now, if anything is."""
    record = Record.objects.filter(id=outcome_id, kind="outcome", state=State.RETURNED).first()
    if record is None:
        return None
    reason = Move.objects.filter(record_id=outcome_id, version=record.version).values_list("reason", flat=True).get()
    return Asked(reason, record.due_at)


def chosen_at(body_id: UUID, keys: Sequence[UUID]) -> list[Outcome]:
    """Those of these outcomes that still wait at a body, the oldest first."""
    waiting = Q(record__state__in=[State.DEPOSITED, State.CHECKED, State.RETURNED])
    found = Outcome.objects.filter(waiting, record_id__in=keys, body_id=body_id)
    return list(found.select_related("detail", "person", "record").order_by("record_id"))
