"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.conversion.sentences import SENTENCES


class ConversionConfig(AppConfig):
    """conversion: 学分转换."""

    name = "niangjia.creditbank.conversion"
    label = "conversion"
    verbose_name = "学分转换"
    table_privileges: ClassVar[dict[str, str]] = {
        "conversion_decision": "SELECT, INSERT, UPDATE",
        "conversion_decisionline": "SELECT, INSERT",
        "conversion_decisioncourse": "SELECT, INSERT",
        "conversion_decisionspend": "SELECT, INSERT",
        "conversion_markcorrection": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
