"""Proposals for all learners: ask for them, watch the progress, see what they come to."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.creditbank.conversion.jobs import standing_of
from niangjia.creditbank.conversion.models import ProposalRun
from niangjia.creditbank.conversion.proposals import start_run
from niangjia.creditbank.conversion.queries import latest_run, proposal_totals
from niangjia.creditbank.conversion.tasks import compute_proposals
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import books_of, in_force
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.desk import Seat, registrar_desk, seated


@seated("conversion.propose", Role.REGISTRAR)
def proposals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The books in force, the latest computation, and its totals."""
    run = latest_run(seat.organisation_id)
    context = {
        "here": "proposals",
        "desk": registrar_desk(seat),
        "books": in_force_of(seat),
        "run": run,
        "standing": None if run is None else standing_of(run, at=clock.now()),
        "totals": None if run is None else proposal_totals(run.rule_book, on=clock.today()),
    }
    return render(request, "registrar/proposals.html", context)


@seated("conversion.propose", Role.REGISTRAR)
def progress(request: HttpRequest, seat: Seat, run_id: UUID) -> HttpResponse:
    """The part of the page that shows how far a computation is; it asks again by itself until it has ended."""
    run = ProposalRun.objects.select_related("rule_book").filter(id=run_id, college_id=seat.organisation_id).first()
    if run is None:
        raise Http404
    totals = proposal_totals(run.rule_book, on=clock.today())
    context = {"run": run, "standing": standing_of(run, at=clock.now()), "totals": totals}
    context["books"] = in_force_of(seat)
    return render(request, "registrar/proposal_progress.html", context)


@require_POST
@seated("conversion.propose", Role.REGISTRAR)
def compute(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask the job worker to compute the proposals of all learners of a book."""
    key = key_of(request.POST.get("book"))
    book = None if key is None else books_of(seat.organisation_id).filter(id=key).first()
    if book is None:
        raise Http404
    run = start_run(book.id, actor=seat.actor, at=clock.now())
    federation: str = request.federation  # type: ignore[attr-defined]
    if run.is_new:
        transaction.on_commit(
            lambda: compute_proposals.defer(
                run_id=str(run.id), account_id=str(seat.actor.account_id), federation=federation
            )
        )
    return redirect("registrar-proposals")


def in_force_of(seat: Seat) -> list[RuleBook]:
    """The college's books that are in force today."""
    return list(in_force(clock.today()).filter(publisher_id=seat.organisation_id))
