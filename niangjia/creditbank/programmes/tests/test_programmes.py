"""A published programme stays as it is; its versions stand beside each other."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from niangjia.core.refusals import Refusal
from niangjia.creditbank.programmes.models import Course, Programme
from niangjia.creditbank.programmes.operations import publish_programmes
from niangjia.creditbank.programmes.queries import engine_programmes, newest_programmes, programmes_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, PROGRAMME, build_college

pytestmark = pytest.mark.django_db
CHEAPER = replace(PROGRAMME, courses=(replace(PROGRAMME.courses[0], credits=Decimal(2)), *PROGRAMME.courses[1:]))


def published(made, *programmes):
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        return publish_programmes(programmes, college_id=made.college, actor=registrar, at=AT)


def test_a_programme_is_read_as_it_was_published():
    made = build_college(book=None)
    (key,) = published(made, PROGRAMME)
    assert engine_programmes([key]) == {key: PROGRAMME}


def test_the_same_programme_again_changes_nothing():
    made = build_college(book=None)
    assert published(made, PROGRAMME) == published(made, PROGRAMME)
    assert Programme.objects.count() == 1


def test_another_content_under_a_published_version_is_refused():
    made = build_college(book=None)
    with pytest.raises(Refusal) as refused:
        published(made, CHEAPER)
    assert refused.value.code == "programme_published_otherwise"
    assert "版本号加一" in refused.value.term.zh
    assert engine_programmes(newest_programmes(made.college)).popitem()[1] == PROGRAMME


def test_the_next_version_stands_beside_the_first_and_is_the_newest():
    made = build_college(book=None)
    published(made, replace(CHEAPER, version=2))
    assert [row.version for row in programmes_of(made.college)] == [2, 1]
    (newest,) = newest_programmes(made.college)
    assert engine_programmes([newest])[newest].courses[0].credits == Decimal(2)


def test_of_several_programmes_none_is_published_when_one_is_refused():
    made = build_college(book=None)
    with pytest.raises(Refusal):
        published(made, replace(PROGRAMME, code="XN", title="新能源汽车技术（示例）"), CHEAPER)
    assert Programme.objects.count() == 1


def test_a_programme_that_contradicts_itself_is_refused_with_a_sentence():
    made = build_college(book=None)
    with pytest.raises(Refusal) as refused:
        published(made, replace(PROGRAMME, version=2, residency=Decimal(31)))
    assert refused.value.code == "programme_residency_within_total"


def test_a_name_that_no_table_can_hold_is_refused_with_a_sentence():
    made = build_college(book=None)
    courses = (replace(PROGRAMME.courses[0], name="数" * 121), *PROGRAMME.courses[1:])
    with pytest.raises(Refusal) as refused:
        published(made, replace(PROGRAMME, version=2, courses=courses))
    assert refused.value.code == "text_too_long"
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programmes_course SET credits = 1",
        "DELETE FROM programmes_course",
        "UPDATE programmes_programme SET aim = ''",
    ],
)
def test_nobody_who_serves_may_change_what_is_published(statement):
    made = build_college(book=None)
    with pytest.raises(DatabaseError, match="permission denied"), unit_of_work(made.actor("jiaowu1")):
        connection.cursor().execute(statement)
    assert Course.objects.count() == len(PROGRAMME.courses)
