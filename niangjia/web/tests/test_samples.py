"""Samples on pages: the operator announces, draws and checks again; everyone sees what was promised."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.certification.checking import check_outcomes
from niangjia.creditbank.certification.models import SampleItem
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.certification.sampling import announce_sampling, draw_sample
from niangjia.creditbank.certification.tests.test_two_checks import build_bank, done
from niangjia.kernel.access.models import Account, ReadLog
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.browser import examined, log_in
from niangjia.web.tests.college import AT, FIXTURES, LATHE, PASSWORD, WIRE

DAY = timedelta(days=1)


def drawn_sample(*outcomes):
    made = build_bank()
    key = done(
        made,
        "yunying",
        announce_sampling,
        at=AT - DAY,
        bank_id=made.federation,
        since=AT.date(),
        until=AT.date() + DAY,
        checks_count=5,
        verdicts_count=5,
    )
    keys = made.deposit(*outcomes)
    done(made, "renzheng", check_outcomes, keys, original_seen=True)
    done(made, "renzheng2", certify_outcomes, keys)
    done(made, "yunying", draw_sample, key, at=AT + DAY)
    return made, key


def entered(client, username):
    with unit_of_work(SYSTEM):
        client.force_login(Account.objects.get(username=username))
    return client


@pytest.mark.django_db
def test_the_operator_announces_a_sample_and_draws_it_only_afterwards(client):
    build_bank()
    entered(client, "yunying")
    form = {"since": "2099-01-01", "until": "2099-04-01", "checks": "2", "verdicts": "3"}
    assert client.post("/bank/samples/", form | {"checks": "二"}).status_code == 422
    assert client.post("/bank/samples/", form | {"since": "2020-01-01"}).status_code == 422
    shown = client.post("/bank/samples/", form, follow=True)
    assert "已公布，等时段结束" in shown.text
    key = shown.context["rows"][0].record_id
    assert "抽取并公开种子" not in client.get(f"/bank/samples/{key}/").text
    assert client.post(f"/bank/samples/{key}/draw/").status_code == 422
    client.logout()
    public = client.get("/sampling/")
    assert shown.context["rows"][0].commitment in public.text
    assert client.get(f"/sampling/{key}/acts.txt").status_code == 404
    assert client.get("/bank/samples/").status_code == 302


@pytest.mark.django_db
def test_the_operator_checks_an_act_again_and_the_worker_sees_that_she_looked(client):
    made, key = drawn_sample(LATHE)
    entered(client, "yunying")
    item = client.get(f"/bank/samples/{key}/").context["items"][0][0]
    page = f"/bank/samples/items/{item.id}/"
    assert "周晓岚" in client.get(page).text
    with unit_of_work(made.actor("zhou")):
        assert ReadLog.objects.filter(about=made.person, purpose="sample.read").exists()
    assert client.post(page, {"agreed": "no", "reason": ""}).status_code == 422
    assert "等级不符" in client.post(page, {"agreed": "no", "reason": "等级不符"}, follow=True).text
    assert "收窄范围或暂停" in client.get(page).text
    assert entered(client, "renzheng").get(page).status_code == 403
    told = client.get("/certifier/findings/").text
    assert "等级不符" in told
    assert f"/certifier/outcomes/{item.outcome_id}/revoke/" in told


@pytest.mark.django_db
def test_everyone_reads_the_list_that_was_drawn_from(client):
    _, key = drawn_sample(LATHE, WIRE)
    text = client.get(f"/sampling/{key}/acts.txt").content
    assert text.count(b"\n") == 4
    page = client.get("/sampling/").text
    assert sha256(text).hexdigest() in page
    assert "周晓岚" not in page + text.decode()


@pytest.mark.django_db
def test_the_list_takes_as_many_queries_for_three_outcomes_as_for_one(client):
    counts = []
    made, key = drawn_sample(LATHE)
    entered(client, "yunying")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/bank/samples/{key}/").status_code == 200
        return len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]])

    counts.append(queries())
    with unit_of_work(made.actor("yunying")):
        first = SampleItem.objects.filter(round_id=key).first()
        SampleItem.objects.bulk_create(
            SampleItem(
                round_id=key, step="check", act_id=made.other, outcome_id=first.outcome_id, body_id=made.body, place=9
            )
            for _ in range(1)
        )
    counts.append(queries())
    assert counts[0] == counts[1]


@pytest.mark.browser
@pytest.mark.long
def test_the_operator_looks_at_a_sample(page):
    drawn_sample(LATHE, WIRE, FIXTURES)
    log_in(page, "yunying", PASSWORD)
    page.goto("/bank/samples/")
    examined(page, "bank-samples")
    page.click("text=CC-2026-001")
    examined(page, "bank-sample")
    page.click("td.c-name a >> nth=0")
    examined(page, "bank-sample-item")
    page.goto("/sampling/")
    examined(page, "public-samplings")
