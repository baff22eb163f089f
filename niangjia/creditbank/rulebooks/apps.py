"""How Django knows this package."""

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.rulebooks.sentences import SENTENCES


class RulebooksConfig(AppConfig):
    """rulebooks: 认定规则."""

    name = "niangjia.creditbank.rulebooks"
    label = "rulebooks"
    verbose_name = "认定规则"

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
