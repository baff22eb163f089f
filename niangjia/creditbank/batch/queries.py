"""Replays as pages show them: how the latest stands, what it changes, and for whom most."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from niangjia.creditbank.batch.models import Difference, Purpose, Run
from niangjia.creditbank.batch.replays import ProgrammeTotals, replay_totals
from niangjia.creditbank.batch.runs import Progress, progress_of
from niangjia.creditbank.conversion.jobs import REPLAY, RunStanding, standing_of_job
from niangjia.creditbank.rulebooks.models import RuleBook

MOST_SHOWN: Final = 20
CHANGED_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class ReplayTotals:
    """What a replay changes in all, and in each programme in which anything changes."""

    learners_count: int
    programmes: tuple[ProgrammeTotals, ...]

    @property
    def gaining(self) -> int:
        """How many learners gain."""
        return sum(each.gaining for each in self.programmes)

    @property
    def losing(self) -> int:
        """How many learners lose."""
        return sum(each.losing for each in self.programmes)

    @property
    def staying(self) -> int:
        """How many learners have as much as before."""
        return self.learners_count - self.gaining - self.losing

    @property
    def won(self) -> Decimal:
        """The credits that those who gain win together."""
        return sum((each.won for each in self.programmes), Decimal(0))

    @property
    def lost(self) -> Decimal:
        """The credits that those who lose lose together."""
        return sum((each.lost for each in self.programmes), Decimal(0))


def replays_of(rule_book_id: UUID) -> QuerySet[Run]:
    """The replays of a book, the latest first."""
    found = Run.objects.filter(purpose=Purpose.REPLAY, rule_book_id=rule_book_id)
    return found.select_related("rule_book", "compared_with").order_by("-started_at")


def comparable_with(row: RuleBook) -> list[RuleBook]:
    """Published books of the same publisher: the draft's own code first, the newest version first. One query."""
    found = RuleBook.objects.filter(publisher_id=row.publisher_id, purpose=row.purpose, published_at__isnull=False)
    others = found.exclude(id=row.id).order_by("-version", "code")
    return sorted(others, key=lambda book: book.code != row.code)


def replay_standing(run: Run, *, at: datetime) -> RunStanding:
    """How a replay stands at an instant. One query while it has not ended."""
    if run.finished_at is not None:
        return RunStanding.REFUSED if run.failure else RunStanding.DONE
    if run.asked_by is None:  # asked for at the console, which needs no job
        return RunStanding.RUNNING
    return standing_of_job(REPLAY, run.id, asked_at=run.started_at, at=at)


def replay_progress(run_id: UUID) -> Progress:
    """How many learners are done, of how many. One query."""
    connection.ensure_connection()
    return progress_of(connection.connection, run_id)


def totals_of(run: Run) -> ReplayTotals:
    """What a replay changes. One query."""
    connection.ensure_connection()
    return ReplayTotals(run.learners_count, tuple(replay_totals(connection.connection, run.id)))


def largest_changes(run_id: UUID, *, gains: bool, limit: int = MOST_SHOWN) -> list[Difference]:
    """The learners who gain, or lose, most. One query."""
    found = _changes(run_id)
    if gains:
        return list(found.filter(change__gt=0).order_by("-change", "-enrolment_id")[:limit])
    return list(found.filter(change__lt=0).order_by("change", "enrolment_id")[:limit])


def every_change(run_id: UUID) -> Iterator[Difference]:
    """All learners whose credits change, who loses most first; read as they are asked for."""
    found = _changes(run_id).order_by("change", "enrolment_id")
    yield from found.iterator(chunk_size=CHANGED_AT_ONCE)


def _changes(run_id: UUID) -> QuerySet[Difference]:
    return Difference.objects.filter(run_id=run_id).select_related("enrolment__person", "programme")
