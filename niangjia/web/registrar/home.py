"""What waits for the registrar now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.core import clock
from niangjia.creditbank.conversion.jobs import standing_of
from niangjia.creditbank.conversion.queries import claims_of, latest_run
from niangjia.creditbank.conversion.types import State
from niangjia.creditbank.rulebooks.queries import books_of
from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, registrar_desk, seated


@seated("conversion.post", Role.REGISTRAR)
def home(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Claims that wait, drafts to publish, the latest computation."""
    run = latest_run(seat.organisation_id)
    waiting = claims_of(seat.organisation_id, states=[State.CLAIMED])
    return render(
        request,
        "registrar/home.html",
        {
            "here": "home",
            "desk": registrar_desk(seat),
            "waiting": list(waiting[:5]),
            "waiting_count": waiting.count(),
            "drafts": list(books_of(seat.organisation_id).filter(published_at=None)),
            "run": run,
            "standing": None if run is None else standing_of(run, at=clock.now()),
        },
    )
