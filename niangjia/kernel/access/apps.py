"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.kernel.access.sentences import SENTENCES


class AccessConfig(AppConfig):
    """access: 登录与权限."""

    name = "niangjia.kernel.access"
    label = "access"
    verbose_name = "登录与权限"
    table_privileges: ClassVar = {
        "access_account": "SELECT, INSERT, UPDATE",
        "access_grant": "SELECT, INSERT, UPDATE",
        "access_failedlogin": "SELECT, INSERT, DELETE",
        "access_readlog": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
