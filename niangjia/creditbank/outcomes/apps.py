"""How Django knows this package."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """outcomes: 学习成果."""

    name = "niangjia.creditbank.outcomes"
    label = "outcomes"
    verbose_name = "学习成果"
