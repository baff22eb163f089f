"""Collect from the front-end libraries only the files that pages use."""

from typing import Any, Final

from django.contrib.staticfiles.finders import FileSystemFinder

NEEDED: Final = frozenset({"tabler/css/tabler.min.css", "tabler/css/tabler.min.css.map", "htmx/htmx.min.js"})


class NeededFilesFinder(FileSystemFinder):
    """Finds in the libraries' folders what is in NEEDED and nothing else."""

    def list(self, ignore_patterns: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Give each needed file with its storage."""
        for path, storage in super().list(ignore_patterns):
            if f"{storage.prefix}/{path}" in NEEDED:
                yield path, storage
