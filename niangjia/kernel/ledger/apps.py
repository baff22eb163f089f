"""How Django knows this package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """ledger: 账本."""

    name = "niangjia.kernel.ledger"
    label = "ledger"
    verbose_name = "账本"
