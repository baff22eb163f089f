"""How Django knows this package."""

from django.apps import AppConfig

from niangjia.kernel.ledger.years import FIRST_YEAR, LAST_YEAR, part_of


class LedgerConfig(AppConfig):
    """ledger: 账本. Tables may be read; they are written by the ledger's functions alone."""

    name = "niangjia.kernel.ledger"
    label = "ledger"
    verbose_name = "账本"
    table_privileges = {
        "ledger_account": "SELECT",
        "ledger_transfer": "SELECT",
        "ledger_expiry": "SELECT",
        "ledger_stretch": "SELECT",
        **{part_of(year): "SELECT" for year in range(FIRST_YEAR, LAST_YEAR + 1)},
    }
