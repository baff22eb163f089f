"""Two accounts of one person: conflicts first, then one reads what both hold, and they can be parted again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.units import Unit
from niangjia.creditbank.certification.types import REDEEMED
from niangjia.creditbank.outcomes.merging import conflicts_of_merge, holding_of, merge_persons, part_persons
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.outcomes.queries import certified_of, outcomes_of_person
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import enrolments_of
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.operations import post_or_refuse
from niangjia.kernel.ledger.types import TransferRequest
from niangjia.kernel.people.queries import held_by
from niangjia.web.tests.college import AT, FIXTURES, LATHE, build_college

pytestmark = pytest.mark.django_db


def ended(made):
    """林静 is enrolled no more: what is left is an account of 周晓岚 under another paper, as this story has it."""
    with unit_of_work(made.actor("jiaowu1")):
        Enrolment.objects.filter(id=made.other_enrolment).update(ended_on=date(2026, 5, 1))


def merged(made):
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        return merge_persons(made.other, into=made.person, reason="身份证和护照各登记了一次", actor=clerk, at=AT)


def parted(made):
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        part_persons(made.other, actor=clerk, at=AT)


def test_what_stands_on_both_sides_is_listed_and_refused():
    made = build_college(FIXTURES)
    made.deposit(FIXTURES, person=made.other)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk):
        told = [each.zh for each in conflicts_of_merge(made.other, into=made.person)]
        assert len(holding_of(made.other).outcomes) == 1
    assert told == [
        "两边都在《数控技术（示例）》有学籍：请学院先结束其中一个",
        "两边都有《夹具与定位培训》（）：请机构先不予认证或撤销其中一项",
    ]
    with pytest.raises(Refusal, match="merge_conflicts"):
        merged(made)


def test_one_person_holds_what_both_accounts_hold_and_can_be_parted():
    made = build_college(FIXTURES)
    ended(made)
    (key,) = made.deposit(LATHE, person=made.other)
    made.certify(key)
    merged(made)
    for username in ("zhou", "jiaowu1", "gonghui1"):
        with unit_of_work(made.actor(username)):
            assert [each.title for each in certified_of([made.person])[made.person]] == ["夹具与定位培训", "车工"]
            assert outcomes_of_person(made.person).count() == 2
    lin = made.actor("lin")
    assert lin.person_id == made.person  # who logs in under the old account is the same person
    with unit_of_work(lin):
        assert [each.id for each in enrolments_of(made.person)] == [made.enrolment]
        assert Outcome.objects.get(record_id=key).person_id == made.other  # no key was rewritten
    parted(made)
    with unit_of_work(made.actor("zhou")):
        assert [each.title for each in outcomes_of_person(made.person)] == ["夹具与定位培训"]
    with unit_of_work(made.actor("lin")):
        assert [each.title for each in outcomes_of_person(made.other)] == ["车工"]


def test_what_was_used_since_the_merge_keeps_the_two_together():
    made = build_college()
    ended(made)
    (key,) = made.deposit(LATHE, person=made.other)
    made.certify(key)
    merged(made)
    certifier = made.actor("renzheng")
    spent = TransferRequest(
        id=new_id(),
        from_account=key,
        to_account=REDEEMED,
        amount=100,
        unit=Unit.STANDARD_CREDIT,
        event_at=AT + timedelta(days=1),
        about_id=key,
    )
    with unit_of_work(certifier):
        post_or_refuse([spent])
    with pytest.raises(Refusal, match="merge_in_use"):
        parted(made)
    with unit_of_work(certifier):
        post_or_refuse([replace(spent, id=new_id(), from_account=REDEEMED, to_account=key, reverses_id=spent.id)])
    parted(made)  # what was used is given back: nothing holds the two together


def test_a_registrar_or_a_certifier_merges_nobody():
    made = build_college()
    for username in ("jiaowu1", "renzheng"):
        actor = made.actor(username)
        with unit_of_work(actor), pytest.raises(Refusal, match="act_not_allowed"):
            merge_persons(made.other, into=made.person, reason="x", actor=actor, at=AT)


def test_a_merge_needs_a_reason_and_is_made_once():
    made = build_college()
    ended(made)
    clerk = made.actor("gonghui1")
    with unit_of_work(clerk), pytest.raises(Refusal, match="reason_missing"):
        merge_persons(made.other, into=made.person, reason=" ", actor=clerk, at=AT)
    merged(made)
    with pytest.raises(Refusal, match="merged_already"):
        merged(made)
    parted(made)
    with pytest.raises(Refusal, match="not_merged"):
        parted(made)


def test_another_outcome_under_the_other_account_is_no_conflict():
    made = build_college(FIXTURES)
    ended(made)
    made.deposit(replace(FIXTURES, title="焊接安全培训"), person=made.other)
    with unit_of_work(made.actor("gonghui1")):
        assert conflicts_of_merge(made.other, into=made.person) == ()


def test_what_both_hold_is_found_by_index():
    made = build_college(FIXTURES)
    with unit_of_work(made.actor("zhou")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Outcome.objects.filter(held_by([made.person])).explain()
    assert "Seq Scan on outcomes_outcome" not in plan
    assert "Index Cond: (person_id = " in plan
