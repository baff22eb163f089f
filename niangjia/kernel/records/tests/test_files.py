"""Files as evidence: what they are, what is refused, what a scanner says, and how long they wait."""

import io
import socket
import sys
import threading
import zipfile
from datetime import timedelta

import pytest
from django.test import override_settings

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.blobs import read_blob
from niangjia.kernel.records.cleaning import clean_blobs
from niangjia.kernel.records.files import MOST_BYTES, MOST_FILES, media_type_of, plain_name, store_file
from niangjia.kernel.records.keeping import (
    KEPT_FOR,
    attach_stored,
    drop_kept_file,
    forget_kept_files,
    keep_file,
    kept_files,
)
from niangjia.kernel.records.models import KeptFile
from niangjia.kernel.records.operations import open_record
from niangjia.kernel.records.scanning import Scan, scan
from niangjia.kernel.records.types import NewRecord
from tests.worlds import AT, build_world

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PDF = b"%PDF-1.4\n%\n"


def archive(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (archive("word/document.xml"), None),
        (b"PK\x03\x04 no archive at all", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<?xml version='1.0'?><svg/>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_what_a_file_is_stands_in_its_content(content, found):
    assert media_type_of(content) == found


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("证书.pdf", "证书.pdf"),
        ("C:\\Users\\a\\证书.pdf", "证书.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a"b<c>\r\n.png', "abc.png"),
        ("\u202e", "文件"),
    ],
)
def test_a_files_name_is_made_harmless(name, kept):
    assert plain_name(name) == kept


def test_a_file_is_kept_under_its_hash_with_the_ending_of_what_it_is():
    stored = store_file(PNG, name="证书.exe")
    assert (stored.name, stored.media_type, stored.scan) == ("证书.png", "image/png", Scan.NOT_SCANNED)
    assert read_blob(stored.content_hash) == PNG


@pytest.mark.parametrize(
    ("content", "beside", "code"),
    [
        (b"", 0, "file_empty"),
        (PDF + b"0" * MOST_BYTES, 0, "file_too_big"),
        (b"GIF89a", 0, "file_type_unknown"),
        (PDF, MOST_FILES, "too_many_files"),
    ],
)
def test_what_is_no_evidence_is_refused(content, beside, code):
    with pytest.raises(Refusal, match=code):
        store_file(content, name="x.pdf", kept_count=beside)


@pytest.mark.parametrize(("ending", "found"), [(0, Scan.CLEAN), (1, Scan.INFECTED)])
def test_a_command_may_scan(ending, found):
    with override_settings(FILE_SCANNER=f"command:{sys.executable} -c 'import sys; sys.exit({ending})'"):
        assert scan(PDF) is found


@pytest.mark.parametrize(
    "how", [f"command:{sys.executable} -c 'import sys; sys.exit(2)'", "command:/no/such/program", "unix:/no/such", "x"]
)
def test_where_a_scanner_does_not_answer_nothing_passes(how):
    with override_settings(FILE_SCANNER=how), pytest.raises(Refusal, match="scanner_silent"):
        store_file(PDF, name="x.pdf")


def daemon(answer):
    """A clamd that reads one stream and gives this answer; gives its address and what it read."""
    heard, server = [], socket.create_server(("127.0.0.1", 0))

    def serve():
        line, _ = server.accept()
        with line, server, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4)):
                heard.append(stream.read(size))
            line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return f"tcp:127.0.0.1:{server.getsockname()[1]}", heard, thread


@pytest.mark.parametrize(
    ("answer", "found"), [(b"stream: OK\0", Scan.CLEAN), (b"stream: Eicar-Signature FOUND\0", Scan.INFECTED)]
)
def test_clamd_is_asked_in_its_own_words(answer, found):
    address, heard, thread = daemon(answer)
    content = PDF + b"0" * 200_000
    with override_settings(FILE_SCANNER=address):
        assert scan(content) is found
    thread.join()
    assert b"".join(heard) == content


def test_an_infected_file_is_not_kept():
    address, _, thread = daemon(b"stream: Eicar-Signature FOUND\0")
    with override_settings(FILE_SCANNER=address), pytest.raises(Refusal, match="file_infected"):
        store_file(PDF, name="x.pdf")
    thread.join()


@pytest.mark.django_db
def test_what_waits_for_a_record_is_seen_by_who_keeps_it_and_by_whom_it_is_about():
    world = build_world()
    worker, clerk, other = world.workers[0], world.actor("enterprise clerk"), world.actor("other town clerk")
    draft = worker.id
    with unit_of_work(clerk):
        keep_file(PDF, name="x.pdf", purpose="", draft_id=draft, about_id=worker.id, actor=clerk, at=AT)
    with unit_of_work(clerk), pytest.raises(Refusal, match="kept_file_once"):
        keep_file(PDF, name="y.pdf", purpose="", draft_id=draft, about_id=worker.id, actor=clerk, at=AT)
    with unit_of_work(world.actor(worker.name)):
        (kept,) = kept_files(draft)
    with unit_of_work(other):
        assert kept_files(draft) == []
        drop_kept_file(kept.id, draft_id=draft)
    with unit_of_work(clerk):
        drop_kept_file(kept.id, draft_id=draft)
        assert not KeptFile.objects.exists()


@pytest.mark.django_db
def test_a_waiting_file_is_not_cleaned_away_before_its_draft_is_forgotten():
    world = build_world()
    worker, clerk = world.workers[0], world.actor("enterprise clerk")
    with unit_of_work(clerk):
        keep_file(PNG, name="x", purpose="", draft_id=worker.id, about_id=worker.id, actor=clerk, at=AT)
        (kept,) = kept_files(worker.id)
    late = AT + KEPT_FOR + timedelta(days=400)
    clean_blobs(at=late)
    assert read_blob(kept.content_hash) == PNG
    with unit_of_work(SYSTEM):
        assert forget_kept_files(at=AT + KEPT_FOR - timedelta(seconds=1)) == 0
        assert forget_kept_files(at=late) == 1
    clean_blobs(at=late)
    with pytest.raises(FileNotFoundError):
        read_blob(kept.content_hash)


@pytest.mark.django_db
def test_a_file_that_was_looked_at_is_attached_with_what_it_is_for():
    world = build_world()
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        new = NewRecord(kind="case", title="x", state="open", verb="open", organisation_id=world.federation)
        record = open_record(new, actor=clerk, at=AT)
        file = attach_stored(record, store_file(PDF, name="查询结果.pdf"), purpose="lookup", actor=clerk, at=AT)
        assert (file.record_id, file.purpose, file.added_label) == (record, "lookup", clerk.label)
