"""A book that asks for two approvals is published when two others than its drafter have approved what stands there."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from niangjia.core.audit.models import Entry
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.canonical import book_hash
from niangjia.creditbank.rulebooks.approvals import approvals_of
from niangjia.creditbank.rulebooks.models import Approval, RuleBook
from niangjia.creditbank.rulebooks.operations import approve_rule_book, draft_rule_book, publish_rule_book
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, add_registrar, build_college

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
TWO = replace(BOOK, quorum=2)


def college_of_three():
    made = build_college(book=None)
    add_registrar(made, "jiaowu3")
    return made


def drafted(made, book=TWO, at=AT):
    actor = made.actor("jiaowu1")
    with unit_of_work(actor):
        return draft_rule_book(book, publisher_id=made.college, actor=actor, at=at)


def approve(made, key, username, *, seen=TWO):
    actor = made.actor(username)
    with unit_of_work(actor):
        approve_rule_book(key, seen_hash=book_hash(seen), actor=actor, at=AT)


def publish(made, key, username):
    actor = made.actor(username)
    with unit_of_work(actor):
        publish_rule_book(key, actor=actor, at=AT)


def standing(key):
    return approvals_of(RuleBook.objects.get(id=key), on=AT.date())


def test_one_of_two_is_too_few_and_the_sentence_says_what_next():
    made = college_of_three()
    key = drafted(made)
    with pytest.raises(Refusal, match="takes 2 approvals; with yours 1 would still be missing") as refused:
        publish(made, key, "jiaowu2")
    assert refused.value.code == "quorum_missing"
    assert "算上您还差 1 人" in refused.value.term.zh
    assert standing(key).given == ()
    approve(made, key, "jiaowu2")
    found = standing(key)
    assert [each.label for each in found.given] == ["教务"]
    assert (found.missing, [account.username for account in found.waiting]) == (1, ["jiaowu3"])
    assert Entry.objects.filter(act="rule_book.approve", about=key).count() == 1
    with pytest.raises(Refusal, match="quorum_missing"):
        publish(made, key, "jiaowu2")
    publish(made, key, "jiaowu3")  # and approves by that
    assert (standing(key).missing, RuleBook.objects.get(id=key).published_at) == (0, AT)


def test_the_drafter_cannot_approve_nor_anyone_twice_nor_another_role():
    made = college_of_three()
    key = drafted(made)
    with pytest.raises(Refusal, match="own_approval"):
        approve(made, key, "jiaowu1")
    approve(made, key, "jiaowu2")
    with pytest.raises(Refusal, match="approved_already"):
        approve(made, key, "jiaowu2")
    for username in ("renzheng", "gonghui1", "zhou"):
        with pytest.raises(Refusal, match="act_not_allowed"):
            approve(made, key, username)
    assert standing(key).missing == 1


def test_a_changed_draft_makes_approvals_void_even_when_it_is_changed_back():
    made = college_of_three()
    key = drafted(made)
    approve(made, key, "jiaowu2")
    changed = replace(TWO, title="改过的规则（示例）")
    assert drafted(made, changed, AT + timedelta(minutes=1)) == key
    found = standing(key)
    assert (found.given, found.missing, len(found.void)) == ((), 2, 1)
    with pytest.raises(Refusal, match="draft_changed"):
        approve(made, key, "jiaowu2", seen=TWO)
    drafted(made, TWO, AT + timedelta(minutes=2))
    assert standing(key).given == ()
    approve(made, key, "jiaowu2")
    assert (len(standing(key).given), len(standing(key).void)) == (1, 1)


def test_what_its_proofreading_finds_in_error_is_not_approved():
    made = college_of_three()
    faulty = replace(TWO, rows=(replace(BOOK.rows[0], courses=("无此课",)), *BOOK.rows[1:]))
    key = drafted(made, faulty)
    with pytest.raises(Refusal, match="rule_book_has_errors"):
        approve(made, key, "jiaowu2", seen=faulty)
    assert standing(key).given == ()


def test_more_approvals_than_colleagues_are_told_to_be_out_of_reach():
    made = college_of_three()
    assert not standing(drafted(made, replace(TWO, quorum=3))).is_reachable
    assert standing(drafted(made, replace(TWO, version=4))).is_reachable


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_two_approving_at_once_both_count_and_two_publishing_at_once_publish_once():
    made = college_of_three()
    add_registrar(made, "jiaowu4")
    three = replace(TWO, quorum=3)
    key = drafted(made, three)
    approve(made, key, "jiaowu2", seen=three)

    def tried(username, act):
        try:
            act(made, key, username)
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    def approving(made, key, username):
        approve(made, key, username, seen=three)

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(lambda name: tried(name, approving), ("jiaowu3", "jiaowu4"))) == ["done", "done"]
    assert standing(key).missing == 0
    with ThreadPoolExecutor(2) as both:
        codes = list(both.map(lambda name: tried(name, publish), ("jiaowu2", "jiaowu3")))
    assert sorted(codes) == ["done", "rule_book_published"]
    assert Entry.objects.filter(act="rule_book.publish", about=key).count() == 1


def test_the_database_itself_refuses_a_book_published_with_too_few_approvals():
    made = college_of_three()
    key = drafted(made)
    approve(made, key, "jiaowu2")
    second = made.actor("jiaowu2")
    with pytest.raises(Refusal, match="rule_book_quorum_reached"), unit_of_work(second):
        RuleBook.objects.filter(id=key).update(published_by=second.account_id, published_at=AT)


def test_the_database_itself_refuses_an_approval_in_anothers_name():
    made = college_of_three()
    row = RuleBook.objects.get(id=drafted(made))
    second, third = made.actor("jiaowu2"), made.actor("jiaowu3")
    told = {"content_hash": row.content_hash, "drafted_at": row.drafted_at, "label": "教务", "approved_at": AT}
    with pytest.raises(DatabaseError, match="row-level security"), unit_of_work(second):
        Approval.objects.create(rule_book=row, approved_by=third.account_id, **told)
    certifier = made.actor("renzheng")
    with pytest.raises(DatabaseError, match="row-level security"), unit_of_work(certifier):
        Approval.objects.create(rule_book=row, approved_by=certifier.account_id, **told)


@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize("statement", ["UPDATE rulebooks_approval SET label = '改'", "DELETE FROM rulebooks_approval"])
def test_nobody_changes_an_approval(alias, statement):
    made = college_of_three()
    approve(made, drafted(made), "jiaowu2")
    with pytest.raises(DatabaseError, match="append-only"), connections[alias].cursor() as cursor:
        cursor.execute(statement)
