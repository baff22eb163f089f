"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.transcript.sentences import SENTENCES


class TranscriptConfig(AppConfig):
    """transcript: 学分档案."""

    name = "niangjia.creditbank.transcript"
    label = "transcript"
    verbose_name = "学分档案"
    table_privileges: ClassVar[dict[str, str]] = {"transcript_exportcolumn": "SELECT, INSERT, DELETE"}

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
