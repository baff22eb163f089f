"""Outcomes in, certified; claims posted and undone: what the books, the transcript and the database say of it."""

from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.conversion.claims import claim_courses, withdraw_claim
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import post_decision, reverse_decision
from niangjia.creditbank.conversion.proposals import propose, start_run
from niangjia.creditbank.conversion.queries import claims_of, proposal_totals
from niangjia.creditbank.conversion.tasks import compute_proposals
from niangjia.creditbank.outcomes.queries import certified_of
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.creditbank.rulebooks.queries import book_for
from niangjia.creditbank.transcript.queries import transcript
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.web.tests.college import AT, BOOK, COMPUTING, FIXTURES, LATHE, build_college

pytestmark = pytest.mark.django_db


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


def claimed(made, username="zhou", courses=None):
    with acting(made, username) as actor:
        return claim_courses(made.enrolment, courses=courses, actor=actor, at=clock.now())


def figures(made):
    """What is left in the lots, and in the transcript."""
    with acting(made, "jiaowu1"):
        lots = {each.title: each.balance for each in certified_of([made.person])[made.person]}
        return lots, balance(made.enrolment), transcript(made.enrolment)


def test_certifying_opens_a_lot_worth_the_standard_value():
    made = build_college(LATHE, FIXTURES)
    lots, _, _ = figures(made)
    assert lots == {"车工": 800, "夹具与定位培训": 250}
    assert prove_books().holds


def test_a_claim_is_posted_as_linked_transfers_and_the_transcript_agrees():
    made = build_college(LATHE, COMPUTING)
    made.post(claimed(made))
    lots, recorded, told = figures(made)
    assert lots == {"车工": 100, "计算机应用": 0}
    assert recorded == 900
    assert [(line.course_code, line.credited, line.mark) for line in told.lines] == [
        ("NC", Decimal(4), "合格"),
        ("CG", Decimal(3), "合格"),
        ("JS", Decimal(2), "85"),
    ]
    assert told.agrees
    assert prove_books().holds


def test_every_recognised_credit_traces_to_a_certified_outcome_and_a_row_of_a_book_pinned_by_hash():
    made = build_college(LATHE, COMPUTING)
    made.post(claimed(made))
    with acting(made, "jiaowu1"):
        decision = Decision.objects.prefetch_related("lines__outcome__record", "courses").get()
        book = RuleBook.objects.get(id=decision.rule_book_id)
        rows = {row.id for row in BOOK.rows}
        assert decision.book_hash == book.content_hash
        assert {line.outcome.record.state for line in decision.lines.all()} == {"certified"}
        assert {line.row for line in decision.lines.all()} <= rows
        assert sum(line.amount for line in decision.lines.all()) == 9 * decision.grain
        assert sum(row.credited for row in decision.courses.all()) == 900


def test_after_posting_nothing_more_is_proposed():
    made = build_college(LATHE)
    made.post(claimed(made))
    with refused("nothing_to_claim"):
        claimed(made)


def test_posting_twice_is_refused_and_changes_nothing():
    made = build_college(LATHE)
    decision = claimed(made)
    made.post(decision)
    before = figures(made)
    with refused("decision_not_waiting"):
        made.post(decision)
    assert figures(made) == before


def test_undoing_returns_lots_and_transcript_to_what_they_were():
    made = build_college(LATHE, COMPUTING)
    before = figures(made)
    decision = claimed(made)
    made.post(decision)
    with acting(made, "jiaowu2") as actor:
        reverse_decision(decision, reason="证书登记有误", actor=actor, at=clock.now())
    lots, recorded, told = figures(made)
    assert (lots, recorded, told.lines) == (before[0], 0, ())
    assert prove_books().holds
    with refused("decision_not_posted"), acting(made, "jiaowu2") as actor:
        reverse_decision(decision, reason="再来一次", actor=actor, at=clock.now())


def test_undoing_needs_a_reason():
    made = build_college(LATHE)
    decision = claimed(made)
    made.post(decision)
    with refused("reason_missing"), acting(made, "jiaowu1") as actor:
        reverse_decision(decision, reason="  ", actor=actor, at=clock.now())


