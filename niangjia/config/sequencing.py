"""``niangjia sequence-log``: the process that numbers and signs the transparency log each second."""

import time
from typing import Final

from niangjia.core.clock import now
from niangjia.kernel.credentials.sequencing import MOST, integrate_everywhere

EVERY_SECONDS: Final = 1.0


def sequence() -> None:
    """Integrate what is committed, for ever. An error ends the process; who started it starts it again."""
    while True:
        if integrate_everywhere(at=now()) < MOST:
            time.sleep(EVERY_SECONDS)
