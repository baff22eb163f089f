"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.certification.sentences import SENTENCES


class CertificationConfig(AppConfig):
    """certification: 认证."""

    name = "niangjia.creditbank.certification"
    label = "certification"
    verbose_name = "认证"
    table_privileges: ClassVar[dict[str, str]] = {
        "certification_certification": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
