"""How Django knows the composition: it brings the checks and commands that reach over all floors."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """config: 组合."""

    name = "niangjia.config"
    label = "config"
    verbose_name = "组合"

    def ready(self) -> None:
        """Register the checks."""
        from niangjia.config import checks  # noqa: F401, PLC0415 - importing registers them, once apps are loaded
