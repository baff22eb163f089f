"""Who may act on a claim: the worker herself, or who holds the role in the college or above it."""

from datetime import datetime

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.queries import may, require


def require_for(actor: Actor, act: str, enrolment: Enrolment, *, at: datetime) -> None:
    """Refuse ``act_not_allowed`` unless the actor may do it to this enrolment: hers, or one of her college."""
    if not may(actor, act, on=enrolment.person_id, at=day_of(at)):
        require(actor, act, on=enrolment.college_id, at=day_of(at))
