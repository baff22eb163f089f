"""Have the database for a command: use the embedded server that runs, or start it and stop it again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from niangjia.core.postgres.installation import Installation


@contextmanager
def serving_database() -> Iterator[None]:
    """The database is there inside the block. A server that ran before goes on running."""
    started = start_database(settings.INSTALLATION)
    try:
        yield
    finally:
        if started:
            stop_database(settings.INSTALLATION)


def start_database(installation: Installation) -> bool:
    """Start the embedded server unless it runs, and make roles and schema. Gives whether it was started here."""
    cluster = installation.cluster
    starts = cluster is not None and cluster.pid() is None
    if cluster is not None and starts:
        cluster.start()
    installation.prepare()
    return starts


def stop_database(installation: Installation) -> None:
    """Stop the embedded server cleanly."""
    if installation.cluster is not None:
        installation.cluster.stop()
