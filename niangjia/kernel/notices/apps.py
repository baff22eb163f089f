"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.kernel.notices.sentences import SENTENCES


class NoticesConfig(AppConfig):
    """notices: 通知."""

    name = "niangjia.kernel.notices"
    label = "notices"
    verbose_name = "通知"
    table_privileges: ClassVar[dict[str, str]] = {
        "notices_notice": "SELECT, INSERT, UPDATE (read_at)",  # what was said stays said
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
