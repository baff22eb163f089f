"""Replays: what a draft would change for whom, before anyone approves it."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.creditbank.batch.asking import start_replay
from niangjia.creditbank.batch.models import Run
from niangjia.creditbank.batch.queries import (
    comparable_with,
    largest_changes,
    replay_progress,
    replay_standing,
    replays_of,
    totals_of,
)
from niangjia.creditbank.batch.sentences import BROKE_OFF, FAILURES
from niangjia.creditbank.batch.sheets import replay_workbook
from niangjia.creditbank.batch.tasks import compute_replay
from niangjia.creditbank.conversion.jobs import RunStanding
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook
from niangjia.creditbank.rulebooks.queries import books_of
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, registrar_desk, seated
from niangjia.web.uploads import workbook_response


@seated("rulebook.replay", Role.REGISTRAR)
def replay(request: HttpRequest, seat: Seat, rule_book_id: UUID) -> HttpResponse:
    """The latest replay of a book, how far it is or what it found, and the form that asks for one."""
    row = _book(seat, rule_book_id)
    run = replays_of(row.id).first()
    context = {
        "here": "rules",
        "desk": registrar_desk(seat),
        "row": row,
        "others": comparable_with(row),
        "run": run,
        **({} if run is None else _found(run)),
    }
    return render(request, "registrar/replay.html", context)


@seated("rulebook.replay", Role.REGISTRAR)
def progress(request: HttpRequest, seat: Seat, run_id: UUID) -> HttpResponse:
    """The part of the page that shows how far a replay is; it asks again by itself until it has ended."""
    run = _run(seat, run_id)
    return render(request, "registrar/replay_found.html", {"run": run, "row": run.rule_book, **_found(run)})


@seated("rulebook.replay", Role.REGISTRAR)
def workbook(request: HttpRequest, seat: Seat, run_id: UUID) -> HttpResponse:  # noqa: ARG001 - a view takes a request
    """Every learner whose credits change, as a workbook."""
    run = _run(seat, run_id)
    if run.finished_at is None or run.failure:
        raise Http404
    return workbook_response(
        replay_workbook(run, totals_of(run), on=clock.today()), name="规则书试算结果", on=clock.today()
    )


@require_POST
@seated("rulebook.replay", Role.REGISTRAR)
def start(request: HttpRequest, seat: Seat, rule_book_id: UUID) -> HttpResponse:
    """Ask the job worker for a replay."""
    row = _book(seat, rule_book_id)
    run = start_replay(row.id, against=key_of(request.POST.get("against")), actor=seat.actor, at=clock.now())
    federation: str = request.federation  # type: ignore[attr-defined]
    if run.is_new:
        transaction.on_commit(lambda: compute_replay.defer(run_id=str(run.id), federation=federation))
    return redirect("registrar-replay", rule_book_id=row.id)


def _found(run: Run) -> dict[str, object]:
    """How a replay stands and, once it is done, what it found. Five queries at most."""
    standing = replay_standing(run, at=clock.now())
    told: dict[str, object] = {
        "standing": standing,
        "is_stale": run.content_hash != run.rule_book.content_hash,
        "failure": FAILURES.get(run.failure, BROKE_OFF),
    }
    if standing is not RunStanding.DONE:
        return {**told, "progress": replay_progress(run.id)}
    sides = {"gains": largest_changes(run.id, gains=True), "losses": largest_changes(run.id, gains=False)}
    return {**told, **sides, "totals": totals_of(run)}


def _book(seat: Seat, rule_book_id: UUID) -> RuleBook:
    row = books_of(seat.organisation_id).filter(id=rule_book_id, purpose=Purpose.RECOGNITION).first()
    if row is None:
        raise Http404
    return row


def _run(seat: Seat, run_id: UUID) -> Run:
    found = Run.objects.filter(id=run_id, college_id=seat.organisation_id, compared_with__isnull=False)
    run = found.select_related("rule_book", "compared_with").first()
    if run is None:
        raise Http404
    return run
