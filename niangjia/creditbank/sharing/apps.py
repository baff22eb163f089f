"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.sharing.sentences import SENTENCES


class SharingConfig(AppConfig):
    """sharing: 查询与授权."""

    name = "niangjia.creditbank.sharing"
    label = "sharing"
    verbose_name = "查询与授权"
    table_privileges: ClassVar[dict[str, str]] = {
        "sharing_sharelink": "SELECT, INSERT, UPDATE (revoked_at)",
        "sharing_ask": "SELECT, INSERT",
        "sharing_answer": "SELECT, INSERT, UPDATE (ended_at)",
        "sharing_opening": "SELECT",
        "sharing_paper": "SELECT, INSERT, UPDATE (withdrawn_at)",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
