"""A plan on the pages: drafted, tried, approved by another, rewarding by a document; the worker reads why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from niangjia.creditbank.incentives.models import Bonus, Event, Plan
from niangjia.creditbank.incentives.tests.plan import EVENT, build_bank, listed, row
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined
from niangjia.web.tests.test_fit_pages import enter, text, visitor

LOOKS = (PHONE, DESK)
FORM = {
    "title": "下半年激励计划",
    "starts": "2026-01-01",
    "ends": "2026-12-31",
    "budget": "10",
    "kind-0": "competition",
    "tier-0": "3",
    "prize-0": "first",
    "rank-0": "3",
    "amount-0": "2.5",
}


@pytest.mark.django_db
def test_a_plan_is_drafted_on_a_form_and_approved_by_another():
    bank = build_bank()
    first, second = visitor("gonghui1"), visitor("gonghui2")
    drafted = first.post(reverse("organisation-plan-add"), FORM)
    page = text(first.get(drafted.url))
    assert "要请另一位同事批准" in page
    decide = drafted.url + "decide/"
    assert first.post(decide, {"act": "approve"}).status_code == 422
    assert second.post(decide, {"act": "approve"}).status_code == 302
    with unit_of_work(bank.actor("gonghui1")):
        plan = Plan.objects.get(title="下半年激励计划")
        assert (plan.budget, [rule.amount for rule in plan.rules.all()]) == (1000, [250])
    assert first.post(reverse("organisation-plan-add"), FORM | {"budget": "许多"}).status_code == 422


@pytest.mark.django_db
def test_one_form_takes_event_document_and_list_and_with_faults_keeps_none_of_them():
    bank = build_bank()
    clerk = visitor("gonghui1")
    address = reverse("organisation-reward", args=[bank.plan])

    def sent(*rows):
        names, paper = listed(*rows), SimpleUploadedFile("结果.pdf", b"%PDF-1.7 x")
        form = {
            "issuer": "市总工会", "number": "望工〔2026〕7 号", "issued": "2026-05-01", "name": "钳工竞赛",
            "kind": "competition", "held_by": "市总工会", "held_on": "2026-04-18", "body": str(bank.made.body),
        }  # fmt: skip
        return clerk.post(address, form | {"paper": paper, "list": SimpleUploadedFile(names.name, names.content)})

    assert sent("错行").status_code == 422
    with unit_of_work(bank.actor("gonghui1")):
        assert Event.objects.count() == 1
    assert sent(row(0, event="钳工竞赛")).status_code == 302
    with unit_of_work(bank.actor("gonghui1")):
        assert Bonus.objects.get().document.number == "望工〔2026〕7 号"


@pytest.mark.browser
@pytest.mark.long
def test_the_pages_of_a_plan_and_why_a_worker_got_it_or_not(page):
    bank = build_bank()
    bank.reward(row(0), row(0, "三等奖", rank=8), row(1, "优秀奖", rank=20))
    enter(page, "gonghui2", reverse("organisation-plans"))
    examined(page, "plans", looks=LOOKS)
    for name in ("organisation-plan", "organisation-reward", "organisation-bonuses"):
        page.goto(reverse(name, args=[bank.plan]))
        examined(page, name, looks=LOOKS)
    page.goto(reverse("organisation-bonuses", args=[bank.plan]) + "?state=unrewarded")
    examined(page, "bonuses-unrewarded", looks=LOOKS)
    page.goto(reverse("organisation-plan-add"))
    examined(page, "plan-add", looks=LOOKS)
    page.context.clear_cookies()
    enter(page, "zhou", reverse("worker-bonuses"))
    examined(page, "worker-bonuses", looks=LOOKS)
    assert EVENT.name in page.content()
