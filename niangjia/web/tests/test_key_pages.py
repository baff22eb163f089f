"""The security administrator changes and revokes keys on a page; a certifier sees which key signs, and no more."""

from datetime import timedelta

import pytest

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.operations import signer_of
from niangjia.kernel.credentials.queries import public_keys
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, PASSWORD, build_college

pytestmark = pytest.mark.django_db


def made():
    college = build_college()
    with unit_of_work(SYSTEM):
        account = create_account("anquan", label="安全管理员", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.SECURITY, organisation_id=college.federation, since=AT.date(), actor=SYSTEM, at=AT)
        for issuer in (None, college.body):
            signer_of(issuer, at=clock.now() - timedelta(days=3))
    return college


@pytest.mark.browser
@pytest.mark.long
def test_a_key_is_changed_and_the_old_one_revoked(page):
    college = made()
    log_in(page, "anquan", PASSWORD)
    assert page.locator("h1").inner_text() == "签名密钥"
    body = page.locator("section", has_text="望溪技能评价中心")
    body.get_by_text("更换密钥").first.click()
    body.locator("input[name=reason]").fill("人员离职")
    examined(page, "keys", looks=(PHONE, DESK))
    body.get_by_role("button", name="更换密钥").click()
    assert "已换新密钥" in page.locator("main").inner_text()
    old = page.locator("section", has_text="望溪技能评价中心")
    old.get_by_text("密钥泄露了，宣布失效").click()
    old.locator("input[name=since]").fill((clock.today() - timedelta(days=1)).isoformat())
    old.locator("form", has_text="从哪一天起失效").locator("input[name=reason]").fill("泄露")
    old.get_by_role("button", name="宣布失效").click()
    examined(page, "keys-revoked", looks=(PHONE, DESK))
    assert [(key.signs, bool(key.revoked_since)) for key in public_keys(college.body)] == [(True, False), (False, True)]


def test_a_certifier_sees_her_bodys_keys_and_may_not_change_them(client):
    college = made()
    assert client.login(username="renzheng", password=PASSWORD)
    shown = client.get("/certifier/keys/").content.decode()
    assert public_keys(college.body)[0].public[-12:] in shown
    assert "更换密钥" not in shown
    assert client.get("/keys/").status_code == 403
    assert client.post("/keys/rotate/", {"issuer": str(college.body), "reason": "x"}).status_code == 403
    assert len(public_keys(college.body)) == 1


def test_revoking_without_a_day_is_refused(client):
    college = made()
    assert client.login(username="anquan", password=PASSWORD)
    client.post("/keys/rotate/", {"issuer": str(college.body), "reason": "到期"})
    old = public_keys(college.body)[1]
    answer = client.post(f"/keys/{old.id}/revoke/", {"since": "soon", "reason": "泄露"})
    assert "从哪一天起失效" in answer.content.decode()
    assert public_keys(college.body)[1].revoked_since is None
