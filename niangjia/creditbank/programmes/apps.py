"""How Django knows this package."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """programmes: 培养方案."""

    name = "niangjia.creditbank.programmes"
    label = "programmes"
    verbose_name = "培养方案"
