"""A draft is changed as it was seen and by who drafted it; the next version begins from one that stands."""

from dataclasses import replace

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.queries import engine_book
from niangjia.creditbank.rulebooks.redrafting import draft_next_version, redraft_rule_book
from niangjia.creditbank.rulebooks.tests.test_rulebooks import drafted, published
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, build_college

pytestmark = pytest.mark.django_db
CHANGED = replace(BOOK, title="改过的规则（示例）")


@pytest.fixture
def college():
    return build_college(book=None)


def redraft(college, key, book, seen, username="jiaowu1"):
    actor = college.actor(username)
    with unit_of_work(actor):
        redraft_rule_book(key, book, seen_hash=seen, actor=actor, at=AT)
    return RuleBook.objects.get(id=key)


def test_the_second_of_two_who_edit_at_once_is_told_and_changes_nothing(college):
    key = drafted(college, BOOK)
    seen = RuleBook.objects.get(id=key).content_hash
    first = redraft(college, key, CHANGED, seen)
    with pytest.raises(Refusal) as refused:
        redraft(college, key, replace(BOOK, title="另一个"), seen)
    assert refused.value.code == "draft_changed"
    assert RuleBook.objects.get(id=key).content_hash == first.content_hash
    assert engine_book(first) == CHANGED


def test_a_colleague_does_not_change_a_draft_and_is_told_whose_it_is(college):
    key = drafted(college, BOOK)
    with pytest.raises(Refusal) as refused:
        redraft(college, key, CHANGED, RuleBook.objects.get(id=key).content_hash, "jiaowu2")
    assert refused.value.code == "not_the_drafter"


def test_a_draft_keeps_its_code_and_version_and_what_is_published_stays(college):
    key = drafted(college, BOOK)
    seen = RuleBook.objects.get(id=key).content_hash
    with pytest.raises(Refusal) as refused:
        redraft(college, key, replace(BOOK, version=9), seen)
    assert refused.value.code == "draft_renamed"
    published(college, BOOK, key)
    with pytest.raises(Refusal) as refused:
        redraft(college, key, CHANGED, seen)
    assert refused.value.code == "rule_book_published"


def test_the_next_version_says_the_same_and_follows_the_newest(college):
    key = published(college, BOOK)
    drafted(college, replace(BOOK, version=7))
    actor = college.actor("jiaowu2")
    with unit_of_work(actor):
        made = RuleBook.objects.get(id=draft_next_version(key, actor=actor, at=AT))
    assert (made.version, made.drafted_by, made.published_at) == (8, actor.account_id, None)
    assert engine_book(made) == replace(BOOK, version=8)
