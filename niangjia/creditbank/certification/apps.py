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
        "certification_check": "SELECT, INSERT",
        "certification_taking": "SELECT, INSERT, UPDATE (given_back_at)",
        "certification_checkrule": "SELECT, INSERT, UPDATE (valid_to)",
        "certification_reason": "SELECT, INSERT, UPDATE (valid_to)",
        "certification_samplinground": "SELECT, INSERT, UPDATE (seed, drawn_on, acts_count, acts_hash)",
        "certification_samplingseed": "SELECT, INSERT",
        "certification_sampleitem": "SELECT, INSERT",
        "certification_samplefinding": "SELECT, INSERT",
        "certification_relation": "SELECT, INSERT, UPDATE (valid_to)",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
