"""How people fit posts: pure functions on plain values. No Django, no database."""

from niangjia.creditbank.abilities.fitting.closing import Closing, closing_most
from niangjia.creditbank.abilities.fitting.gap import Fit, Line, Step, fit_of
from niangjia.creditbank.abilities.fitting.values import Evidence, Need, Way, WayKind

__all__ = ["Closing", "Evidence", "Fit", "Line", "Need", "Step", "Way", "WayKind", "closing_most", "fit_of"]
