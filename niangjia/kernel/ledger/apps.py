"""How Django knows this package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """ledger: 账本. Tables may be read; they are written by the ledger's functions alone."""

    name = "niangjia.kernel.ledger"
    label = "ledger"
    verbose_name = "账本"
    table_privileges = {"ledger_account": "SELECT", "ledger_transfer": "SELECT"}
