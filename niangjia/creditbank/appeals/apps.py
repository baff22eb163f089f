"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.appeals.sentences import SENTENCES


class AppealsConfig(AppConfig):
    """appeals: 申诉."""

    name = "niangjia.creditbank.appeals"
    label = "appeals"
    verbose_name = "申诉"
    table_privileges: ClassVar[dict[str, str]] = {"appeals_appeal": "SELECT, INSERT, UPDATE"}

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
