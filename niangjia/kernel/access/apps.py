"""How Django knows this package."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """access: 登录与权限."""

    name = "niangjia.kernel.access"
    label = "access"
    verbose_name = "登录与权限"
