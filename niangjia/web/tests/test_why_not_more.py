"""The page of credits decides in one solve; why no more is recognised is worked out when it is opened."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.creditbank.engine.books import LimitKind, LimitRow
from niangjia.creditbank.engine.problem import Side
from niangjia.web.tests.college import BOOK, COMPUTING, LATHE, PASSWORD, build_college

pytestmark = pytest.mark.django_db
URL = "/me/why-not-more/"
CAP = LimitRow("S1", "第二十条", "认定上限", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal("6.5"))
TOLD = "能多认定"


@pytest.fixture
def worker(client):
    build_college(LATHE, COMPUTING, book=replace(BOOK, limits=(CAP,)))
    assert client.login(username="zhou", password=PASSWORD)
    return client


def test_the_first_page_holds_only_the_way_to_the_answer(worker):
    page = worker.get("/me/credits/").content.decode()
    assert f'hx-get="{URL}" hx-trigger="toggle once"' in page
    assert TOLD not in page


def test_opening_it_names_the_cap_and_what_one_step_more_would_bring(worker):
    part = worker.get(URL, headers={"HX-Request": "true"}).content.decode()
    assert "认定上限" in part
    assert "第二十条" in part
    assert TOLD in part
    assert "<html" not in part
    assert "<h1>为什么不能再多</h1>" in worker.get(URL).content.decode()


def test_without_a_cap_it_says_that_nothing_more_matches(client):
    build_college(LATHE)
    assert client.login(username="zhou", password=PASSWORD)
    assert "再没有能对上课程的了" in client.get(URL).content.decode()


def test_it_asks_the_database_no_more_than_the_page_itself(worker):
    def count(url):
        with CaptureQueriesContext(connection) as asked:
            worker.get(url)
        return len(asked)

    assert count(URL) <= count("/me/credits/")
