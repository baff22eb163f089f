"""How Django knows this package."""

from django.apps import AppConfig

from niangjia.core.constraints import register_constraints
from niangjia.creditbank.batch.sentences import SENTENCES


class BatchConfig(AppConfig):
    """batch: 批量转换."""

    name = "niangjia.creditbank.batch"
    label = "batch"
    verbose_name = "批量转换"

    def ready(self) -> None:
        """Say what the constraints say."""
        register_constraints(SENTENCES)
