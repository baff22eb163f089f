"""The operator sets how outcomes are checked and which reasons there are; nobody else does."""

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.certification.models import CheckRule, Reason
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import PASSWORD, build_college

RULE = {"kind": "training", "value_from": "2.5", "checks": "2", "days": "15"}
REASON = {"use": "refuse", "kind": "", "code": "seal-missing", "zh": "材料没有盖章", "en": "The paper bears no seal"}


@pytest.mark.django_db
def test_rules_and_reasons_are_set_and_ended_on_the_page(client):
    build_college()
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="yunying"))
    assert client.post("/bank/settings/rules/", RULE | {"checks": "3"}).status_code == 422
    assert client.post("/bank/settings/rules/", RULE | {"value_from": "NaN"}).status_code == 422
    assert "2.5 标准学分起" in client.post("/bank/settings/rules/", RULE, follow=True).text
    with unit_of_work(SYSTEM):
        rule = CheckRule.objects.get(kind="training")
        assert (rule.value_from, rule.checks_count, rule.evidence_days) == (250, 2, 15)
    assert "2.5 标准学分起" not in client.post(f"/bank/settings/rules/{rule.id}/end/", follow=True).text
    assert client.post("/bank/settings/reasons/", REASON | {"en": ""}).status_code == 422
    assert "材料没有盖章" in client.post("/bank/settings/reasons/", REASON, follow=True).text
    with unit_of_work(SYSTEM):
        reason = Reason.objects.get(code="seal-missing")
    assert "材料没有盖章" not in client.post(f"/bank/settings/reasons/{reason.id}/end/", follow=True).text


@pytest.mark.django_db
def test_the_operator_reads_how_bodies_work(client):
    made = build_college()
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="yunying"))
    shown = client.get("/bank/quality/")
    assert [row.body.party_id for row in shown.context["rows"]] == [made.body]
    assert "望溪技能评价中心" in shown.text


@pytest.mark.browser
@pytest.mark.long
def test_the_operator_looks_at_settings_and_figures(page):
    build_college()
    log_in(page, "yunying", PASSWORD)
    page.goto("/bank/settings/")
    examined(page, "bank-settings")
    page.goto("/bank/quality/")
    examined(page, "bank-quality")
