"""How Django knows this package."""

from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """workdays: 工作日."""

    name = "niangjia.core.workdays"
    label = "workdays"
    verbose_name = "工作日"
