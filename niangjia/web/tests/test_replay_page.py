"""What a draft would change for whom, as the registrar sees it before anyone approves it."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.batch.models import Run
from niangjia.creditbank.batch.tasks import compute_replay
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, BOOK, COMPUTING, FIXTURES, LATHE, PASSWORD, build_college
from niangjia.web.tests.english import chinese_left

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
WITHOUT_LATHES = replace(BOOK, version=4, rows=BOOK.rows[1:])

HALF_THE_HOURS = tuple(replace(row, per=Decimal(9)) if row.id == "V3" else row for row in BOOK.valuations)
BOTH = replace(WITHOUT_LATHES, valuations=HALF_THE_HOURS)


def drafted(college, book=WITHOUT_LATHES):
    registrar = college.actor("jiaowu1")
    with unit_of_work(registrar):
        return draft_rule_book(book, publisher_id=college.college, actor=registrar, at=AT)


def published(college):
    return RuleBook.objects.get(publisher_id=college.college, published_at__isnull=False)


def the_run(college):
    with unit_of_work(college.actor("jiaowu1")):
        return Run.objects.get()


def two_learners():
    """周晓岚 loses what her lathe certificate frees; 林静's fixtures gain where hours count double."""
    college = build_college(LATHE, COMPUTING)
    college.certify(*college.deposit(FIXTURES, person=college.other))
    return college


@pytest.mark.browser
def test_the_registrar_asks_sees_progress_and_then_who_gains_and_loses(page):
    college = two_learners()
    key = drafted(college, BOTH)
    log_in(page, "jiaowu1", PASSWORD)
    page.goto(f"/registrar/rules/{key}/")
    page.get_by_role("link", name="试算全部学员").click()
    examined(page, "replay-none", looks=(PHONE, DESK))
    page.get_by_role("button", name="为全部学员试算").click()
    assert "排着队" in page.locator("#run").inner_text()
    examined(page, "replay-waiting", looks=(PHONE, DESK))
    compute_replay(run_id=str(the_run(college).id))
    page.goto(f"/registrar/rules/{key}/replay/")
    told = page.locator("#run").inner_text()
    assert "周晓岚" in told
    assert "-7.0" in told
    assert "+3.0" in told
    examined(page, "replay-done")
    page.get_by_role("button", name="English").click()
    page.set_viewport_size({"width": DESK.width, "height": 900})
    assert chinese_left(page) == []
    examined(page, "replay-done-en", looks=(DESK, PHONE))
    page.get_by_role("link", name="周晓岚").click()
    assert "2025001" in page.locator("main").inner_text()
    drafted(college, replace(WITHOUT_LATHES, title="改过的规则（示例）"))
    page.goto(f"/registrar/rules/{key}/replay/")
    assert "The draft was changed since" in page.locator("#run").inner_text()


@pytest.fixture
def registrar(client):
    college = two_learners()
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="jiaowu1"))
    return client, college


def started(client, college, key):
    answer = client.post(f"/registrar/rules/{key}/replay/start/", {"against": str(published(college).id)})
    assert answer.status_code == 302
    return the_run(college)


def test_every_learner_whose_credits_change_can_be_taken_away(registrar):
    client, college = registrar
    run = started(client, college, drafted(college))
    assert client.get(f"/registrar/replays/{run.id}/workbook/").status_code == 404  # not before it is done
    compute_replay(run_id=str(run.id))
    answer = client.get(f"/registrar/replays/{run.id}/workbook/")
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(answer.content))["逐人"].rows]
    assert [str(each) for each in rows[-1]] == ["2025001", "周晓岚", "数控技术（示例）", "数控一班", "9", "2", "-7"]
    assert run.content_hash in str(rows[1][0])


@pytest.mark.parametrize("against", ["", "x", "0192f0a0-0000-7000-8000-000000000001"])
def test_without_a_published_book_to_compare_with_nothing_is_started(registrar, against):
    client, college = registrar
    key = drafted(college)
    answer = client.post(f"/registrar/rules/{key}/replay/start/", {"against": against})
    assert answer.status_code == 422
    assert "没有可以比的规则书" in answer.content.decode()
    with unit_of_work(college.actor("jiaowu1")):
        assert not Run.objects.exists()


def test_a_replay_is_the_college_s_own(registrar):
    client, college = registrar
    key = drafted(college)
    run = started(client, college, key)
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username="renzheng"))
    for path in (f"rules/{key}/replay/", f"replays/{run.id}/", f"replays/{run.id}/workbook/"):
        assert client.get(f"/registrar/{path}").status_code == 403
    with unit_of_work(college.actor("renzheng")):
        assert not Run.objects.exists()


def test_what_is_not_there_is_not_found(registrar):
    client, _ = registrar
    for path in (f"rules/{uuid4()}/replay/", f"replays/{uuid4()}/", f"replays/{uuid4()}/workbook/"):
        assert client.get(f"/registrar/{path}").status_code == 404


def test_learners_cost_the_page_no_query_each(registrar):
    client, college = registrar
    key = drafted(college)
    compute_replay(run_id=str(started(client, college, key).id))

    def queries():
        with CaptureQueriesContext(connection) as found:
            answer = client.get(f"/registrar/rules/{key}/replay/")
        return len(found), answer.content.decode().count("2025")

    one, rows = queries()
    drafted(college, BOTH)
    client.post(f"/registrar/rules/{key}/replay/start/", {"against": str(published(college).id)})
    with unit_of_work(college.actor("jiaowu1")):
        latest = Run.objects.order_by("-started_at").first()
    compute_replay(run_id=str(latest.id))
    three, more = queries()
    assert more > rows
    assert three == one
