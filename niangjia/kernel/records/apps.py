"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.kernel.records.sentences import SENTENCES


class RecordsConfig(AppConfig):
    """records: 记录."""

    name = "niangjia.kernel.records"
    label = "records"
    verbose_name = "记录"
    table_privileges: ClassVar = {
        "records_record": "SELECT, INSERT, UPDATE",
        "records_move": "SELECT, INSERT",
        "records_attachment": "SELECT, INSERT",
        "records_keptfile": "SELECT, INSERT, DELETE",
        "records_comment": "SELECT, INSERT",
        "records_link": "SELECT, INSERT",
        "records_deadline": "SELECT, INSERT, UPDATE",
        "records_recordedfact": "SELECT, INSERT, UPDATE",
        "records_series": "SELECT, INSERT, UPDATE",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
