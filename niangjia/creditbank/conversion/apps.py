"""How Django knows this package."""

from django.apps import AppConfig


class ConversionConfig(AppConfig):
    """conversion: 学分转换."""

    name = "niangjia.creditbank.conversion"
    label = "conversion"
    verbose_name = "学分转换"
