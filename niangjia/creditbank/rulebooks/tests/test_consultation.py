"""Drafts in public notice: anyone objects, each objection is answered, a change begins the clock anew."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.rulebooks.consultation import (
    answer_objection,
    consultation_of,
    keep_minutes,
    notice_open,
    notices_running,
    object_to_draft,
    objections_to,
    open_notice,
)
from niangjia.creditbank.rulebooks.models import DraftNotice, Objection, RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import BOOK, build_college

pytestmark = pytest.mark.django_db
SHOWN = replace(BOOK, version=4, consult_days=7)


@contextmanager
def refused(code):
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code


@contextmanager
def acting(made, username):
    actor = made.actor(username)
    with unit_of_work(actor):
        yield actor


def drafted(made, book=SHOWN, *, at=None):
    with acting(made, "jiaowu1") as registrar:
        return draft_rule_book(book, publisher_id=made.college, actor=registrar, at=at or clock.now())


def shown(made, key):
    with acting(made, "jiaowu1") as registrar:
        seen = RuleBook.objects.get(id=key).content_hash
        return open_notice(key, seen_hash=seen, actor=registrar, at=clock.now())


def published(made, key, *, after=timedelta()):
    with acting(made, "jiaowu2") as registrar:
        publish_rule_book(key, actor=registrar, at=clock.now() + after)


def objected(notice, name="王建国"):
    with unit_of_work(NOBODY):
        return object_to_draft(notice, name=name, text="折算太低", actor=NOBODY, at=clock.now())


def test_a_draft_is_published_once_its_notice_is_over():
    made = build_college()
    key = drafted(made)
    with refused("not_in_notice"):
        published(made, key)
    shown(made, key)
    with refused("notice_runs"):
        published(made, key)
    with unit_of_work(NOBODY):
        assert [each.rule_book_id for each in notices_running(at=clock.now())] == [key]
    published(made, key, after=timedelta(days=15))
    with unit_of_work(NOBODY):
        assert notices_running(at=clock.now()) == []


def test_each_objection_is_answered_before_anything_is_published():
    made = build_college()
    key = drafted(made)
    notice = shown(made, key)
    objection = objected(notice)
    with refused("objections_unanswered"):
        published(made, key, after=timedelta(days=15))
    with acting(made, "jiaowu1") as registrar:
        answer_objection(objection, text="按省里的口径", is_heeded=False, actor=registrar, at=clock.now())
    with refused("objection_answered"), acting(made, "jiaowu1") as registrar:
        answer_objection(objection, text="再答", is_heeded=True, actor=registrar, at=clock.now())
    with unit_of_work(NOBODY):
        told = objections_to(notice)
        assert [(each.text, each.answer) for each in told] == [("折算太低", "按省里的口径")]
        assert not Objection.objects.exists()  # the name is the college's to read
    published(made, key, after=timedelta(days=15))


def test_a_changed_draft_begins_its_notice_anew():
    made = build_college()
    key = drafted(made)
    notice = shown(made, key)
    assert drafted(made, replace(SHOWN, title="认定规则（改）")) == key
    with unit_of_work(NOBODY):
        assert notice_open(key) is None
    with refused("notice_over"):
        objected(notice)
    with refused("not_in_notice"):
        published(made, key, after=timedelta(days=15))
    shown(made, key)
    with acting(made, "jiaowu1"):
        assert consultation_of(RuleBook.objects.get(id=key)).earlier_count == 1
    published(made, key, after=timedelta(days=15))


def test_the_database_too_publishes_nothing_before_the_notice_is_over():
    made = build_college()
    key = drafted(made)
    shown(made, key)
    with refused("rule_book_notice_over"), acting(made, "jiaowu2") as registrar:
        RuleBook.objects.filter(id=key).update(published_by=registrar.account_id, published_at=clock.now())


def test_a_next_version_is_shown_no_shorter_than_the_one_before():
    made = build_college()
    key = drafted(made)
    shown(made, key)
    published(made, key, after=timedelta(days=15))
    following = drafted(made, replace(BOOK, version=5))
    with acting(made, "jiaowu1"):
        assert RuleBook.objects.get(id=following).consult_days == 7


def test_an_objection_needs_a_name_and_comes_in_time():
    made = build_college()
    notice = shown(made, drafted(made))
    with refused("objection_incomplete"):
        objected(notice, name=" ")
    with refused("notice_over"), unit_of_work(NOBODY):
        object_to_draft(notice, name="王", text="晚了", actor=NOBODY, at=clock.now() + timedelta(days=15))
    with acting(made, "zhou") as worker, refused("act_not_allowed"):
        seen = RuleBook.objects.get(version=4).content_hash
        open_notice(DraftNotice.objects.get().rule_book_id, seen_hash=seen, actor=worker, at=clock.now())


def test_minutes_of_experts_stay_with_the_draft_that_they_discussed():
    made = build_college()
    key = drafted(made)
    with acting(made, "jiaowu1") as registrar:
        keep_minutes(key, held_on=date(2026, 5, 6), people="五位专家", text="建议提高", actor=registrar, at=clock.now())
        (kept,) = consultation_of(RuleBook.objects.get(id=key)).discussions
        assert kept.content_hash == RuleBook.objects.get(id=key).content_hash
        with refused("minutes_missing"):
            keep_minutes(key, held_on=date(2026, 5, 6), people="", text="", actor=registrar, at=clock.now())


def test_a_book_in_earnest_is_not_published_without_its_examples():
    made = build_college()
    key = drafted(made, replace(BOOK, version=4, is_sample=False))
    with refused("examples_missing"):
        published(made, key)
