"""Appeals: in time, decided by people who had no part, and put right at once where they are upheld."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.core.workdays.types import PeriodUnit
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.operations import (
    accept_appeal,
    decide_appeal,
    decline_appeal,
    file_appeal,
    withdraw_appeal,
)
from niangjia.creditbank.appeals.parts import who_may_hear
from niangjia.creditbank.appeals.queries import appeal_of, appeals_at, appeals_upheld
from niangjia.creditbank.certification.models import Relation, RelationKind
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.conversion.claims import claim_courses, send_back_claim
from niangjia.creditbank.conversion.models import Decision
from niangjia.creditbank.conversion.postings import reverse_decision
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.kernel.notices.queries import notices_of
from niangjia.kernel.records.models import Deadline, Record
from niangjia.kernel.records.operations import move_record
from niangjia.kernel.records.types import NewMove
from niangjia.web.tests.college import AT, BOOK, LATHE, PASSWORD, WIRE, build_college

pytestmark = pytest.mark.django_db
GROUNDS = "证书在官网能查到，编号没有写错"


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


def add_certifier(made, username):
    with unit_of_work(SYSTEM):
        account = create_account(username, label="认证员", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.CERTIFIER, organisation_id=made.body, since=date(2026, 1, 1), actor=SYSTEM, at=AT)


def refused_outcome(made):
    (key,) = made.deposit(LATHE)
    with acting(made, "renzheng") as certifier:
        refuse_outcomes([key], reason="编号查不到", actor=certifier, at=clock.now())
    return key


def filed(made, key, username="zhou"):
    with acting(made, username) as worker:
        return file_appeal(key, grounds=GROUNDS, actor=worker, at=clock.now())


def heard(made, appeal, username, *, is_upheld=True):
    with acting(made, username) as hearer:
        accept_appeal(appeal, actor=hearer, at=clock.now())
    with acting(made, username) as hearer:
        return decide_appeal(appeal, is_upheld=is_upheld, reason="查实无误", actor=hearer, at=clock.now())


def state_of(made, key, username="zhou"):
    with acting(made, username):
        return Record.objects.get(id=key).state


def posted_decision(made):
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return key


def test_an_upheld_appeal_brings_a_refused_outcome_back_to_be_certified():
    made = build_college()
    key = refused_outcome(made)
    add_certifier(made, "renzheng2")
    appeal = filed(made, key)
    assert heard(made, appeal, "renzheng2")
    assert (state_of(made, appeal), state_of(made, key)) == ("upheld", "deposited")
    with acting(made, "renzheng2") as certifier:
        assert certify_outcomes([key], actor=certifier, at=clock.now()).certified == 1
    with acting(made, "zhou"):
        assert Outcome.objects.get(record_id=key).void_at is None
        assert balance(key) == 800


def test_an_outcome_brought_back_may_be_refused_once_more():
    made = build_college()
    key = refused_outcome(made)
    heard(made, filed(made, key), "gonghui1")
    with acting(made, "renzheng") as certifier:
        refuse_outcomes([key], reason="原件也看不清", actor=certifier, at=clock.now())
    assert state_of(made, key) == "refused"
    filed(made, key)  # against the new refusal, which is another act


def test_who_had_part_decides_nothing_of_the_appeal():
    made = build_college()
    appeal = filed(made, refused_outcome(made))
    with refused("had_part"), acting(made, "renzheng") as certifier:
        accept_appeal(appeal, actor=certifier, at=clock.now())
    with acting(made, "gonghui1"):
        able = [each.username for each in who_may_hear(appeal_of(appeal), on=clock.today())]
    assert able == ["gonghui1", "gonghui2"]


def test_who_declared_the_worker_to_be_kin_does_not_hear_her_appeal():
    made = build_college()
    appeal = filed(made, refused_outcome(made))
    with acting(made, "gonghui1") as clerk:
        declared(clerk, made.person)
    with refused("related_person"), acting(made, "gonghui1") as clerk:
        accept_appeal(appeal, actor=clerk, at=clock.now())


def declared(actor, person_id):
    Relation.objects.create(
        account=actor.account_id,
        person_id=person_id,
        kind=RelationKind.KIN,
        name="周晓岚",
        valid_from=clock.today(),
        declared_at=clock.now(),
    )


def test_the_database_too_refuses_a_move_by_who_had_part():
    made = build_college()
    appeal = filed(made, refused_outcome(made))
    with pytest.raises(DatabaseError), acting(made, "renzheng") as certifier, transaction.atomic():
        move_record(NewMove(appeal, "accept", "filed", "accepted"), actor=certifier, at=clock.now())
    with acting(made, "gonghui2") as clerk:
        move_record(NewMove(appeal, "accept", "filed", "accepted"), actor=clerk, at=clock.now())


def test_an_upheld_appeal_undoes_a_posted_decision_and_the_credits_go_back():
    made = build_college(LATHE)
    key = posted_decision(made)
    appeal = filed(made, key)
    with refused("had_part"), acting(made, "jiaowu1") as registrar:
        accept_appeal(appeal, actor=registrar, at=clock.now())
    assert heard(made, appeal, "jiaowu2")
    assert state_of(made, key) == "reversed"
    with acting(made, "jiaowu2"):
        assert balance(made.enrolment) == 0
    assert prove_books().holds
    with acting(made, "zhou") as worker:
        claim_courses(made.enrolment, actor=worker, at=clock.now())


def test_the_union_above_the_college_may_uphold_it_too():
    made = build_college(LATHE)
    key = posted_decision(made)
    assert heard(made, filed(made, key), "gonghui1")
    assert state_of(made, key) == "reversed"


def test_an_upheld_appeal_brings_a_returned_claim_back_to_the_registrar():
    made = build_college(LATHE)
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    with acting(made, "jiaowu1") as registrar:
        send_back_claim(key, reason="照片不清楚", actor=registrar, at=clock.now())
    assert heard(made, filed(made, key), "jiaowu2")
    assert state_of(made, key) == "claimed"
    made.post(key)


def test_a_claim_that_she_made_anew_meanwhile_is_left_alone():
    made = build_college(LATHE)
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    with acting(made, "jiaowu1") as registrar:
        send_back_claim(key, reason="照片不清楚", actor=registrar, at=clock.now())
    appeal = filed(made, key)
    with acting(made, "zhou") as worker:
        claim_courses(made.enrolment, actor=worker, at=clock.now())
    assert not heard(made, appeal, "jiaowu2")
    assert (state_of(made, appeal), state_of(made, key)) == ("upheld", "returned")


def test_a_dismissed_appeal_leaves_everything_as_it_was():
    made = build_college(LATHE)
    key = posted_decision(made)
    appeal = filed(made, key)
    assert not heard(made, appeal, "jiaowu2", is_upheld=False)
    assert (state_of(made, appeal), state_of(made, key)) == ("dismissed", "posted")


def test_an_appeal_is_not_accepted_with_a_reason_only():
    made = build_college(LATHE)
    appeal = filed(made, posted_decision(made))
    with refused("reason_missing"), acting(made, "jiaowu2") as registrar:
        decline_appeal(appeal, reason=" ", actor=registrar, at=clock.now())
    with acting(made, "jiaowu2") as registrar:
        decline_appeal(appeal, reason="不属于本院", actor=registrar, at=clock.now())
    assert state_of(made, appeal) == "not_accepted"


def test_after_the_last_day_of_the_book_nothing_is_filed():
    days = replace(BOOK, notice_days=5, appeal_days=10, hear_days=15, days_in=PeriodUnit.WORKING_DAYS, appeal_to="工会")
    made = build_college(LATHE, book=days)
    key = posted_decision(made)
    with acting(made, "zhou") as worker, refused("appeal_too_late"):
        file_appeal(key, grounds=GROUNDS, actor=worker, at=clock.now() + timedelta(days=60))
    appeal = filed(made, key)
    with acting(made, "zhou"):
        due = Deadline.objects.get(record_id=appeal)
    assert "15个工作日" in due.derivation
    assert due.met_at is None
    heard(made, appeal, "jiaowu2")
    with acting(made, "zhou"):
        assert Deadline.objects.get(record_id=appeal).met_at is not None


def test_one_appeals_once_and_in_ones_own_matter_and_only_what_is_decided():
    made = build_college(LATHE)
    key = posted_decision(made)
    appeal = filed(made, key)
    with refused("appeal_once_a_decision"):
        filed(made, key)
    with pytest.raises(Record.DoesNotExist):
        filed(made, key, "lin")
    with refused("act_not_allowed"):
        filed(made, key, "jiaowu2")
    with acting(made, "zhou") as worker:
        withdraw_appeal(appeal, actor=worker, at=clock.now())
    assert state_of(made, appeal) == "withdrawn"
    (waiting,) = made.deposit(WIRE, person=made.other)
    with refused("nothing_to_appeal"):
        filed(made, waiting, "lin")


def test_another_worker_and_another_office_see_nothing_of_it():
    made = build_college(LATHE)
    appeal = filed(made, posted_decision(made))
    with acting(made, "lin"):
        assert not Appeal.objects.exists()
    with acting(made, "renzheng"):
        assert not Appeal.objects.exists()
        assert not appeals_at(made.body, is_open=True, on=clock.today())
    with acting(made, "gonghui1"):
        assert [row.record_id for row in appeals_at(made.federation, is_open=True, on=clock.today())] == [appeal]


def test_what_was_upheld_counts_for_the_body_whose_act_it_was():
    made = build_college()
    before = clock.now()
    heard(made, filed(made, refused_outcome(made)), "gonghui1")
    with acting(made, "gonghui1"):
        until = clock.now() + timedelta(seconds=1)
        assert appeals_upheld(made.body, since=before, until=until) == 1
        assert appeals_upheld(made.college, since=before, until=until) == 0
        assert appeals_upheld(made.body, since=until, until=until + timedelta(days=1)) == 0


def test_a_decision_undone_meanwhile_is_not_undone_twice():
    made = build_college(LATHE)
    key = posted_decision(made)
    appeal = filed(made, key)

    with acting(made, "jiaowu1") as registrar:
        reverse_decision(key, reason="办错了", actor=registrar, at=clock.now())
    assert not heard(made, appeal, "jiaowu2")
    with acting(made, "zhou"):
        assert Decision.objects.get(record_id=key).record.state == "reversed"
    assert prove_books().holds


def test_the_worker_is_told_at_each_step_with_the_reason():
    made = build_college(LATHE)
    key = posted_decision(made)
    heard(made, filed(made, key), "jiaowu2", is_upheld=False)
    with acting(made, "zhou"):
        told = list(notices_of(made.person))
    assert [row.kind for row in told] == ["appeal.dismissed", "appeal.accepted", "decision.posted", "outcome.certified"]
    assert "查实无误" in told[0].words_zh


def test_a_revoked_certification_may_be_appealed_and_is_certified_anew():
    made = build_college(LATHE)
    with acting(made, "zhou"):
        key = Outcome.objects.get(person_id=made.person).record_id
    with acting(made, "renzheng") as certifier:
        seen = revocation_of(key).seen
        revoke_outcome(key, reason="投诉有误", seen=seen, actor=certifier, at=clock.now())
    assert heard(made, filed(made, key), "gonghui1")
    add_certifier(made, "renzheng2")
    with acting(made, "renzheng2") as certifier:
        certify_outcomes([key], actor=certifier, at=clock.now())
    with acting(made, "zhou"):
        assert balance(key) == 800
    assert prove_books().holds
