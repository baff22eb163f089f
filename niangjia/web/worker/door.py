"""Who stands at the worker's door: a person with her enrolments, and the one that she looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import enrolments_of
from niangjia.web.desk import actor_of_request

Parameters = ParamSpec("Parameters")
CHOSEN: Final = "enrolment"
NO_PERSON: Final = Term(
    "这个账号没有关联职工本人，看不到个人学分。请用职工账号登录，或找本单位管理员关联。",
    "This account belongs to no worker, so it has no credits of its own. Log in with a worker's account, or ask your "
    "administrator to link it.",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who came, all her enrolments (newest first), and the chosen one."""

    actor: Actor
    person_id: UUID
    enrolments: tuple[Enrolment, ...]
    enrolment: Enrolment | None

    def enrolled(self) -> Enrolment:
        """The chosen enrolment; a page about it is not there for someone without one."""
        if self.enrolment is None:
            raise Http404
        return self.enrolment

    def own(self, enrolment_id: str) -> Enrolment:
        """The enrolment of hers with this key; one of somebody else is not there."""
        for enrolment in self.enrolments:
            if str(enrolment.id) == enrolment_id:
                return enrolment
        raise Http404


View = Callable[Concatenate[HttpRequest, Visit, Parameters], HttpResponse]


def at_her_door(view: View[Parameters]) -> Callable[Concatenate[HttpRequest, Parameters], HttpResponse]:
    """Let in who is logged in and is a person; the view gets the visit. Refuses ``no_right``."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, visit_of(request), *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, Parameters], HttpResponse]", opened)


def visit_of(request: HttpRequest) -> Visit:
    """The visit of who is logged in."""
    actor = actor_of_request(request)
    if actor.person_id is None:
        raise Refusal("no_right", NO_PERSON)
    enrolments = tuple(enrolments_of(actor.person_id))
    wanted = request.session.get(CHOSEN)
    chosen = next((each for each in enrolments if str(each.id) == wanted), None)
    return Visit(actor, actor.person_id, enrolments, chosen or next(iter(enrolments), None))
