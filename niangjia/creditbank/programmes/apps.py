"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.programmes.sentences import SENTENCES


class ProgrammesConfig(AppConfig):
    """programmes: 培养方案."""

    name = "niangjia.creditbank.programmes"
    label = "programmes"
    verbose_name = "培养方案"
    table_privileges: ClassVar[dict[str, str]] = {
        "programmes_programme": "SELECT, INSERT",
        "programmes_course": "SELECT, INSERT",
        "programmes_categoryfloor": "SELECT, INSERT",
        "programmes_programmeoccupation": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
