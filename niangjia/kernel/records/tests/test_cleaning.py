"""Uploads that nothing names go after a day; what a record or a backup needs stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from procrastinate.contrib.django import app

from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.blobs import keeping_blobs, read_blob, store_blob
from niangjia.kernel.records.cleaning import Cleaned, clean_blobs
from niangjia.kernel.records.operations import attach_file, open_record
from niangjia.kernel.records.types import NewRecord
from tests.worlds import AT, World

NOW = AT + timedelta(days=3)


def aged(key: str, **age: float) -> str:
    """A blob as if it was stored so long before NOW."""
    path = Path(settings.NIANGJIA_DATA) / "blobs" / key[:2] / key[2:4] / key
    stored = (NOW - timedelta(**age)).timestamp()
    os.utime(path, (stored, stored))
    return key


@pytest.fixture(autouse=True)
def nothing_else_old() -> None:
    """What other tests stored is of their day, long after NOW; only what is made here is old."""
    for path in (Path(settings.NIANGJIA_DATA) / "blobs").glob("??/??/*"):
        os.utime(path)


def attached(world: World, content: bytes) -> str:
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        record = open_record(NewRecord("test", "示例", "opened", "open", world.federation), actor=clerk, at=AT)
        attach_file(record, content, name="回执.txt", media_type="text/plain", actor=clerk, at=AT)
    return store_blob(content)


@pytest.mark.django_db(transaction=True)
def test_upload_that_no_record_names_goes_after_a_day_and_others_stay(world: World) -> None:
    named, young, old = attached(world, b"named"), store_blob(b"young"), store_blob(b"old upload")
    aged(named, days=9), aged(young, hours=23), aged(old, hours=25)
    assert clean_blobs(at=NOW) == Cleaned(1, len(b"old upload"))
    assert (read_blob(named), read_blob(young)) == (b"named", b"young")
    with pytest.raises(FileNotFoundError):
        read_blob(old)
    assert clean_blobs(at=NOW) == Cleaned()


@pytest.mark.django_db(transaction=True)
def test_upload_that_is_stored_again_is_as_young_as_a_new_one() -> None:
    key = aged(store_blob(b"twice"), days=9)
    store_blob(b"twice")
    assert clean_blobs(at=NOW) == Cleaned()
    assert read_blob(key) == b"twice"


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_while_a_backup_is_written() -> None:
    key = aged(store_blob(b"left over"), days=9)
    with keeping_blobs(), pytest.raises(Refusal) as refused:
        clean_blobs(at=NOW)
    assert refused.value.code == "blobs_busy"
    assert read_blob(key) == b"left over"
    assert clean_blobs(at=NOW).count == 1


def test_what_is_younger_than_a_day_is_never_cleaned() -> None:
    with pytest.raises(Refusal) as refused:
        clean_blobs(at=NOW, older_than=timedelta(hours=23))
    assert refused.value.code == "blobs_too_young"


def test_the_job_worker_cleans_every_day() -> None:
    app.perform_import_paths()
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["records.clean_uploads"] == "40 3 * * *"
