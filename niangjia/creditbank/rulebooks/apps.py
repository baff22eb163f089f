"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.rulebooks.sentences import SENTENCES


class RulebooksConfig(AppConfig):
    """rulebooks: 认定规则."""

    name = "niangjia.creditbank.rulebooks"
    label = "rulebooks"
    verbose_name = "认定规则"

    table_privileges: ClassVar[dict[str, str]] = {
        "rulebooks_draftnotice": "SELECT, INSERT",
        "rulebooks_objection": "SELECT, INSERT",
        "rulebooks_answer": "SELECT, INSERT",
        "rulebooks_discussion": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
