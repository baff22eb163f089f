"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.panels.sentences import SENTENCES


class PanelsConfig(AppConfig):
    """panels: 专家评审."""

    name = "niangjia.creditbank.panels"
    label = "panels"
    verbose_name = "专家评审"
    table_privileges: ClassVar[dict[str, str]] = {
        "panels_expert": "SELECT, INSERT, UPDATE",
        "panels_panel": "SELECT, INSERT, UPDATE",
        "panels_panelline": "SELECT, INSERT",
        "panels_member": "SELECT, INSERT, UPDATE",
        "panels_vote": "SELECT, INSERT",
        "panels_result": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
