"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.incentives.sentences import SENTENCES


class IncentivesConfig(AppConfig):
    """incentives: 学分激励计划."""

    name = "niangjia.creditbank.incentives"
    label = "incentives"
    verbose_name = "学分激励计划"
    table_privileges: ClassVar[dict[str, str]] = {
        "incentives_plan": "SELECT, INSERT, UPDATE (approved_by, approved_at)",
        "incentives_planrule": "SELECT, INSERT",
        "incentives_event": "SELECT, INSERT",
        "incentives_resultdocument": "SELECT, INSERT",
        "incentives_bonus": "SELECT, INSERT, UPDATE (void_at)",
        "incentives_unrewarded": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
