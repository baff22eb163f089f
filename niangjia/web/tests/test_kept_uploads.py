"""A file that was refused is kept for its uploader alone, unreadable to all others, and goes when it was used."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, PASSWORD, build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db
NUMBER = worker_paper(0).number
FILE = (
    "证件号码,姓名,成果类型,名称,取得日期,学时\n"
    f"{NUMBER},周晓岚,培训学时,复训,2026/5/1,32\n{NUMBER},周晓岚,培训学时,复训,2026/5/2,三十二\n"
)


@pytest.fixture
def data(settings, tmp_path):
    settings.NIANGJIA_DATA = tmp_path
    return tmp_path


def refused(client, username="renzheng"):
    """The token on the page that shows the file's faults."""
    assert client.login(username=username, password=PASSWORD)
    answer = client.post("/certifier/import/", {"file": SimpleUploadedFile("培训.csv", FILE.encode())})
    assert answer.status_code == 422
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def blobs(data: Path):
    return [path for path in (data / "blobs").rglob("*") if path.is_file()]


def test_a_refused_file_can_not_be_read_where_it_lies(client, data):
    build_college()
    refused(client)
    (blob,) = blobs(data)
    assert NUMBER.encode() not in blob.read_bytes()
    assert "周晓岚".encode() not in blob.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in (data / "blobs").rglob("*") if path.is_dir()} == {0o700}
    assert (data / "blobs").stat().st_mode & 0o777 == 0o700
    assert blob.stat().st_mode & 0o777 == 0o600


def test_folders_that_stood_open_are_closed(client, data):
    build_college()
    (data / "blobs").mkdir(mode=0o755)
    refused(client)
    assert (data / "blobs").stat().st_mode & 0o777 == 0o700


def test_taking_the_good_rows_removes_the_file(client, data, django_capture_on_commit_callbacks):
    college = build_college()
    token = refused(client)
    assert client.post("/certifier/import/mend/", {"token": token}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/certifier/import/", {"token": token}).status_code == 302
    with unit_of_work(college.actor("renzheng")):
        assert Outcome.objects.count() == 1
    assert blobs(data) == []
    again = client.post("/certifier/import/", {"token": token})
    assert (again.status_code, "重新选择文件" in again.content.decode()) == (422, True)


def test_another_certifier_of_the_same_body_can_not_use_the_token(client, data):  # noqa: ARG001 - its own data folder
    college = build_college()
    token = refused(client)
    with unit_of_work(SYSTEM):
        other = create_account("renzheng2", label="认证员", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(other.id, Role.CERTIFIER, organisation_id=college.body, since=AT.date(), actor=SYSTEM, at=AT)
    assert client.login(username="renzheng2", password=PASSWORD)
    for path in ("/certifier/import/", "/certifier/import/mend/"):
        assert client.post(path, {"token": token}).status_code == 422
    with unit_of_work(college.actor("renzheng")):
        assert not Outcome.objects.exists()
