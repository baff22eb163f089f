"""The worker's notices: the number at the bell, the list, and that she read it."""

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.terms import Term
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.notices.operations import notify
from niangjia.kernel.notices.types import NewNotice
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import AT, LATHE, PASSWORD, build_college

WORDS = Term("您的《车工》认证好了，存入 8 学分。", "Your certificate is certified: 8 credits.")


def tell(college, *abouts, kind="outcome.certified"):
    certifier = college.actor("renzheng")
    with unit_of_work(certifier):
        notify([NewNotice(college.person, kind, each, WORDS) for each in abouts], actor=certifier, at=AT)


@pytest.mark.django_db
def test_notices_are_counted_listed_and_read(client):
    college = build_college()
    (outcome,) = college.deposit(LATHE)
    tell(college, outcome)
    tell(college, new_id(), kind="something.else")
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="zhou"))
    assert WORDS.zh in client.get("/me/").text
    page = client.get("/me/notices/")
    assert [each.url for each in page.context["rows"]] == ["", f"/me/outcomes/{outcome}/"]
    assert [each.is_new for each in page.context["rows"]] == [True, True]
    tell(college, outcome)
    after = client.post("/me/notices/read/", {"latest": page.context["latest"]}, follow=True)
    assert [each.is_new for each in after.context["rows"]] == [True, False, False]
    assert client.post("/me/notices/read/", {"latest": "nothing"}).status_code == 302


@pytest.mark.browser
@pytest.mark.long
def test_the_bell_leads_to_the_notices(page):
    college = build_college()
    tell(college, *college.deposit(LATHE))
    log_in(page, "zhou", PASSWORD)
    examined(page, "notices-home")
    page.click("text=通知 1")
    examined(page, "notices")
    page.click("text=都看过了")
    page.wait_for_selector("text=您的《车工》认证好了")
    assert page.query_selector("text=都看过了") is None
