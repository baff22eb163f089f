"""Who works on which outcome: take it, give it back. Nobody else decides on it meanwhile."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.accounts import account_of
from niangjia.creditbank.certification.models import Taking
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.types import State
from niangjia.kernel.access.queries import require

WAITING: Final = (State.DEPOSITED, State.CHECKED, State.RETURNED)
TAKEN: Final = Term(
    "《{title}》由{label}领着。请她先交回，或先“接过来”再办。",
    "{title} is in the hands of {label}. Let her give it back, or take it over first.",
)


def take_outcomes(outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime, is_over: bool = False) -> int:
    """Take outcomes that wait and that nobody holds, or with ``is_over`` those that a colleague holds as well.

    Gives how many are the actor's now. Refuses ``act_not_allowed``.
    """
    rows = _locked(outcome_ids, actor=actor, at=at)
    held = takings([row.record_id for row in rows])
    if is_over:
        others = [taking.id for taking in held.values() if taking.account != actor.account_id]
        Taking.objects.filter(id__in=others).update(given_back_at=at)
        held = {key: taking for key, taking in held.items() if taking.account == actor.account_id}
    free = [row for row in rows if row.record_id not in held]
    Taking.objects.bulk_create(
        Taking(outcome=row, account=account_of(actor), label=actor.label, taken_at=at) for row in free
    )
    return len(free)


def give_back(outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Give back what the actor holds of these. Gives how many."""
    mine = Taking.objects.filter(outcome_id__in=outcome_ids, account=account_of(actor), given_back_at=None)
    return mine.update(given_back_at=at)


def give_back_all(outcomes: Iterable[Outcome], *, at: datetime) -> None:
    """Nobody holds these any more: they are decided."""
    keys = [outcome.record_id for outcome in outcomes]
    Taking.objects.filter(outcome_id__in=keys, given_back_at=None).update(given_back_at=at)


def takings(outcome_ids: Iterable[UUID]) -> dict[UUID, Taking]:
    """Who holds which of these outcomes. One query."""
    held = Taking.objects.filter(outcome_id__in=list(outcome_ids), given_back_at=None)
    return {row.outcome_id: row for row in held}


def refuse_taken(actor: Actor, outcomes: Sequence[Outcome]) -> None:
    """Refuse ``taken_by_another`` for the first outcome that a colleague holds."""
    held = takings([outcome.record_id for outcome in outcomes])
    for outcome in outcomes:
        taking = held.get(outcome.record_id)
        if taking is not None and taking.account != actor.account_id:
            raise Refusal("taken_by_another", TAKEN.format(title=outcome.title, label=taking.label))


def _locked(outcome_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> list[Outcome]:
    """Those of the outcomes that wait, locked, each of a body where the actor certifies."""
    found = Outcome.objects.filter(record_id__in=outcome_ids, record__state__in=WAITING)
    rows = list(found.select_for_update(of=("self",)).order_by("record_id"))
    for body_id in {row.body_id for row in rows}:
        require(actor, "outcome.certify", on=body_id, at=day_of(at))
    return rows
