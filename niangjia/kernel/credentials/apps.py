"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.kernel.credentials.sentences import SENTENCES


class CredentialsConfig(AppConfig):
    """credentials: 凭证的密钥、透明日志、状态表."""

    name = "niangjia.kernel.credentials"
    label = "credentials"
    verbose_name = "凭证"
    table_privileges: ClassVar[dict[str, str]] = {
        "credentials_signingkey": "SELECT, INSERT, UPDATE",
        "credentials_logentry": "SELECT, INSERT",
        "credentials_logwaiting": "SELECT, INSERT, DELETE",
        "credentials_logleaf": "SELECT, INSERT",
        "credentials_logsubtree": "SELECT, INSERT",
        "credentials_loghead": "SELECT, INSERT",
        "credentials_statuslist": "SELECT, INSERT",
        "credentials_statusentry": "SELECT, INSERT, UPDATE",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
