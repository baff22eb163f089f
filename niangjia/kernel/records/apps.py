"""How Django knows this package."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """records: 记录."""

    name = "niangjia.kernel.records"
    label = "records"
    verbose_name = "记录"
