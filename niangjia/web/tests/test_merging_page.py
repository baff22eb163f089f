"""A clerk compares two accounts, reads what stands twice, merges them and parts them again."""

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.kernel.access.models import Account, ReadLog
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import AT, FIXTURES, PASSWORD, build_college


def compared(made):
    return f"/organisation/merging/?pick={made.person}&pick={made.other}"


@pytest.mark.django_db
def test_two_accounts_are_compared_merged_and_parted(client):
    made = build_college(FIXTURES)
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="gonghui1"))
    page = client.get(compared(made))
    assert [each.zh for each in page.context["conflicts"]] == [
        "两边都在《数控技术（示例）》有学籍：请学院先结束其中一个"
    ]
    sent = {"kept": made.person, "both": [made.person, made.other], "reason": "同一张照片"}
    assert client.post("/organisation/merging/merge/", sent).status_code == 422
    with unit_of_work(made.actor("jiaowu1")):
        Enrolment.objects.filter(id=made.other_enrolment).update(ended_on=AT.date())
    assert client.post("/organisation/merging/merge/", sent).status_code == 302
    assert "同一张照片" in client.get(compared(made)).text
    assert client.post(f"/organisation/merging/{made.other}/part/").status_code == 302
    assert "同一张照片" not in client.get(compared(made)).text
    with unit_of_work(made.actor("zhou")):
        assert ReadLog.objects.filter(about=made.person, purpose="person.merge").exists()


@pytest.mark.browser
@pytest.mark.long
def test_the_page_to_merge_accounts_is_fit_to_be_seen(page):
    made = build_college(FIXTURES)
    log_in(page, "gonghui1", PASSWORD)
    page.goto("/organisation/merging/?q=周晓岚")
    examined(page, "merge-1-search")
    page.goto(compared(made))
    examined(page, "merge-2-conflicts")
