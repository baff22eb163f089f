"""How Django knows this package."""

from django.apps import AppConfig


class CertificationConfig(AppConfig):
    """certification: 认证."""

    name = "niangjia.creditbank.certification"
    label = "certification"
    verbose_name = "认证"
