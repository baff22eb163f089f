"""The worker's credentials: a code to scan, pictures and files that hold them, all in one; hers alone."""

import json

import pytest
from django.urls import reverse

from niangjia.core.audit.types import SYSTEM
from niangjia.core.clock import now
from niangjia.core.proofs.baking import unbake_png, unbake_svg
from niangjia.core.proofs.compact import packed, unpacked
from niangjia.core.proofs.errors import UnreadableError
from niangjia.creditbank.credentials.queries import credentials_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import set_status
from niangjia.kernel.credentials.sequencing import integrate
from niangjia.kernel.credentials.types import Purpose
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import COMPUTING, LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db


@pytest.fixture
def college(client):
    made = build_college(LATHE, COMPUTING)
    assert client.login(username="zhou", password=PASSWORD)
    return made


def held(college):
    with unit_of_work(college.actor("zhou")):
        return credentials_of(college.person)


def opened(client, each, form):
    return client.get(reverse("worker-credential-file", args=[each.id, form]))


def test_opening_the_list_issues_them_and_each_form_holds_the_same(client, college):
    assert client.get("/me/credentials/").status_code == 200
    (_, lathe) = held(college)
    assert opened(client, lathe, "json").content.decode() == lathe.text
    assert unbake_png(opened(client, lathe, "png").content) == lathe.text
    assert unbake_svg(opened(client, lathe, "svg").content) == lathe.text
    assert opened(client, lathe, "exe").status_code == 404
    archive = json.loads(client.get("/me/credentials/all.json").content)
    assert archive["type"][1] == "ClrCredential"
    assert {each["name"] for each in archive["credentialSubject"]["verifiableCredential"]} == {
        each.name for each in held(college)
    }


def test_the_proof_of_the_log_is_there_once_the_log_has_it(client, college):
    client.get("/me/credentials/")
    lathe = held(college)[1]
    assert (
        "not_in_log_yet" in str(opened(client, lathe, "log").headers) or opened(client, lathe, "log").status_code >= 400
    )
    with unit_of_work(SYSTEM):
        integrate(at=now())
    assert json.loads(opened(client, lathe, "log").content)["checkpoint"].startswith("127.0.0.1:8000/log\n")


def test_another_worker_finds_nothing_of_hers(client, college):
    client.get("/me/credentials/")
    lathe = held(college)[1]
    client.login(username="lin", password=PASSWORD)
    assert client.get(reverse("worker-credential", args=[lathe.id])).status_code == 404
    assert [opened(client, lathe, form).status_code for form in ("json", "png", "log")] == [404, 404, 404]


def test_what_the_code_holds_is_the_credential_and_little_enough_to_scan(client, college):
    client.get("/me/credentials/")
    document = json.loads(held(college)[1].text)
    text = packed(document)
    assert len(text) < 900
    got = unpacked(text)
    assert got["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert got | {"proof": 0} == document | {"proof": 0}


@pytest.mark.parametrize("wrong", ["", "2abc", "1", "1!!!", "1" + "A" * 5000, "1c3RyYW5nZQ"])
def test_what_is_no_packed_credential_is_refused(wrong):
    with pytest.raises(UnreadableError):
        unpacked(wrong)


@pytest.mark.browser
@pytest.mark.long
def test_she_shows_a_credential_and_a_revoked_one_says_so(page):
    college = build_college(LATHE, COMPUTING)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/outcomes/")
    page.click("text=拿给单位、学校看")
    examined(page, "credentials")
    page.click("text=车工")
    assert page.locator("img.nj-scan").is_visible()
    page.click("text=下载文件")
    examined(page, "credential")
    lathe = next(each for each in held(college) if each.name.startswith("车工"))
    with unit_of_work(SYSTEM):
        set_status([lathe.about_id], Purpose.REVOCATION, holds=True, at=now())
    page.reload()
    examined(page, "credential-revoked", looks=(PHONE, DESK))
    assert page.locator("img.nj-scan").count() == 0
    page.goto("/me/credentials/")
    page.get_by_role("button", name="English").click()
    assert page.locator("h1").inner_text() == "My credentials 2 credentials"
    assert "revoked" in page.locator("main").inner_text()
