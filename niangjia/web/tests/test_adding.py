"""A worker brings in an outcome; her union does it for her; papers are handed over as files alone."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.outcomes.models import Draft, Lookup, Outcome
from niangjia.creditbank.outcomes.types import Consent, Source, State
from niangjia.kernel.access.models import Account, ReadLog
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Attachment
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import FIXTURES, LATHE, PASSWORD, build_college

JPEG = b"\xff\xd8\xff\xe0 a picture of a certificate"
TYPED = {
    "occupation": "车工",
    "level": "三级（高级工）",
    "certificate_number": "JN-2025-11-08264",
    "issuer": "望溪技能评价中心",
    "awarded_on": "2025-11-20",
}


def enter(client, username):
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username=username))


def picture(name="证书.jpg", content=JPEG):
    return SimpleUploadedFile(name, content, content_type="text/html")  # what a browser claims is not believed


def draft_in(client, made, *, start, typed=TYPED, **papers):
    """Walk the three steps; gives the address of the last."""
    facts = start.url
    assert client.post(facts, typed).url == f"{facts}papers/"
    sent = {"body": made.body, "act": "next", **({"evidence": picture()} | papers)}
    assert client.post(f"{facts}papers/", sent).url == f"{facts}check/"
    return f"{facts}check/"


@pytest.mark.django_db
def test_a_worker_walks_from_the_kind_to_the_result(client):
    made = build_college()
    enter(client, "zhou")
    check = draft_in(client, made, start=client.post("/me/outcomes/add/", {"kind": "skill_certificate"}))
    said = [(each.label.zh, each.value.zh) for each in client.get(check).context["answers"]]
    assert said[:3] == [
        ("职业(工种)", "车工 6-18-01-01"),
        ("等级", "三级（高级工）"),
        ("证书编号", "JN-2025-11-08264"),
    ]
    result = client.post(check, {"act": "deposit"}, follow=True)
    assert "《车工》已交给望溪技能评价中心" in result.text
    page = client.get("/me/outcomes/")
    assert [each.state.term.zh for each in page.context["outcomes"]] == ["等认证"]
    assert list(page.context["drafts"]) == []


@pytest.mark.django_db
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(client):
    made = build_college()
    enter(client, "zhou")
    facts = client.post("/me/outcomes/add/", {"kind": "skill_certificate"}).url
    page = client.post(facts, {**TYPED, "awarded_on": "2099-01-01"})
    assert set(page.context["wrong"]) == {"awarded_on"}
    enter(client, "zhou")  # the connection was lost, another day
    shown = {each.name: each.value for each in client.get(facts).context["fields"]}
    assert shown["certificate_number"] == "JN-2025-11-08264"
    enter(client, "lin")
    assert client.get(facts).status_code == 422  # it is not hers
    enter(client, "zhou")
    assert client.post(f"{facts}papers/", {"evidence": picture(content=b"<script>")}).status_code == 422
    assert made.body


@pytest.mark.django_db
def test_her_union_types_it_in_and_she_confirms(client):
    made = build_college()
    enter(client, "gonghui1")
    found = client.get("/organisation/deposits/", {"q": "周晓岚"}).context["people"]
    assert [(each.name, each.papers[0][1].count("*") > 4) for each in found] == [("周晓岚", True)]
    started = client.post("/organisation/deposits/", {"person": made.person, "kind": "skill_certificate"})
    check = draft_in(client, made, start=started)
    assert "请她本人确认" in client.get(check).text
    client.post(check, {"act": "ask"})
    enter(client, "zhou")
    assert "经办 替您填的" in client.get("/me/outcomes/").text
    own = check.replace("/organisation/deposits/", "/me/outcomes/add/")
    assert "确认无误，提交" in client.get(own).text
    client.post(own, {"act": "deposit"})
    with unit_of_work(made.actor("zhou")):
        deposit = Outcome.objects.select_related("deposit").get().deposit
    assert (deposit.source, deposit.consent, deposit.source_name) == (
        Source.CLERK, Consent.CONFIRMED, "望溪县总工会"
    )  # fmt: skip
    enter(client, "gonghui1")
    assert "已确认，已提交" in client.get("/organisation/deposits/").text


@pytest.mark.django_db
def test_she_declines_and_her_union_reads_it(client):
    made = build_college()
    enter(client, "gonghui1")
    started = client.post("/organisation/deposits/", {"person": made.person, "kind": "skill_certificate"})
    check = draft_in(client, made, start=started)
    client.post(check, {"act": "ask"})
    enter(client, "zhou")
    client.post(check.replace("/organisation/deposits/", "/me/outcomes/add/"), {"act": "decline"})
    enter(client, "gonghui1")
    assert "本人不同意" in client.get("/organisation/deposits/").text
    with unit_of_work(made.actor("gonghui1")):
        assert Draft.objects.get().outcome_id is None


def paper_of(made, username="zhou"):
    with unit_of_work(made.actor(username)):
        return Attachment.objects.get().id


@contextmanager
def deposited(client, made):
    enter(client, "zhou")
    check = draft_in(client, made, start=client.post("/me/outcomes/add/", {"kind": "skill_certificate"}))
    client.post(check, {"act": "deposit"})
    yield f"/evidence/{paper_of(made)}/"


@pytest.mark.django_db
def test_a_paper_is_handed_over_as_a_file_that_runs_nothing(client):
    made = build_college()
    with deposited(client, made) as address:
        got = client.get(address)
    assert (got.content, got["Content-Type"], got["X-Content-Type-Options"]) == (JPEG, "image/jpeg", "nosniff")
    assert got["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "status", "logged"), [("renzheng", 200, 1), ("jiaowu1", 404, 0), ("gonghui1", 404, 0), ("lin", 404, 0)]
)
def test_who_may_open_a_paper_and_that_it_is_written_down(client, username, status, logged):
    made = build_college()
    with deposited(client, made) as address:
        enter(client, username)
        assert client.get(address).status_code == status
    with unit_of_work(made.actor("zhou")):
        assert ReadLog.objects.filter(about=made.person, purpose="outcome.evidence").count() == logged


@pytest.mark.django_db
def test_more_papers_are_added_until_it_is_decided(client):
    made = build_college()
    with deposited(client, made):
        with unit_of_work(made.actor("zhou")):
            key = Outcome.objects.get().record_id
        more = {"evidence": picture("背面.jpg", JPEG + b"2")}
        assert client.post(f"/me/outcomes/{key}/papers/", more).status_code == 302
        assert "背面.jpg" in client.get(f"/me/outcomes/{key}/").text
        made.certify(key)
        again = {"evidence": picture("又一张.jpg", JPEG + b"3")}
        assert client.post(f"/me/outcomes/{key}/papers/", again).status_code == 422


@pytest.mark.django_db
def test_the_certifier_files_what_the_official_register_said(client):
    made = build_college()
    with deposited(client, made):
        enter(client, "renzheng")
        with unit_of_work(made.actor("renzheng")):
            key = Outcome.objects.get(record__state=State.DEPOSITED).record_id
        sent = {
            "register": "技能人才评价证书全国联网查询",
            "looked_on": "2026-05-08",
            "result": "found",
            "picture": picture("查询.png", b"\x89PNG\r\n\x1a\n"),
        }
        page = client.post(f"/certifier/outcomes/{key}/lookup/", sent, follow=True)
    assert "查到，一致" in page.text
    with unit_of_work(made.actor("zhou")):
        looked = Lookup.objects.get()
    assert (looked.looked_on, looked.looked_label) == (date(2026, 5, 8), "认证员")


@pytest.mark.browser
@pytest.mark.long
def test_a_worker_deposits_from_her_phone(page):
    made = build_college()
    made.deposit(FIXTURES)
    log_in(page, "zhou", PASSWORD)
    page.goto("/me/outcomes/")
    examined(page, "add-0-outcomes")
    page.get_by_role("link", name="存入一项成果").click()
    examined(page, "add-1-kind")
    page.get_by_label("技能等级证书").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="保存，下一步传材料").click()
    examined(page, "add-2-wrong")
    page.get_by_label("职业(工种)").fill("车工")
    page.get_by_label("证书编号").fill(LATHE.certificate_number)
    page.get_by_label("等级").select_option("三级（高级工）")
    page.get_by_label("取得日期").fill("2025-11-20")
    page.get_by_role("button", name="保存，下一步传材料").click()
    page.set_input_files("#evidence", [{"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": JPEG}])
    page.get_by_role("button", name="先传上这些材料").click()
    page.get_by_label("望溪技能评价中心").check()
    examined(page, "add-3-papers")
    page.get_by_role("button", name="保存，下一步核对").click()
    examined(page, "add-4-check")
    page.get_by_role("button", name="提交给认证机构").click()
    examined(page, "add-5-deposited")
    page.get_by_role("link", name="看这项成果").click()
    examined(page, "add-6-outcome")
    page.context.clear_cookies()
    log_in(page, "renzheng", PASSWORD)
    page.goto("/certifier/")
    page.get_by_role("link", name="车工").click()
    examined(page, "add-7-certifier")
    page.context.clear_cookies()
    log_in(page, "gonghui1", PASSWORD)
    page.goto("/organisation/deposits/?q=zxl")
    examined(page, "add-8-clerk")
