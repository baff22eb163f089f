"""How Django knows this package."""

from django.apps import AppConfig


class BatchConfig(AppConfig):
    """batch: 批量转换."""

    name = "niangjia.creditbank.batch"
    label = "batch"
    verbose_name = "批量转换"
