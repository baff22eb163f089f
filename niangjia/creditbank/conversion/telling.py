"""What learners are told of their claims and decisions, in the transaction that decides them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from niangjia.core.audit.types import Actor
from niangjia.core.terms import Term
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.types import State
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice

WORDS: Final = {
    State.POSTED: Term(
        "{number} 已办好，学分记入您的账。不服的可以在申诉期限内申诉。",
        "{number} is decided and the credits are recorded. If you disagree, you may appeal in time.",
    ),
    State.RETURNED: Term(
        "{number} 被教务处退回，理由：{reason}。成果一点没有动用，补好可以再申请；不服可以申诉。",
        "{number} was sent back by the registrar: {reason}. Nothing was spent. Mend it and claim again, or appeal.",
    ),
    State.REVERSED: Term(
        "{number} 已撤销，理由：{reason}。学分退回原来的成果。",
        "{number} was reversed: {reason}. The credits are back in your outcomes.",
    ),
}


def tell_learners(decisions: Iterable[Decision], state: State, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Tell each learner what became of her claim."""
    notify(
        [
            NewNotice(
                decision.enrolment.person_id,
                f"decision.{state}",
                decision.record_id,
                WORDS[state].format(number=decision.record.number or "", reason=reason.rstrip("。.")),
            )
            for decision in decisions
        ],
        actor=actor,
        at=at,
    )
