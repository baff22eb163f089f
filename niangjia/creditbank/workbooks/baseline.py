"""What taking the outcomes that come first would recognise: the baseline beside the exact answer."""

from decimal import Decimal
from fractions import Fraction

from niangjia.creditbank.engine.conversion import Conversion
from niangjia.creditbank.engine.greedy import greedy
from niangjia.creditbank.engine.lines import exact


def greedy_credits(conversion: Conversion) -> Decimal:
    """Credits that the greedy answer to the same certain problem recognises."""
    problem = conversion.prepared.certain
    return exact(Fraction(greedy(problem).total, problem.grain))
