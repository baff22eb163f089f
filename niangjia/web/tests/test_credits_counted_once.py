"""A course that is recorded in part stands once, with what is recorded and what is left."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.engine.problem import SinkKind
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol, publish_programmes
from niangjia.creditbank.programmes.queries import enrolments_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.templatetags.words import figure
from niangjia.web.tests.college import AT, ENGLISH, FIXTURES, PASSWORD, PROGRAMME, build_college
from niangjia.web.worker.answers import answer_for
from niangjia.web.worker.courses import beside_views

pytestmark = pytest.mark.django_db


def test_half_a_hundredth_is_shown_as_people_round_it():
    assert [figure(Decimal(text)) for text in ("1.625", "1.5", "2.675", "2")] == ["1.63", "1.5", "2.68", "2.0"]


def test_what_lets_a_course_off_is_listed_once_with_all_certificates():
    second = replace(ENGLISH, title="英语（二）")
    made = build_college(ENGLISH, second)
    with unit_of_work(made.actor("zhou")):
        (enrolment,) = enrolments_of(made.person)
        views = beside_views(answer_for(enrolment, at=clock.now()).conversion)
    assert [(view.course.code, len(view.outcomes)) for view in views] == [("YY", 2)]


@pytest.fixture
def partly(client):
    """周晓岚 in a programme where 机床夹具设计 is a pool of 3 credits, of which her training gave 2.5."""
    made = build_college(FIXTURES)
    courses = tuple(replace(each, kind=SinkKind.POOL) if each.code == "JJ" else each for each in PROGRAMME.courses)
    registrar, worker = made.actor("jiaowu1"), made.actor("zhou")
    with unit_of_work(registrar):
        publish_programmes(
            [replace(PROGRAMME, code="XX", courses=courses)], college_id=made.college, actor=registrar, at=AT
        )
        new = NewEnrolment(made.person, "XX", "2025009", "选修班", date(2025, 9, 1))
        (key,) = enrol([new], college_id=made.college, actor=registrar, at=AT)
    with unit_of_work(worker):
        decision = claim_courses(key, actor=worker, at=clock.now())
    made.post(decision)
    assert client.login(username="zhou", password=PASSWORD)
    client.post("/me/enrolment/", {"enrolment": str(key)})
    return client


def test_a_pool_that_is_recorded_in_part_is_counted_once_and_says_what_is_left(partly):
    home = " ".join(partly.get("/me/").content.decode().split())
    assert "0 门</span>免修和认定" in home
    assert '还要修 <span class="nj-keep">10 门</span>' in home
    page = " ".join(partly.get("/me/credits/").content.decode().split())
    assert page.count("《机床夹具设计》") == 1
    assert "已记入 2.5，还要修" in page
    assert "0.5" in page[page.index("已记入 2.5，还要修") :][:120]
