"""What a table's text columns can hold, said to people before the database has to refuse it."""

from collections.abc import Iterable
from typing import Final

from django.db.models import CharField, Model

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

SHOWN: Final = 20
TOO_LONG: Final = Term(
    "“{start}……”太长：这一项最多 {most} 个字，这里有 {length} 个。请缩短后再试。",
    "“{start}…” is too long: at most {most} signs fit here, this has {length}. Shorten it and try again.",
)


def refuse_too_long(rows: Iterable[Model]) -> None:
    """Refuse (``text_too_long``) rows, not yet written, with a text longer than its column."""
    for row in rows:
        for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented way to a model's fields
            if isinstance(field, CharField) and field.max_length is not None:
                refuse_longer(getattr(row, field.attname) or "", field.max_length)


def refuse_longer(text: str, most: int) -> None:
    """Refuse (``text_too_long``) a text of more signs than ``most``."""
    if len(text) > most:
        raise Refusal("text_too_long", TOO_LONG.format(start=text[:SHOWN], most=most, length=len(text)))
