"""What taking outcomes as they come would recognise: the baseline beside the exact answer."""

from decimal import Decimal

from niangjia.creditbank.engine.conversion import Conversion


def greedy_credits(conversion: Conversion) -> Decimal:
    """Credits."""
    return conversion.certain.totals.recognised
