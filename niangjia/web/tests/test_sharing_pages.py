"""Papers, links and asks without a browser: who may open them, what is refused, what is logged, how many queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from niangjia.config.middleware import path_without_secret
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.sharing.models import Opening
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.college import ALL, AT, COMPUTING, LATHE, PASSWORD, build_college
from tests.worlds import worker_paper

pytestmark = [pytest.mark.django_db]
TOKEN = re.compile(r"/s/([\w-]{32})/")
UNKNOWN = "01900000-0000-7000-8000-000000000000"
FORM = {"label": "人事科", "purpose": "应聘", "part": ["outcomes"], "days": "30", "openings": "5", "full_name": "no"}
ASK = {"paper": "identity_number", "purpose": "招用", "part": ["outcomes", "courses"]}


@pytest.fixture
def enter(client):
    def entered(username):
        with unit_of_work(SYSTEM):
            client.force_login(Account.objects.get(username=username))
        return client

    return entered


def posted():
    made = build_college(LATHE, COMPUTING)
    worker = made.actor("zhou")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return made


def add_enterprise(made):
    """A firm's clerk, who sees nobody of the college."""
    with unit_of_work(SYSTEM):
        firm = register_organisation(
            NewOrganisation("望溪重工有限公司", OrganisationKind.ENTERPRISE, parent_id=made.federation),
            actor=SYSTEM,
            at=AT,
        )
        account = create_account("zhonggong", label="经办", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.CLERK, organisation_id=firm, since=clock.day_of(AT), actor=SYSTEM, at=AT)
    return firm


def link_of(client, **changes):
    page = client.post("/me/links/new/", {"key": str(new_id()), **FORM, **changes})
    return f"/s/{TOKEN.search(page.text)[1]}/"


def ask_form(**changes):
    day = clock.today() + timedelta(days=10)
    return {**ASK, "name": "周晓岚", "number": worker_paper(0).number, "until": day.isoformat(), **changes}


def test_a_paper_goes_from_the_button_to_the_public_page(enter):
    posted()
    zhou = enter("zhou")
    page = zhou.post("/me/papers/", {"kind": "attestation", "language": "zh"}, follow=True)
    assert page.text.count("data:image/png;base64,") == 1
    code = re.search(r"nj-code\">([\w-]{19})<", page.text)[1]
    file = zhou.get(f"{page.request['PATH_INFO']}pdf/")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    zhou.logout()
    for address in (f"/verify/{code}/", f"/verify/paper/{code.lower()}/"):
        found = zhou.get(address)
        assert found.status_code == 200
        assert "周*岚" in found.text
        assert "周晓岚" not in found.text
        assert found["Cache-Control"] == "no-store"
    assert zhou.get("/verify/paper/", {"code": code})["Location"].endswith(f"/verify/paper/{code.replace('-', '')}/")


def test_another_workers_papers_links_and_asks_are_not_there(enter):
    posted()
    zhou = enter("zhou")
    paper = zhou.post("/me/papers/", {"kind": "transcript", "language": "en"})["Location"]
    link_of(zhou)
    lin = enter("lin")
    assert lin.get(paper).status_code == 404
    assert lin.get(f"{paper}pdf/").status_code == 404
    assert lin.post(f"{paper}withdraw/").status_code == 404
    assert "人事科" not in lin.get("/me/links/").text
    assert lin.get(f"/me/asks/{UNKNOWN}/").status_code == 404
    assert lin.post(f"/me/links/{UNKNOWN}/revoke/").status_code == 422
    assert lin.post("/me/papers/", {"kind": "diploma", "language": "zh"}).status_code == 404


def test_a_preview_of_a_link_uses_nothing_up(enter):
    made = posted()
    zhou = enter("zhou")
    address = link_of(zhou, openings="1")
    zhou.logout()
    for _ in range(3):
        door = zhou.get(address)
        assert (door.status_code, door["Cache-Control"], door["Referrer-Policy"]) == (200, "no-store", "same-origin")
        assert "周" not in door.text
    opened = zhou.post(address)
    assert "周*岚" in opened.text
    assert "JN-2025-11-08264" in opened.text
    assert "数控编程" not in opened.text
    gone, never = zhou.post(address), zhou.get(f"/s/{'A' * 32}/")
    assert gone.status_code == never.status_code == 404
    assert "这个链接打不开" in gone.text
    with unit_of_work(made.actor("zhou")):
        assert Opening.objects.count() == 1


def test_whoever_guesses_passcodes_or_links_has_to_wait(enter):
    posted()
    zhou = enter("zhou")
    address = link_of(zhou, passcode="8264")
    zhou.logout()
    with override_settings(LOGIN_FAILURES=2):
        assert [zhou.post(address, {"passcode": "1111"}).status_code for _ in range(3)] == [403, 403, 429]
        assert zhou.post(address, {"passcode": "8264"}).status_code == 429
        assert [zhou.get(f"/s/{'B' * 32}/").status_code for _ in range(3)] == [404, 404, 429]
        assert [zhou.get("/verify/7K2M-9QXD-41RT-ZW08/").status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/s/abc/", "/s/***/"),
        ("/s/abc", "/s/***/"),
        ("//s//abc/x", "//s//***/"),
        ("/verify/7K2M/", "/verify/***/"),
        ("/verify/paper/7K2M/", "/verify/***/"),
        ("/me/links/", "/me/links/"),
        ("/status/x", "/status/x"),
    ],
)
def test_no_log_holds_a_token_or_a_code(path, logged):
    assert path_without_secret(path) == logged


