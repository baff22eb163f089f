"""Two checks: one person finds an outcome in order, another certifies it; nobody decides on what is close to her."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.accreditation.operations import suspend_body
from niangjia.creditbank.accreditation.queries import accreditations_of
from niangjia.creditbank.certification.bank import declare_relation, end_check_rule, set_check_rule
from niangjia.creditbank.certification.checking import (
    answer_request,
    check_outcomes,
    return_outcomes,
    send_back_outcomes,
)
from niangjia.creditbank.certification.models import Certification, Check, CheckRule, Reason, Relation, RelationKind
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.certification.taking import give_back, take_outcomes
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance
from niangjia.kernel.notices.queries import notices_of
from niangjia.kernel.records.models import Deadline
from niangjia.kernel.records.queries import timeline
from niangjia.web.tests.college import AT, FIXTURES, LATHE, PASSWORD, WIRE, build_college
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def build_bank():
    """The college's bank with two checks for everything, and a second certifier."""
    made = build_college()
    with unit_of_work(SYSTEM):
        account = create_account("renzheng2", label="认证员二", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.CERTIFIER, organisation_id=made.body, since=AT.date(), actor=SYSTEM, at=AT)
    operator = made.actor("yunying")
    with unit_of_work(operator):
        rule = CheckRule.objects.get()
        end_check_rule(rule.id, bank_id=made.federation, actor=operator, at=AT)
    return made


def done(made, who, act, /, *args, at=AT, **settings):
    actor = made.actor(who)
    with unit_of_work(actor):
        return act(*args, actor=actor, at=at, **settings)


def code_of(act, *args, **settings):
    with pytest.raises(Refusal) as refused:
        act(*args, **settings)
    return refused.value.code


def checked(made, *keys, by="renzheng"):
    return done(made, by, check_outcomes, list(keys), original_seen=True)


def state_of(made, key):
    with unit_of_work(made.actor("renzheng")):
        return Outcome.objects.get(record_id=key).record.state


def test_one_checks_and_another_certifies():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    assert checked(made, key).checked == 1
    assert state_of(made, key) == "checked"
    assert done(made, "renzheng2", certify_outcomes, [key]).certified == 1
    with unit_of_work(made.actor("renzheng")):
        assert balance(key) == 800
        assert [entry.words for entry in timeline(key)] == ["deposit", "check", "certify"]
    with unit_of_work(made.actor("zhou")):
        assert "认证好了，存入 8 标准学分" in notices_of(made.person)[0].words_zh


def test_who_checked_does_not_certify_and_nothing_is_certified_unchecked():
    made = build_bank()
    first, second = made.deposit(LATHE, WIRE)
    assert code_of(done, made, "renzheng", certify_outcomes, [second]) == "first_check_missing"
    checked(made, first)
    assert code_of(done, made, "renzheng", certify_outcomes, [first]) == "second_check_by_another"
    assert state_of(made, first) == "checked"


def test_the_database_itself_wants_another_person():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    checked(made, key)
    actor = made.actor("renzheng")
    verdict = {"outcome_id": key, "verdict": "certified", "standard_value": 800, "by": actor.account_id, "at": AT}
    with pytest.raises(Refusal, match="another person makes the second"), unit_of_work(actor):
        Certification.objects.create(**verdict)


def test_where_one_check_is_set_the_first_certifies_at_once():
    made = build_bank()
    setting = {"bank_id": made.federation, "checks_count": 1, "evidence_days": 5}
    done(made, "yunying", set_check_rule, kind="training", value_from=0, **setting)
    certificate, training = made.deposit(LATHE, FIXTURES)
    report = checked(made, certificate, training)
    assert (report.checked, report.certified) == (1, 1)
    assert (state_of(made, certificate), state_of(made, training)) == ("checked", "certified")


def test_high_values_take_two_checks_where_low_ones_take_one():
    made = build_bank()
    for value, count in ((0, 1), (500, 2)):
        setting = {"kind": "", "value_from": value, "checks_count": count, "evidence_days": 5}
        done(made, "yunying", set_check_rule, bank_id=made.federation, **setting)
    lathe, wire = made.deposit(LATHE, WIRE)  # worth 8 and 3 credits
    report = checked(made, lathe, wire)
    assert (report.checked, report.certified) == (1, 1)
    setting = {"kind": "", "value_from": 0, "checks_count": 3, "evidence_days": 5}
    assert code_of(done, made, "yunying", set_check_rule, bank_id=made.federation, **setting) == "one_check_or_two"
    assert code_of(done, made, "gonghui1", set_check_rule, bank_id=made.federation, **setting) == "act_not_allowed"


def test_a_body_suspended_between_the_checks_certifies_nothing_and_loses_nothing():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    checked(made, key)
    with unit_of_work(made.actor("yunying")):
        held = accreditations_of(made.body)[0].record_id
    done(made, "yunying", suspend_body, held, reason="投诉核查")
    assert code_of(done, made, "renzheng2", certify_outcomes, [key]) == "body_suspended"
    assert state_of(made, key) == "checked"


