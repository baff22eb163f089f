"""The seats of an account, and the one from which she chose to work; kept in the session."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.terms import Term
from niangjia.kernel.access.queries import NOBODY, roles_of
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of

CHOSEN: Final = "seat"
SEATED: Final = (Role.REGISTRAR, Role.CERTIFIER, Role.OPERATOR, Role.CLERK, Role.SECURITY)
HERSELF: Final = Term("职工本人", "myself, as a worker")
AT: Final = Term("{role}　{organisation}", "{role}, {organisation}")


def seats_of(actor: Actor) -> tuple[tuple[str, Term], ...]:
    """Every seat with pages, by its key and in words; herself last. One query, none for who is a worker alone."""
    if actor.account_id is None or not set(actor.roles) & set(SEATED):
        return ()
    held = roles_of(actor.account_id, on=clock.today())
    seats = [
        (seat_key(each.role, each.organisation_id), AT.format(role=each.role.term, organisation=each.organisation))
        for each in held
        if each.role in SEATED
    ]
    return (*seats, *([(Role.WORKER.value, HERSELF)] if actor.person_id is not None else []))


def seat_key(role: Role, organisation_id: UUID) -> str:
    """How a form and the session name a seat."""
    return f"{role}:{organisation_id}"


def chosen_seat(request: HttpRequest) -> tuple[Role | None, UUID | None]:
    """The role and organisation that she chose, held or not; nothing where she did not choose."""
    role, _, organisation = str(request.session.get(CHOSEN, "")).partition(":")
    return (Role(role) if role in {*SEATED, Role.WORKER} else None), key_of(organisation)


def seats_context(request: HttpRequest) -> dict[str, object]:
    """For every template; asked for only where a page shows it."""
    return {"seats": lambda: seats_of(getattr(request, "actor", NOBODY))}


@require_POST
def choose_seat(request: HttpRequest) -> HttpResponse:
    """Keep a seat that she holds, and go to its pages."""
    wanted = request.POST.get("seat", "")
    if wanted in {key for key, _ in seats_of(getattr(request, "actor", NOBODY))}:
        request.session[CHOSEN] = wanted
    return redirect("door")
