"""A server of the test's own, beside the session's."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from niangjia.core.postgres.cluster import Cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Not yet started, durable as a real one; gone after the test."""
    folder = Path(tempfile.mkdtemp(prefix="niangjia-cluster-"))
    folder.chmod(0o755)  # the server's own user must reach its directory inside
    made = Cluster(folder / "postgres")
    yield made
    made.stop()
    shutil.rmtree(folder)
