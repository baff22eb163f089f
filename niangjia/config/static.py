"""Collect from the front-end libraries only the files that pages use, and only when something changed."""

import hashlib
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.management import call_command

NEEDED: Final = frozenset({"tabler/css/tabler.min.css", "tabler/css/tabler.min.css.map", "htmx/htmx.min.js"})
PACKAGE: Final = Path(__file__).resolve().parent.parent


class NeededFilesFinder(FileSystemFinder):
    """Finds in the libraries' folders what is in NEEDED and nothing else."""

    def list(self, ignore_patterns: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Give each needed file with its storage."""
        for path, storage in super().list(ignore_patterns):
            if f"{storage.prefix}/{path}" in NEEDED:
                yield path, storage


def collect_static() -> None:
    """Collect and compress the static files, unless the same files were collected before."""
    if is_collected():
        return
    root = Path(settings.STATIC_ROOT)
    root.mkdir(mode=0o755, parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    _stamp().write_text(_fingerprint())


def is_collected() -> bool:
    """Whether what is collected is what the program and its locked libraries hold now. Asks without Django's apps."""
    return _stamp().exists() and _stamp().read_text() == _fingerprint()


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _fingerprint() -> str:
    digest = hashlib.sha256(" ".join(sorted(NEEDED)).encode())
    ours = sorted(path for path in PACKAGE.glob("**/static/**/*") if path.is_file())
    for path in (*ours, settings.PROJECT / "package-lock.json"):
        digest.update(str(path.relative_to(settings.PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()
