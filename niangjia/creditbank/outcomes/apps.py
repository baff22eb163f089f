"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.outcomes.sentences import SENTENCES


class OutcomesConfig(AppConfig):
    """outcomes: 学习成果."""

    name = "niangjia.creditbank.outcomes"
    label = "outcomes"
    verbose_name = "学习成果"
    table_privileges: ClassVar[dict[str, str]] = {
        "outcomes_deposit": "SELECT, INSERT",
        "outcomes_outcome": "SELECT, INSERT, UPDATE (standard_value, void_at)",  # its facts never change
        "outcomes_lookup": "SELECT, INSERT",
        "outcomes_trustedissuer": "SELECT, INSERT, UPDATE (valid_to)",
        "outcomes_draft": "SELECT, INSERT, UPDATE, DELETE",
        "outcomes_outcomedetail": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
