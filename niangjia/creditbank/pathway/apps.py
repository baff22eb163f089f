"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.pathway.sentences import SENTENCES

APPENDED = "SELECT, INSERT"


class PathwayConfig(AppConfig):
    """pathway: 学历衔接."""

    name = "niangjia.creditbank.pathway"
    label = "pathway"
    verbose_name = "学历衔接"
    table_privileges: ClassVar[dict[str, str]] = {
        "pathway_attendance": APPENDED,
        "pathway_mark": APPENDED,
        "pathway_markconfirmation": APPENDED,
        "pathway_graduationrow": APPENDED,
        "pathway_graduationrequirement": APPENDED,
        "pathway_graduation": APPENDED,
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