def test_a_form_that_shares_too_little_or_too_long_is_refused(enter):
    build_college()
    zhou = enter("zhou")
    for change in ({"part": []}, {"days": "x"}, {"days": "9999"}, {"openings": ""}, {"label": ""}, {"passcode": "1"}):
        answer = zhou.post("/me/links/new/", {"key": str(new_id()), **FORM, **change})
        assert answer.status_code == 422, change
    assert zhou.post("/me/links/new/", FORM).status_code == 404


def test_an_enterprise_asks_and_sees_what_was_granted_alone(enter):
    made = posted()
    add_enterprise(made)
    clerk = enter("zhonggong")
    assert clerk.post("/organisation/asks/", ask_form(name="林静")).status_code == 422
    assert clerk.post("/organisation/asks/", ask_form(until="soon")).status_code == 422
    assert clerk.post("/organisation/asks/", ask_form()).status_code == 302
    sent = clerk.get("/organisation/asks/").text
    assert "周*岚" in sent
    assert "周晓岚" not in sent
    zhou = enter("zhou")
    (key,) = set(re.findall(r"/me/asks/([\w-]{36})/", zhou.get("/me/asks/").text))
    granted = zhou.post(f"/me/asks/{key}/answer/", {"answer": "grant", "part": ["courses"]}, follow=True)
    assert "您同意查看" in granted.text
    clerk = enter("zhonggong")
    assert clerk.get(f"/organisation/asks/{key}/open/").status_code == 405
    shown = clerk.post(f"/organisation/asks/{key}/open/").text
    assert "数控编程" in shown
    assert "JN-2025-11-08264" not in shown
    assert "合格" not in shown
    zhou = enter("zhou")
    assert "望溪重工有限公司" in zhou.get("/me/looks/").text
    assert zhou.post(f"/me/asks/{key}/end/").status_code == 302
    assert enter("zhonggong").post(f"/organisation/asks/{key}/open/").status_code == 422


def test_a_refusal_leaves_the_askers_page_as_it_was(enter):
    made = posted()
    add_enterprise(made)
    enter("zhonggong").post("/organisation/asks/", ask_form())
    before = enter("zhonggong").get("/organisation/asks/").text
    zhou = enter("zhou")
    (key,) = set(re.findall(r"/me/asks/([\w-]{36})/", zhou.get("/me/asks/").text))
    assert zhou.post(f"/me/asks/{key}/answer/", {"answer": "refuse"}).status_code == 302
    after = enter("zhonggong").get("/organisation/asks/").text
    assert without_tokens(after) == without_tokens(before)


def without_tokens(text):
    """Two pages of the same content differ in their form tokens; and the first one says that the ask was sent."""
    text = re.sub(r'<div class="nj-note-box is-good nj-said".*?</div>', "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_the_registrar_prints_a_learner_and_a_class(enter):
    made = posted()
    jiaowu = enter("jiaowu1")
    one = jiaowu.post(f"/registrar/learners/{made.enrolment}/paper/", {"kind": "transcript", "language": "zh"})
    whole = jiaowu.post("/registrar/papers/transcripts/", {"class": "数控一班", "kind": "attestation"})
    assert one.content.startswith(b"%PDF")
    assert whole.content.startswith(b"%PDF")
    assert jiaowu.post(f"/registrar/learners/{UNKNOWN}/paper/", {"kind": "transcript"}).status_code == 404
    assert "打印了您的成绩单或证明" in enter("zhou").get("/me/looks/").text


def test_lists_ask_the_same_few_questions_however_long_they_are(enter):
    made = build_college(*ALL)
    add_enterprise(made)
    zhou = enter("zhou")
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            link_of(zhou)
            zhou.post("/me/papers/", {"kind": "transcript", "language": ("zh", "en")[rows % 2]})
        for path in ("/me/links/", "/me/transcript/", "/me/looks/", "/me/asks/", "/me/account/"):
            with CaptureQueriesContext(connection) as asked:
                assert zhou.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:5] == counts[5:]


def test_looks_are_read_page_by_page(enter):
    posted()
    zhou = enter("zhou")
    address = link_of(zhou, openings="100")
    zhou.logout()
    for _ in range(32):
        zhou.post(address)
    zhou = enter("zhou")
    first = zhou.get("/me/looks/").text
    assert first.count("打开了您给“人事科”的链接") == 30
    older = re.search(r'href="(\?before=[^"]+)"', first)[1].replace("&amp;", "&")
    assert zhou.get(f"/me/looks/{older}").text.count("打开了您给“人事科”的链接") == 2
    assert zhou.get("/me/looks/?before=x&id=y").status_code == 200
