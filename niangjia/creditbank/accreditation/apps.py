"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.accreditation.sentences import SENTENCES


class AccreditationConfig(AppConfig):
    """accreditation: 机构授权."""

    name = "niangjia.creditbank.accreditation"
    label = "accreditation"
    verbose_name = "机构授权"
    table_privileges: ClassVar[dict[str, str]] = {
        "accreditation_accreditation": "SELECT, INSERT, UPDATE (valid_to)",
        "accreditation_scope": "SELECT, INSERT, UPDATE (valid_to)",
        "accreditation_suspension": "SELECT, INSERT, UPDATE (valid_to)",
        "accreditation_expert": "SELECT, INSERT, UPDATE (valid_to)",
        "accreditation_evaluation": "SELECT, INSERT",
        "accreditation_evaluation_experts": "SELECT, INSERT",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