def test_some_courses_can_be_claimed_and_the_rest_later():
    made = build_college(LATHE)
    made.post(claimed(made, courses=["CG"]))
    assert figures(made)[1] == 300
    made.post(claimed(made))
    lots, recorded, told = figures(made)
    assert (lots, recorded, told.agrees) == ({"车工": 100}, 700, True)


def test_a_second_claim_waits_for_the_first():
    made = build_college(LATHE)
    first = claimed(made)
    with refused("claim_waits"):
        claimed(made)
    with acting(made, "zhou") as actor:
        withdraw_claim(first, actor=actor, at=clock.now())
    assert claimed(made) != first


def test_nobody_posts_her_own_claim():
    made = build_college(LATHE)
    decision = claimed(made)
    own = replace(made.actor("jiaowu1"), person_id=made.person)
    with refused("own_claim"), unit_of_work(own):
        post_decision(decision, actor=own, at=clock.now())


def test_nobody_certifies_her_own_outcome():
    made = build_college()
    (key,) = made.deposit(LATHE)
    own = replace(made.actor("renzheng"), person_id=made.person)
    with refused("own_outcome"), unit_of_work(own):
        certify_outcomes([key], actor=own, at=AT)


def test_what_no_row_values_goes_on_waiting_and_is_named():
    made = build_college()
    good, odd = made.deposit(LATHE, replace(COMPUTING, credits=None))
    with acting(made, "renzheng") as actor:
        report = certify_outcomes([good, odd], actor=actor, at=AT)
    assert (report.certified, [each.outcome_id for each in report.unvalued]) == (1, [odd])
    assert "计算机应用" in report.unvalued[0].reason.zh


def test_an_outcome_is_refused_with_a_reason_once():
    made = build_college()
    (key,) = made.deposit(LATHE)
    with refused("reason_missing"), acting(made, "renzheng") as actor:
        refuse_outcomes([key], reason="", actor=actor, at=AT)
    with acting(made, "renzheng") as actor:
        assert refuse_outcomes([key], reason="官网查不到编号", actor=actor, at=AT) == 1
    with refused("not_waiting"), acting(made, "renzheng") as actor:
        certify_outcomes([key], actor=actor, at=AT)


def test_one_certificate_is_deposited_once_whoever_holds_it():
    made = build_college(LATHE)
    with refused("certificate_deposited_already"):
        made.deposit(LATHE)
    with refused("certificate_deposited_already"):
        made.deposit(LATHE, person=made.other)


def test_a_refused_certificate_may_be_deposited_again():
    made = build_college()
    (key,) = made.deposit(LATHE)
    with acting(made, "renzheng") as actor:
        refuse_outcomes([key], reason="照片看不清", actor=actor, at=AT)
    assert len(made.deposit(LATHE)) == 1


def test_a_book_is_published_by_a_second_person_and_then_never_changes():
    made = build_college()
    with acting(made, "jiaowu1") as actor:
        key = draft_rule_book(replace(BOOK, version=4), publisher_id=made.college, actor=actor, at=AT)
    with refused("own_draft"), acting(made, "jiaowu1") as actor:
        publish_rule_book(key, actor=actor, at=AT)
    with acting(made, "jiaowu2") as actor:
        publish_rule_book(key, actor=actor, at=AT)
    with refused("rule_book_published"), acting(made, "jiaowu1") as actor:
        draft_rule_book(replace(BOOK, version=4, title="改过"), publisher_id=made.college, actor=actor, at=AT)
    with pytest.raises((Refusal, DatabaseError)), acting(made, "jiaowu1"):
        RuleBook.objects.filter(id=key).update(title="改过")
    with pytest.raises((Refusal, DatabaseError)), acting(made, "jiaowu1"):
        RuleBook.objects.filter(id=key).delete()


