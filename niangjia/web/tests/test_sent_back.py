"""What the registrar sends back, the worker reads as sent back, with the reason, before all else."""

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.models import Decision
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db
REASON = "证书照片不清楚"


def claimed(college):
    worker = college.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(college.enrolment, actor=worker, at=clock.now())


@pytest.fixture
def sent_back(client):
    college = build_college(LATHE)
    key = claimed(college)
    assert client.login(username="jiaowu1", password=PASSWORD)
    client.post(f"/registrar/claims/{key}/send-back/", {"reason": REASON})
    assert client.login(username="zhou", password=PASSWORD)
    return college, key


def test_her_home_says_first_that_it_was_sent_back_and_why(client, sent_back):
    _, key = sent_back
    told = client.get("/me/").content.decode()
    assert told.index("教务处退回了您的申请") < told.index(REASON) < told.index("补好后再申请") < told.index("我的学分")
    page = client.get(f"/me/claims/{key}/").content.decode()
    assert "教务处已退回" in page
    assert "已撤回" not in page
    assert REASON in page


def test_once_she_claims_again_the_new_claim_stands_first(client, sent_back):
    college, _ = sent_back
    claimed(college)
    assert "教务处退回了您的申请" not in client.get("/me/").content.decode()


def test_the_registrar_finds_it_under_sent_back(client, sent_back):
    college, key = sent_back
    with unit_of_work(college.actor("jiaowu1")):
        assert Decision.objects.get(record_id=key).record.state == "returned"
    assert client.login(username="jiaowu1", password=PASSWORD)
    assert str(key) in client.get("/registrar/claims/?state=returned").content.decode()
    assert str(key) not in client.get("/registrar/claims/?state=withdrawn").content.decode()
