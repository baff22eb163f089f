"""Django's system checks of the database: ``niangjia check`` fails when the serving connection is not sound."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from niangjia.core.postgres.installation import SCHEMA
from niangjia.core.postgres.soundness import SENTENCES, unsound


@register(Tags.database)
def database_is_sound(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    databases: Sequence[str] | None = None,
    **_: Any,  # noqa: ANN401 - the same
) -> list[CheckMessage]:
    """An error for each thing that must be true of the database and is not."""
    if "default" not in (databases or ()):
        return []
    return [Error(f"not so: {SENTENCES[code].en}", id=f"niangjia.{code}") for code in unsound(ask, schema=SCHEMA)]


def ask(question: str, values: list[str]) -> tuple[Any, ...] | None:
    """One question to the serving connection."""
    with connections["default"].cursor() as cursor:
        cursor.execute(question, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
