"""What waits for a union's or an enterprise's clerk now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from niangjia.kernel.access.types import Role
from niangjia.web.desk import Seat, clerk_desk, seated


@seated("organisation.read", Role.CLERK)
def home(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The organisation's affairs, each with the way to its page."""
    return render(request, "organisation/home.html", {"here": "home", "desk": clerk_desk(seat)})
