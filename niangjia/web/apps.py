"""How Django knows this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """web: 页面."""

    name = "niangjia.web"
    label = "web"
    verbose_name = "页面"
