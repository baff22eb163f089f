"""States of panels."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """States of a panel's record."""

    ASKED = "asked"  # members are to be named
    SITTING = "sitting"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


OPEN: Final = (State.ASKED, State.SITTING)
CLOSED: Final = (State.CONCLUDED, State.WITHDRAWN)
