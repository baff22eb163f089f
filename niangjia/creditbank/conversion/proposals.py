"""What the engine proposes for many learners, kept so that lists need no solving. It is computed again when stale."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.jobs import standing_of
from niangjia.creditbank.conversion.models import Proposal, ProposalRun
from niangjia.creditbank.conversion.types import LearnerCase
from niangjia.creditbank.engine.canonical import case_hash
from niangjia.creditbank.engine.conversion import Conversion, convert
from niangjia.creditbank.engine.greedy import greedy
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.kernel.access.queries import require

CHUNK: Final = 16
FIELDS: Final = (
    "rule_book_id", "inputs_hash", "certain_credits", "possible_credits", "greedy_credits", "courses_count",
    "is_optimal", "computed_at",
)  # fmt: skip
NOT_PUBLISHED: Final = Term(
    "《{title}》还是草稿，不能据此计算方案。请先发布。", "{title} is a draft: publish it before computing proposals."
)


class StartedRun(NamedTuple):
    """The run that was asked for; one that goes on already is not started a second time."""

    id: UUID
    is_new: bool


def start_run(rule_book_id: UUID, *, actor: Actor, at: datetime) -> StartedRun:
    """Note that proposals for all learners of a book are to be computed, unless that goes on already.

    Refuses ``act_not_allowed`` and ``rule_book_not_published``.
    """
    book = RuleBook.objects.select_for_update().get(id=rule_book_id)  # whoever asks at the same time waits here
    require(actor, "conversion.propose", on=book.publisher_id, at=day_of(at))
    if book.published_at is None:
        raise Refusal("rule_book_not_published", NOT_PUBLISHED.format(title=book.title))
    latest = ProposalRun.objects.filter(rule_book=book).order_by("-asked_at").first()
    if latest is not None and standing_of(latest, at=at).is_live:
        return StartedRun(latest.id, is_new=False)
    run = ProposalRun.objects.create(
        college_id=book.publisher_id,
        rule_book=book,
        learners_count=learners_of_book(book).count(),
        asked_by=actor.account_id,
        asked_at=at,
    )
    log(actor=actor, act="proposals.compute", about=run.id, at=at, detail={"learners": str(run.learners_count)})
    return StartedRun(run.id, is_new=True)


def learners_of_book(book: RuleBook) -> QuerySet[Enrolment]:
    """The enrolments that a book holds for."""
    codes = engine_book(book).programmes
    found = Enrolment.objects.filter(college_id=book.publisher_id, ended_on=None)
    return (found.filter(programme__code__in=codes) if codes else found).order_by("student_number", "id")


def chunks_of(run_id: UUID) -> Iterator[list[UUID]]:
    """The run's learners in small groups."""
    run = ProposalRun.objects.select_related("rule_book").get(id=run_id)
    ids = list(learners_of_book(run.rule_book).values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def propose(enrolment_ids: Sequence[UUID], *, rule_book: RuleBook, on: date, at: datetime) -> int:
    """Compute and keep the proposals of these learners. Gives how many were computed anew; fresh ones are left."""
    standing = dict(
        Proposal.objects.filter(enrolment_id__in=enrolment_ids, rule_book=rule_book).values_list(
            "enrolment_id", "inputs_hash"
        )
    )
    stale = [
        (case, digest)
        for case in learner_cases(enrolment_ids, rule_book=rule_book, on=on)
        if standing.get(case.enrolment_id) != (digest := case_hash(case.case))
    ]
    fresh = set(standing) - {case.enrolment_id for case, _ in stale}
    Proposal.objects.filter(enrolment_id__in=fresh).update(computed_at=at)  # found the same as it would be now
    rows = [_row(case, digest, convert(case.case), at) for case, digest in stale]
    Proposal.objects.bulk_create(rows, update_conflicts=True, unique_fields=["enrolment"], update_fields=FIELDS)
    return len(rows)


def begin_run(run_id: UUID) -> None:
    """The run starts from the beginning; what is computed already will be found fresh."""
    ProposalRun.objects.filter(id=run_id).update(done_count=0, finished_at=None, failure="")


def book_of_run(run_id: UUID) -> RuleBook:
    """The rule book that a run computes by."""
    return ProposalRun.objects.select_related("rule_book").get(id=run_id).rule_book


def advance_run(run_id: UUID, count: int) -> None:
    """So many more learners are done."""
    ProposalRun.objects.filter(id=run_id).update(done_count=F("done_count") + count)


def finish_run(run_id: UUID, *, at: datetime, failure: str = "") -> None:
    """The run has ended, well or not."""
    ProposalRun.objects.filter(id=run_id).update(finished_at=at, failure=failure)


def _row(case: LearnerCase, digest: str, conversion: Conversion, at: datetime) -> Proposal:
    certain, possible = conversion.certain.totals.recognised, conversion.possible.totals.recognised
    return Proposal(
        enrolment_id=case.enrolment_id,
        rule_book_id=case.rule_book_id,
        inputs_hash=digest,
        certain_credits=to_units(certain, Unit.COURSE_CREDIT),
        possible_credits=to_units(possible, Unit.COURSE_CREDIT),
        greedy_credits=greedy(conversion.prepared.certain).total * 100 // conversion.prepared.grain,
        courses_count=sum(1 for each in conversion.certain.courses.values() if each.credited > 0),
        is_optimal=conversion.optimal,
        computed_at=at,
    )
