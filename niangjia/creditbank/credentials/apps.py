"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.credentials.sentences import SENTENCES


class ArchiveConfig(AppConfig):
    """archive: 学习档案的凭证; ``credentials`` is the kernel app."""

    name = "niangjia.creditbank.credentials"
    label = "archive"
    verbose_name = "学习档案"
    table_privileges: ClassVar[dict[str, str]] = {"archive_credential": "SELECT, INSERT"}

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
