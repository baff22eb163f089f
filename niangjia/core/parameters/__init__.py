"""Values that change by decree, by place and date, each with its law and article. Pure.

The files under ``values`` hold our own summaries, never the wording of an instrument.
"""

from niangjia.core.parameters.lookup import Occasion, every_row, parameter_value, rows_of, unverified
from niangjia.core.parameters.types import Bound, Law, NeedsConfiguration, ParameterValue, ValueType

__all__ = [
    "Bound",
    "Law",
    "NeedsConfiguration",
    "Occasion",
    "ParameterValue",
    "ValueType",
    "every_row",
    "parameter_value",
    "rows_of",
    "unverified",
]
