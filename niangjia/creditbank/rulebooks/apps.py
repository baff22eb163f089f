"""How Django knows this package."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    """rulebooks: 认定规则."""

    name = "niangjia.creditbank.rulebooks"
    label = "rulebooks"
    verbose_name = "认定规则"
