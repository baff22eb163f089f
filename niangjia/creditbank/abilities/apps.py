"""How Django knows this package."""

from typing import ClassVar

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.abilities.sentences import SENTENCES


class AbilitiesConfig(AppConfig):
    """abilities: 能力匹配."""

    name = "niangjia.creditbank.abilities"
    label = "abilities"
    verbose_name = "能力匹配"
    table_privileges: ClassVar[dict[str, str]] = {
        "abilities_framework": "SELECT, INSERT, UPDATE (title, content_hash, changed_at, changed_by)",
        "abilities_ability": "SELECT, INSERT, UPDATE (statement, english, parent_id, position, retired_at)",
        "abilities_abilitylink": "SELECT, INSERT, DELETE",
        "abilities_abilitysource": "SELECT, INSERT, DELETE",
        "abilities_post": "SELECT, INSERT, UPDATE (closed_at)",
        "abilities_postneed": "SELECT, INSERT",
        "abilities_offer": "SELECT, INSERT, UPDATE (withdrawn_at)",
        "abilities_offerability": "SELECT, INSERT",
        "abilities_share": "SELECT, INSERT, UPDATE (ended_at)",
        "abilities_shareline": "SELECT, INSERT",
        "abilities_silence": "SELECT, INSERT, DELETE",
    }

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
