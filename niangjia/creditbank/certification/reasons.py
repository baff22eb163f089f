"""A reason in words: one of the catalogue, a sentence of one's own, or both."""

from datetime import date
from typing import Final
from uuid import UUID

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.certification.models import Reason, ReasonUse
from niangjia.creditbank.certification.settings import reasons_for

NO_REASON: Final = Term(
    "请选一条理由，或自己写一句，职工会看到。", "Choose a reason or write one; the worker will read it."
)
WITH_NOTE: Final = Term("{reason}（{note}）", "{reason} ({note})")


def reason_words(use: ReasonUse, reason_id: UUID | None, note: str, *, on: date) -> tuple[Reason | None, Term]:
    """The reason's row, if it is one of the catalogue, and what the worker reads. Refuses ``reason_missing``."""
    row = reasons_for(use, on=on).filter(id=reason_id).first() if reason_id else None
    said = Term(note.strip(), note.strip())
    if row is None:
        if not said.zh:
            raise Refusal("reason_missing", NO_REASON)
        return None, said
    return row, WITH_NOTE.format(reason=row.words, note=said) if said.zh else row.words
