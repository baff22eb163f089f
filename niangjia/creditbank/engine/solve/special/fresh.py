"""Forget compiled code that an older state of these files left behind.

Numba keeps what it compiled for each file, but does not see that a function which was compiled into it has changed.
"""

import hashlib
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
STAMP: Final = "special.sha256"


def forget_stale_code(folder: Path = FOLDER) -> bool:
    """Remove the compiled code of a folder unless it was compiled from these very files; whether any was removed.

    Where the folder cannot be written nothing is removed: nothing was kept there either.
    """
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))).hexdigest()
    cache = folder / "__pycache__"
    stamp = cache / STAMP
    try:
        if stamp.exists() and stamp.read_text() == digest:
            return False
        stale = [*cache.glob("*.nbi"), *cache.glob("*.nbc")]
        for path in stale:
            path.unlink(missing_ok=True)
        cache.mkdir(exist_ok=True)
        stamp.write_text(digest)
    except OSError:
        return False
    return bool(stale)
