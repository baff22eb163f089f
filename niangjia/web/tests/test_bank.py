"""The operator's pages: bodies with search and filter, one body with its acts, experts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisations
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import AT, PASSWORD, build_college


@pytest.fixture
def enter(client):
    def entered(username):
        with unit_of_work(SYSTEM):
            client.force_login(Account.objects.get(username=username))
        return client

    return entered


def more_bodies(*names):
    kind = OrganisationKind.CERTIFYING_BODY
    with unit_of_work(SYSTEM):
        return register_organisations([NewOrganisation(name, kind) for name in names], actor=SYSTEM, at=AT)


@pytest.mark.django_db
def test_the_operators_pages_are_closed_to_others_and_hers_open(enter):
    build_college()
    for name in ("renzheng", "gonghui1", "jiaowu1", "zhou"):
        assert enter(name).get("/bank/").status_code == 403
    assert enter("yunying").get("/door/")["Location"] == "/bank/"


@pytest.mark.django_db
def test_a_body_is_accredited_suspended_lifted_and_ended_on_its_page(enter):
    build_college()
    (body,) = more_bodies("外县评价站（示例）")
    client, page = enter("yunying"), f"/bank/bodies/{body}/"
    form = {"kind": "training", "since": "2026-05-01", "until": "2099-01-01", "level_from": "", "level_to": ""}
    assert "现在没有授权" in client.get(page).text
    assert client.post(f"{page}accredit/", form | {"since": "明天"}).status_code == 422
    shown = client.post(f"{page}accredit/", form, follow=True)
    assert "培训学时：全部职业，全部等级" in shown.text
    held = shown.context["current"].record_id
    assert client.post(f"/bank/accreditations/{held}/suspend/", {"reason": ""}).status_code == 422
    shown = client.post(f"/bank/accreditations/{held}/suspend/", {"reason": "投诉核查"}, follow=True)
    assert "不能收、不能认证成果" in shown.text
    shown = client.post(f"/bank/accreditations/{held}/lift/", {"reason": "查无问题"}, follow=True)
    assert "已恢复" in shown.text
    assert client.post(f"/bank/accreditations/{held}/nothing/", {"reason": "x"}).status_code == 404
    shown = client.post(f"/bank/accreditations/{held}/end/", {"reason": "机构注销"}, follow=True)
    assert [entry.words for entry in shown.context["timeline"]] == ["end", "lift", "suspend", "accredit"]


@pytest.mark.django_db
def test_the_list_takes_as_many_queries_for_three_bodies_as_for_one(enter):
    build_college()
    client = enter("yunying")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/bank/").status_code == 200
        return len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]])

    few = queries()
    more_bodies("甲评价站（示例）", "乙评价站（示例）")
    assert queries() == few


@pytest.mark.browser
@pytest.mark.long
def test_the_operator_looks_at_bodies_and_experts(page):
    build_college()
    more_bodies("外县评价站（示例）")
    log_in(page, "yunying", PASSWORD)
    examined(page, "bank-bodies")
    page.click("text=望溪技能评价中心")
    examined(page, "bank-body")
    page.goto("/bank/experts/")
    page.fill("#name", "示例专家")
    page.fill("#employer", "示例大学机械学院")
    page.fill("#occupations", "6-18-01，6-31-01")
    page.click("main button")
    page.wait_for_selector("text=已加入专家库")
    examined(page, "bank-experts")
    page.goto("/bank/?q=waixian")
    page.click("text=外县评价站")
    examined(page, "bank-body-none")
