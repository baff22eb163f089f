"""A throw-away installation to measure in: durable as a real one, migrated, and gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django


@contextmanager
def throw_away_site() -> Iterator[None]:
    """Django is set up on a database of our own inside the block."""
    folder = Path(tempfile.mkdtemp(prefix="niangjia-bench-"))
    folder.chmod(0o755)  # the server's own user must reach its directory inside
    os.environ.update(DJANGO_SETTINGS_MODULE="niangjia.config.settings", NIANGJIA_DATA=str(folder))
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.conf import settings

    from niangjia.config.migrating import migrate
    from niangjia.config.serving import start_database, stop_database

    start_database(settings.INSTALLATION)
    try:
        migrate(verbosity=0)
        yield
    finally:
        stop_database(settings.INSTALLATION)
        shutil.rmtree(folder)
