"""A throw-away installation to measure in: durable as a real one, migrated, with a body and its certifier."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def installation() -> Iterator[None]:
    """Django set up on a database of its own, with PostgreSQL's own durability."""
    folder = Path(tempfile.mkdtemp(prefix="niangjia-bench-"))
    folder.chmod(0o755)
    os.environ.update(NIANGJIA_DATA=str(folder), DJANGO_SETTINGS_MODULE="niangjia.config.settings")
    os.environ.pop("DATABASE_URL", None)
    import django

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
        shutil.rmtree(folder, ignore_errors=True)