def test_a_book_that_names_no_known_course_is_not_published():
    made = build_college()
    rows = (replace(BOOK.rows[0], courses=("没有",)), *BOOK.rows[1:])
    with acting(made, "jiaowu1") as actor:
        key = draft_rule_book(replace(BOOK, version=5, rows=rows), publisher_id=made.college, actor=actor, at=AT)
    with refused("rule_book_has_errors"), acting(made, "jiaowu2") as actor:
        publish_rule_book(key, actor=actor, at=AT)


def test_a_draft_is_not_in_force():
    made = build_college(LATHE, book=None)
    with acting(made, "jiaowu1") as actor:
        draft_rule_book(BOOK, publisher_id=made.college, actor=actor, at=AT)
        assert book_for("SK", college_id=made.college, on=AT.date()) is None
    with refused("no_rule_book_in_force"):
        claimed(made)


def test_another_worker_and_the_certifier_see_no_decision():
    made = build_college(LATHE)
    claimed(made)
    for username, seen in (("zhou", 1), ("jiaowu1", 1), ("lin", 0), ("renzheng", 0)):
        with acting(made, username):
            assert Decision.objects.count() == seen, username


def test_another_worker_can_not_claim_for_her():
    made = build_college(LATHE)
    with pytest.raises(Exception, match="does not exist"), acting(made, "lin") as actor:
        claim_courses(made.enrolment, actor=actor, at=clock.now())


def test_decisions_lines_never_change():
    made = build_college(LATHE)
    claimed(made)
    for table in ("conversion_decisionline", "conversion_decisioncourse", "conversion_decisionspend"):
        with pytest.raises((Refusal, DatabaseError)), acting(made, "jiaowu1"), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_proposals_are_computed_once_and_again_when_the_records_change():
    made = build_college(LATHE)
    with acting(made, "jiaowu1"):
        book = RuleBook.objects.get(publisher_id=made.college)
        ids = [made.enrolment, made.other_enrolment]
        assert [propose(ids, rule_book=book, on=AT.date(), at=AT) for _ in range(2)] == [2, 0]
    made.certify(*made.deposit(COMPUTING))
    with acting(made, "jiaowu1"):
        assert propose(ids, rule_book=book, on=AT.date(), at=AT) == 1
        totals = proposal_totals(book, on=clock.today())
    assert (totals.learners, totals.with_credits, totals.optimal, totals.certain) == (2, 1, 2, Decimal(9))


def test_the_job_computes_all_learners_and_can_be_started_again():
    made = build_college(LATHE)
    with acting(made, "jiaowu1") as actor:
        book = RuleBook.objects.get(publisher_id=made.college)
        run = start_run(book.id, actor=actor, at=clock.now()).id
    for _ in range(2):
        compute_proposals(run_id=str(run), account_id=str(actor.account_id))
    with acting(made, "jiaowu1"):
        row = book.__class__.objects.get(id=book.id)
        assert proposal_totals(row, on=clock.today()).learners == 2


def test_a_run_over_a_draft_is_refused():
    made = build_college(book=None)
    with acting(made, "jiaowu1") as actor:
        key = draft_rule_book(BOOK, publisher_id=made.college, actor=actor, at=AT)
    with refused("rule_book_not_published"), acting(made, "jiaowu1") as actor:
        start_run(key, actor=actor, at=AT)


def test_the_list_of_claims_takes_as_many_queries_for_two_as_for_one(django_assert_num_queries):
    made = build_college(LATHE)
    claimed(made)
    with acting(made, "jiaowu1"), django_assert_num_queries(1):
        assert len(claims_of(made.college)) == 1
    made.certify(*made.deposit(replace(LATHE, certificate_number="JN-2"), person=made.other))
    with acting(made, "lin") as actor:
        claim_courses(made.other_enrolment, actor=actor, at=clock.now())
    with acting(made, "jiaowu1"), django_assert_num_queries(1):
        assert len(claims_of(made.college)) == 2


def test_an_unknown_decision_is_not_there():
    made = build_college()
    with pytest.raises(Exception, match="does not exist"), acting(made, "jiaowu1") as actor:
        post_decision(uuid4(), actor=actor, at=AT)
