"""How Django knows the composition: it brings the commands that reach over all floors."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """config: 组合."""

    name = "niangjia.config"
    label = "config"
    verbose_name = "组合"