def test_the_second_sends_back_to_the_first_who_checks_again():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    checked(made, key)
    assert code_of(done, made, "renzheng2", send_back_outcomes, [key], reason=" ") == "reason_missing"
    done(made, "renzheng2", send_back_outcomes, [key], reason="等级抄错了")
    assert state_of(made, key) == "deposited"
    checked(made, key)
    done(made, "renzheng2", certify_outcomes, [key])
    with unit_of_work(made.actor("renzheng")):
        assert Check.objects.filter(outcome_id=key).count() == 2


def test_nobody_decides_on_what_is_close_to_her():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    number = worker_paper(0).number
    relation = {"number": number, "name": "周晓岚", "kind": RelationKind.SPOUSE}
    done(made, "renzheng2", declare_relation, **relation)
    assert code_of(done, made, "renzheng2", check_outcomes, [key], original_seen=True) == "related_person"
    assert code_of(done, made, "renzheng2", declare_relation, **relation) == "relation_one_at_a_time"
    assert code_of(done, made, "renzheng2", declare_relation, **relation | {"number": "x"}) == "person_unknown"
    second = made.actor("renzheng2")
    with pytest.raises(DatabaseError, match="not_close"), unit_of_work(second):
        Certification.objects.create(outcome_id=key, verdict="refused", reason="x", by=second.account_id, at=AT)
    with unit_of_work(second):
        assert Relation.objects.update(valid_to=AT.date()) == 0  # only the bank ends what she declared
    with unit_of_work(made.actor("renzheng")):
        assert not Relation.objects.exists()  # and no colleague reads it
    checked(made, key)


def test_her_own_outcome_is_nobodys_to_check():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    own = replace(made.actor("renzheng"), person_id=made.person)
    with unit_of_work(own):
        assert code_of(check_outcomes, [key], original_seen=True, actor=own, at=AT) == "own_outcome"


def test_what_a_colleague_took_is_hers_until_she_gives_it_back_or_it_is_taken_over():
    made = build_bank()
    first, second = made.deposit(LATHE, WIRE)
    assert done(made, "renzheng", take_outcomes, [first, second]) == 2
    assert done(made, "renzheng2", take_outcomes, [first, second]) == 0
    assert code_of(checked, made, first, by="renzheng2") == "taken_by_another"
    assert done(made, "renzheng", give_back, [first]) == 1
    checked(made, first, by="renzheng2")
    assert done(made, "renzheng2", take_outcomes, [second], is_over=True) == 1
    checked(made, second, by="renzheng2")


def test_more_evidence_is_asked_for_by_a_day_and_the_answer_waits_again():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    with unit_of_work(made.actor("renzheng")):
        reason = Reason.objects.get(code="return-unreadable")
    done(made, "renzheng", return_outcomes, [key], reason_id=reason.id, reason="第二页")
    assert state_of(made, key) == "returned"
    zhou = made.actor("zhou")
    with unit_of_work(zhou):
        (notice,) = notices_of(made.person)
        assert "材料看不清，请重新拍照或扫描（第二页）。请在 2026-05-22 前补好" in notice.words_zh
        deadline = Deadline.objects.get(record_id=key)
        assert deadline.met_at is None
        assert "数满 10" in deadline.derivation
    assert code_of(done, made, "renzheng", refuse_outcomes, [key], reason="没补") == "deadline_still_runs"
    assert code_of(done, made, "lin", answer_request, key, note="我来补") == "act_not_allowed"
    done(made, "zhou", answer_request, key, note="已重新拍照", at=AT + DAY)
    assert state_of(made, key) == "deposited"
    with unit_of_work(zhou):
        assert Deadline.objects.get(record_id=key).met_at == AT + DAY
        assert Outcome.objects.get(record_id=key).record.due_at is None
    assert code_of(done, made, "zhou", answer_request, key, note="又补") == "not_asked"


def test_too_late_a_certifier_decides_and_until_then_the_answer_still_counts():
    made = build_bank()
    late, never = made.deposit(LATHE, WIRE)
    done(made, "renzheng", return_outcomes, [late, never], reason="请补原件")
    afterwards = AT + 30 * DAY
    done(made, "zhou", answer_request, late, note="原件送到了", at=afterwards)
    assert state_of(made, late) == "deposited"
    done(made, "renzheng", refuse_outcomes, [never], reason="到期没有补", at=afterwards)
    assert state_of(made, never) == "refused"
    with unit_of_work(made.actor("renzheng")):
        assert not Deadline.objects.filter(met_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_certifiers_at_once_one_wins_and_the_other_reads_why():
    made = build_bank()
    (key,) = made.deposit(LATHE)
    with unit_of_work(SYSTEM):
        assert Account.objects.filter(username__startswith="renzheng").count() == 2
    gate, told = threading.Barrier(2), {}

    def check(name):
        try:
            actor = made.actor(name)
            gate.wait(timeout=20)
            with unit_of_work(actor):
                check_outcomes([key], original_seen=False, actor=actor, at=AT)
            told[name] = "won"
        except Refusal as refused:
            told[name] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=check, args=[name]) for name in ("renzheng", "renzheng2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(told.values()).count("won") == 1
    assert set(told.values()) - {"won"} <= {"not_waiting", "check_once_a_version", "record_moved_meanwhile"}
    with unit_of_work(made.actor("renzheng")):
        assert Check.objects.filter(outcome_id=key).count() == 1
