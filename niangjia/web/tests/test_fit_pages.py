"""Posts and abilities on the pages: an enterprise opens posts and sees counts; a worker sees her gap, alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from niangjia.core import clock
from niangjia.creditbank.abilities.models import Offer, Post, Share
from niangjia.creditbank.abilities.operations import open_posts
from niangjia.creditbank.abilities.tests.firm import build_firm
from niangjia.creditbank.abilities.types import NewPost
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined
from niangjia.web.tests.college import AT, LATHE, PASSWORD

LOOKS = (PHONE, DESK)


def visitor(username):
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def enter(page, username, path):
    """Log in on the way to a page."""
    page.goto(f"/login/?next={path}")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"**{path}")


def text(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.django_db
def test_an_enterprise_cannot_tell_from_its_pages_who_said_no_or_was_never_asked():
    firm = build_firm(LATHE)
    desk, worker, other = visitor("firm1"), visitor("zhou"), visitor("lin")
    pages = [
        reverse("organisation-post", args=[firm.post]),
        reverse("organisation-group"),
        reverse("organisation-posts"),
    ]

    def seen():
        return [text(desk.get(page)).split("<main", 1)[1].partition("csrfmiddlewaretoken")[0] for page in pages]

    before = seen()
    for client in (worker, other):
        client.post(reverse("worker-fit-answer", args=[firm.post]), {"act": "silent"})
    assert seen() == before
    fit_page = text(worker.get(reverse("worker-fit-post", args=[firm.post])))
    shown = fit_page.split('name="seen" value="', 1)[1].split('"', 1)[0]
    worker.post(reverse("worker-fit-answer", args=[firm.post]), {"act": "show", "seen": shown})
    assert "周晓岚" in seen()[0]
    worker.post(reverse("worker-fit-answer", args=[firm.post]), {"act": "back"})
    assert seen() == before


@pytest.mark.django_db
def test_looking_at_what_a_worker_shows_is_written_where_she_reads_it():
    firm = build_firm(LATHE)
    worker, desk = visitor("zhou"), visitor("firm1")
    shown = text(worker.get(reverse("worker-fit-post", args=[firm.post]))).split('name="seen" value="', 1)[1]
    worker.post(reverse("worker-fit-answer", args=[firm.post]), {"act": "show", "seen": shown.split('"', 1)[0]})
    with unit_of_work(firm.actor("zhou")):
        share = Share.objects.get()
    assert "周晓岚" in text(desk.get(reverse("organisation-share", args=[share.id])))
    assert "查看您出示的岗位匹配" in text(worker.get(reverse("worker-me")))
    assert visitor("firm2").get(reverse("organisation-share", args=[share.id])).status_code == 404
    with unit_of_work(firm.actor("zhou")):
        assert ReadLog.objects.filter(about=firm.made.person, purpose="fit.share").count() == 1


@pytest.mark.django_db
def test_pages_of_posts_are_closed_to_others():
    firm = build_firm()
    for username, status in (("firm2", 404), ("zhou", 403), ("jiaowu1", 403)):
        assert visitor(username).get(reverse("organisation-post", args=[firm.post])).status_code == status


@pytest.mark.django_db
def test_the_list_of_posts_takes_as_many_queries_with_one_as_with_three():
    firm = build_firm()
    worker, counts = visitor("zhou"), []
    for titles in ([], ["铣工", "钳工"]):
        if titles:
            clerk = firm.actor("firm1")
            with unit_of_work(clerk):
                open_posts([NewPost(each) for each in titles], organisation_id=firm.firm, actor=clerk, at=AT)
        worker.get(reverse("worker-fit"))
        with CaptureQueriesContext(connection) as asked:
            text(worker.get(reverse("worker-fit")))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_the_matrix_goes_out_as_a_workbook_and_a_framework_as_case():
    firm = build_firm()
    desk = visitor("firm1")
    assert desk.get(reverse("organisation-group-export")).content[:2] == b"PK"
    assert desk.get(reverse("organisation-framework-template")).content[:2] == b"PK"
    case = desk.get(reverse("organisation-framework-case", args=[firm.framework]))
    assert case["Content-Disposition"].startswith("attachment")
    assert case.json()["CFDocument"]["title"] == "机械加工能力（示例）"


@pytest.mark.browser
@pytest.mark.long
def test_from_job_titles_to_a_gap_in_a_few_pages(page):
    firm = build_firm(LATHE)
    enter(page, "firm1", reverse("organisation-posts-add"))
    examined(page, "org-posts-add", looks=LOOKS)
    page.fill("#titles", "数控车工 5\n电工")
    page.click("main button")
    examined(page, "org-posts-occupations", looks=LOOKS)
    page.check("input[name=inviting-0]")
    page.click("main form button.btn-primary")
    examined(page, "org-posts-needs", looks=LOOKS)
    page.click("main form button.btn-primary")
    examined(page, "org-posts", looks=LOOKS)
    with unit_of_work(firm.actor("firm1")):
        made = Post.objects.get(title="数控车工")
        assert (made.needed_count, made.is_inviting, made.occupation_id) == (5, True, "6-18-01-01")
        assert [need.ability.code for need in made.needs.all()] == ["M1"]
    page.goto(reverse("organisation-offers"))
    tomorrow = clock.today() + timedelta(days=30)
    page.select_option("#kind", "practice")
    page.fill("#title", "数控编程跟班实践")
    page.fill("#place", "二车间")
    page.fill("#starts", tomorrow.isoformat())
    page.fill("#ends", (tomorrow + timedelta(days=30)).isoformat())
    page.click("main details summary")
    page.select_option(f"#g-{firm.abilities['M2']}", "3")
    page.click("text=发布给职工")
    examined(page, "org-offers", looks=LOOKS)
    with unit_of_work(firm.actor("firm1")):
        assert Offer.objects.get().title == "数控编程跟班实践"
    for name in ("organisation-group", "organisation-frameworks"):
        page.goto(reverse(name))
        examined(page, name, looks=LOOKS)
    page.context.clear_cookies()
    enter(page, "zhou", reverse("worker-fit"))
    examined(page, "worker-fit", looks=LOOKS)
    page.goto(reverse("worker-fit-post", args=[firm.post]))
    examined(page, "worker-fit-post", looks=LOOKS)
    page.click("text=同意向这个岗位出示")
    examined(page, "worker-fit-shown", looks=LOOKS)
    page.context.clear_cookies()
    enter(page, "firm1", reverse("organisation-post", args=[firm.post]))
    examined(page, "org-post", looks=LOOKS)
    page.click("text=周晓岚")
    examined(page, "org-share", looks=LOOKS)
