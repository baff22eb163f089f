"""Put right what an upheld appeal was about: an outcome or a claim waits again; a posted decision is undone."""

from datetime import datetime
from typing import Final

from django.db import connection

from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.constraints import constraints_as_refusals
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.types import Against
from niangjia.creditbank.conversion.entries import entries_of
from niangjia.creditbank.conversion.proving import note_reversed
from niangjia.creditbank.conversion.queries import decision_of
from niangjia.kernel.ledger.operations import reverse

_PUT_RIGHT: Final = "SELECT appeals_put_right(%s, %s, %s, %s)"


def put_right(appeal: Appeal, *, actor: Actor, at: datetime) -> bool:
    """Do what the appeal asks for, by whoever upheld it; gives whether anything was left to do.

    Nothing is where the record has moved since, or where a newer claim of hers waits. Refuses what stands in the way
    of an outcome that was deposited once more meanwhile, and what the ledger refuses.
    """
    with connection.cursor() as cursor, constraints_as_refusals():
        cursor.execute(_PUT_RIGHT, [appeal.record_id, at, actor.label, " ".join(actor.roles)])
        (is_done,) = cursor.fetchone()
    if not is_done:
        return False
    log(actor=actor, act="appeal.put_right", about=appeal.about_id, at=at, detail={"appeal": str(appeal.record_id)})
    decision = decision_of(appeal.about_id) if appeal.against == Against.DECISION else None
    if decision is not None:
        note_reversed(decision, at=at)
        keys = [entry.key for entry in entries_of(decision)]
        reverse(keys, about_id=decision.record_id, at=at, reason=appeal.record.number or "")
    return True
