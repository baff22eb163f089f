"""How Django knows this package."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """audit: 审计."""

    name = "niangjia.core.audit"
    label = "audit"
    verbose_name = "审计"
    table_privileges = {"audit_entry": "SELECT, INSERT"}
