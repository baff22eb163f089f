"""One book holds for a programme on a day: a second code for the same programme is not published beside it."""

from dataclasses import replace
from datetime import date

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.creditbank.rulebooks.queries import book_for
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, build_college

pytestmark = pytest.mark.django_db
FIRST = replace(BOOK, programmes=("SK",), effective_to=date(2026, 6, 30))
OTHER = replace(FIRST, code="XIN", version=1, title="另一份规则（示例）")


def published(college, book):
    first, second = college.actor("jiaowu1"), college.actor("jiaowu2")
    with unit_of_work(first):
        key = draft_rule_book(book, publisher_id=college.college, actor=first, at=AT)
    with unit_of_work(second):
        publish_rule_book(key, actor=second, at=AT)
    return key


def test_another_code_for_the_same_programme_on_the_same_day_is_refused_by_name():
    college = build_college(book=FIRST)
    with pytest.raises(Refusal) as refused:
        published(college, replace(OTHER, effective_from=date(2026, 6, 30), effective_to=None))
    assert refused.value.code == "rule_book_has_rival"
    assert "（代码 RD，2026-03-02 起）" in refused.value.term.zh
    with unit_of_work(college.actor("jiaowu1")):
        assert book_for("SK", college_id=college.college, on=date(2026, 6, 30)).code == "RD"


def test_it_may_begin_on_the_day_after_the_first_has_ended():
    college = build_college(book=FIRST)
    published(college, replace(OTHER, effective_from=date(2026, 7, 1), effective_to=None))
    with unit_of_work(college.actor("jiaowu1")):
        assert book_for("SK", college_id=college.college, on=date(2026, 7, 1)).code == "XIN"


def test_the_next_version_of_one_code_follows_the_one_before():
    college = build_college(book=replace(FIRST, effective_to=None))
    published(college, replace(FIRST, version=4, effective_to=None))
    with unit_of_work(college.actor("jiaowu1")):
        assert book_for("SK", college_id=college.college, on=AT.date()).version == 4


def test_a_book_for_all_programmes_stands_beside_one_that_names_some():
    college = build_college(book=FIRST)
    published(college, replace(OTHER, programmes=()))
    with unit_of_work(college.actor("jiaowu1")):
        assert book_for("SK", college_id=college.college, on=AT.date()).code == "RD"
    with pytest.raises(Refusal, match="rule_book_has_rival"):
        published(college, replace(OTHER, code="SAN", programmes=()))
