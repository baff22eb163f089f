"""Files handed in at the registrar's desk: what is new is said to be new, what stood there already is not."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from niangjia.creditbank.programmes.models import Programme
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import PASSWORD, build_college

pytestmark = pytest.mark.django_db
PILOT = settings.PROJECT / "examples" / "anqing"


@pytest.fixture
def college(client):
    made = build_college(book=None)
    assert client.login(username="jiaowu1", password=PASSWORD)
    return made


def said(client, path, name):
    """What the page says after a workbook of the pilot was handed in."""
    file = SimpleUploadedFile(name, (PILOT / name).read_bytes())
    answer = client.post(path, {"file": file}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_programmes_uploaded_again_change_nothing_and_say_so(client, college):
    path = "/registrar/programmes/upload/"
    assert said(client, path, "programme.xlsx") == ["已发布 8 个专业。"]
    assert said(client, path, "programme.xlsx") == ["8 个专业和已发布的版本一样，没有改动。"]
    with unit_of_work(college.actor("jiaowu1")):
        assert Programme.objects.filter(college_id=college.college).count() == 9  # the eight, and the college's own


def test_a_rule_book_uploaded_again_stays_the_draft_that_it_was(client, college):
    assert said(client, "/registrar/programmes/upload/", "programme.xlsx")
    path = "/registrar/rules/upload/"
    assert said(client, path, "rulebook.xlsx") == ["草稿已保存。核对后请另一位同事发布。"]
    assert said(client, path, "rulebook.xlsx") == ["和已经保存的第 1 版一样，没有改动。"]
    with unit_of_work(college.actor("jiaowu1")):
        assert RuleBook.objects.filter(publisher_id=college.college).count() == 1


def test_clerk_takes_the_template_of_the_standard_table_and_a_certifier_does_not(client, college):  # noqa: ARG001
    assert client.login(username="gonghui1", password=PASSWORD)
    answer = client.get("/registrar/rules/template/")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert client.login(username="renzheng", password=PASSWORD)
    assert client.get("/registrar/rules/template/").status_code in {403, 422}
