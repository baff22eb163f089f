"""Write the history. Call it in the transaction of the act itself."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from niangjia.core.audit.types import Actor
from niangjia.core.ids import new_id

_INSERT_MANY: Final = """
INSERT INTO audit_entry (id, at, account_id, person_id, roles, label, act, detail, about)
SELECT entry.id, %s, %s, %s, %s, %s, %s, %s::jsonb, entry.about FROM unnest(%s::uuid[], %s::uuid[]) AS entry(id, about)
"""


def log(*, actor: Actor, act: str, about: UUID, at: datetime, detail: dict[str, str] | None = None) -> None:
    """Record one act. ``act`` is a verb and noun such as ``certify_outcome``; ``detail`` holds no personal data."""
    log_many(actor=actor, act=act, about=[about], at=at, detail=detail)


def log_many(
    *, actor: Actor, act: str, about: Sequence[UUID], at: datetime, detail: dict[str, str] | None = None
) -> None:
    """Record the same act on many records, in one statement."""
    if not about:
        return
    who = (at, actor.account_id, actor.person_id, " ".join(actor.roles), actor.label)
    what = (act, json.dumps(detail or {}, ensure_ascii=False))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [*who, *what, [new_id() for _ in about], list(about)])
