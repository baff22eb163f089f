"""Bonuses by official result documents: reserved, given, released, returned; never twice, never past the budget."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError

from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.operations import refuse_outcomes
from niangjia.creditbank.conversion.revoking import revocation_of, revoke_outcome
from niangjia.creditbank.incentives.models import Bonus, Plan, Unrewarded
from niangjia.creditbank.incentives.plans import approve_plan, draft_plan, withdraw_plan
from niangjia.creditbank.incentives.queries import bonuses_of_person, figures_of, unrewarded_of_person
from niangjia.creditbank.incentives.results import file_document, open_event
from niangjia.creditbank.incentives.settling import settle_plan
from niangjia.creditbank.incentives.tasks import settle_one
from niangjia.creditbank.incentives.tests.plan import EVENT, PAPER, PLAN, build_bank, row
from niangjia.creditbank.incentives.trying import dry_run
from niangjia.creditbank.incentives.types import Figures, OnceWith, Reason, Settled
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books
from niangjia.kernel.notices.models import Notice
from niangjia.kernel.records.operations import move_record, open_record
from niangjia.kernel.records.types import NewMove, NewRecord
from niangjia.web.tests.college import AT

pytestmark = pytest.mark.django_db


def figures(bank):
    with unit_of_work(bank.actor("gonghui1")):
        return figures_of(Plan.objects.get(record_id=bank.plan))


def settled(bank):
    clerk = bank.actor("gonghui1")
    with unit_of_work(clerk):
        return settle_plan(bank.plan, actor=clerk, at=AT)


def past_the_program(bank, actor, **told):
    """A bonus written without asking anyone."""
    person = bank.made.person
    record = NewRecord("bonus", "重复", "reserved", "reserve", bank.made.federation, subject_id=person)
    key = open_record(record, actor=actor, at=AT)
    Bonus.objects.create(record_id=key, root_id=bank.event, person_id=person, **told)


def revoked(bank, outcome):
    certifier = bank.actor("renzheng")
    with unit_of_work(certifier):
        seen = revocation_of(outcome).seen
        revoke_outcome(outcome, reason="证书被撤", seen=seen, actor=certifier, at=AT)


def test_a_prize_is_reserved_given_when_certified_and_taken_back_when_revoked():
    bank = build_bank()
    report, rewarded = bank.reward(row(0), row(1, "二等奖", rank=2))
    assert (report.deposited, rewarded.reserved, rewarded.unrewarded) == (2, 2, {})
    assert figures(bank) == Figures(500, 500, 0, 0)
    assert settled(bank) == Settled()
    bank.made.certify(report.outcome_ids[0])
    certifier = bank.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes([report.outcome_ids[1]], reason="名单有误", actor=certifier, at=AT)
    assert settled(bank) == Settled(given=1, released=1)
    assert figures(bank) == Figures(500, 0, 300, 200)
    assert settled(bank) == Settled()
    with unit_of_work(bank.actor("zhou")):
        (bonus,) = bonuses_of_person(bank.made.person)
        assert (bonus.record.state, bonus.rule.article, balance(bonus.record_id)) == ("given", "第四条", 300)
        assert [each.kind for each in Notice.objects.all() if each.kind.startswith("bonus")] == ["bonus.given"]
    revoked(bank, report.outcome_ids[0])
    settle_one(bank.plan, bank.made.federation)
    assert figures(bank) == Figures(500, 0, 0, 500)
    with unit_of_work(bank.actor("zhou")):
        assert balance(bonus.record_id) == 0
        assert prove_books().holds


def test_the_lot_of_the_outcome_is_worth_what_the_table_says_and_no_more():
    bank = build_bank()
    report, _ = bank.reward(row(0))
    bank.made.certify(*report.outcome_ids)
    settled(bank)
    with unit_of_work(bank.actor("zhou")):
        assert balance(report.outcome_ids[0]) == 200


def test_nothing_is_given_beyond_the_budget_and_the_worker_reads_why():
    bank = build_bank(budget=300)
    _, rewarded = bank.reward(row(0), row(1, "二等奖", rank=2))
    assert (rewarded.reserved, rewarded.unrewarded) == (1, {Reason.BUDGET_SPENT: 1})
    with unit_of_work(bank.actor("lin")):
        (missed,) = unrewarded_of_person(bank.made.other)
        assert missed.reason == Reason.BUDGET_SPENT
        assert unrewarded_of_person(bank.made.person) == []


def test_of_two_ranks_of_one_event_the_better_counts():
    bank = build_bank()
    report, rewarded = bank.reward(row(0, "三等奖", rank=9), row(0))
    assert not report.faults, report.faults
    assert rewarded.unrewarded == {Reason.BETTER_RANK: 1}
    assert figures(bank).reserved == 300


def test_what_no_rule_speaks_of_and_other_events_are_told_apart():
    bank = build_bank()
    _, rewarded = bank.reward(row(0, "优秀奖", rank=30), row(1, event="别的竞赛"))
    assert rewarded.unrewarded == {Reason.NO_RULE: 1, Reason.OTHER_EVENT: 1}


def test_the_same_list_again_rewards_nothing_twice():
    bank = build_bank()
    bank.reward(row(0))
    report, rewarded = bank.reward(row(0))
    assert (report.replayed, rewarded.reserved) == (1, 0)
    assert figures(bank).reserved == 300


def test_a_heat_and_its_final_reward_once_under_two_plans_too():
    bank = build_bank()
    bank.reward(row(0))
    drafter, second = bank.actor("gonghui1"), bank.actor("gonghui2")
    with unit_of_work(drafter):
        other = draft_plan(replace(PLAN, title="另一计划"), organisation_id=bank.made.federation, actor=drafter, at=AT)
    with unit_of_work(second):
        approve_plan(other, actor=second, at=AT)
    final = replace(EVENT, name="省职工数控技能竞赛", once_with=bank.event, relation=OnceWith.HEAT_OF)
    document = bank.another(final, replace(PAPER, number="省总〔2026〕8 号"))
    _, rewarded = bank.reward(row(0, event=final.name, tier="省级"), plan=other, document=document)
    assert rewarded.unrewarded == {Reason.REWARDED_ALREADY: 1}
    with unit_of_work(bank.actor("gonghui1")):
        outcome = Outcome.objects.get(detail__event__startswith=final.name)
        told = {"plan_id": other, "rule_id": Plan.objects.get(record_id=other).rules.first().id, "amount": 300}
    with pytest.raises(Refusal) as refused, unit_of_work(drafter):  # past the program, the database says it too
        past_the_program(bank, drafter, document_id=document, outcome=outcome, **told)
    assert refused.value.code == "rewarded_once"


def test_after_a_release_the_achievement_can_be_rewarded_again():
    bank = build_bank()
    report, _ = bank.reward(row(0))
    certifier = bank.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes(report.outcome_ids, reason="打错了", actor=certifier, at=AT)
    settled(bank)
    _, rewarded = bank.reward(row(0, rank=2))
    assert rewarded.reserved == 1


def test_a_plan_is_approved_by_another_and_rewards_only_then_and_in_its_days():
    bank = build_bank(approved=False)
    drafter = bank.actor("gonghui1")
    with unit_of_work(drafter), pytest.raises(Refusal) as own:
        approve_plan(bank.plan, actor=drafter, at=AT)
    with pytest.raises(Refusal) as early:
        bank.reward(row(0))
    second = bank.actor("gonghui2")
    with unit_of_work(second):
        approve_plan(bank.plan, actor=second, at=AT)
    late = bank.another(replace(EVENT, name="明年的竞赛", held_on=date(2027, 1, 2)), replace(PAPER, number="另一号"))
    with pytest.raises(Refusal) as outside:
        bank.reward(row(0), document=late)
    with unit_of_work(second), pytest.raises(Refusal) as twice:
        withdraw_plan(bank.plan, actor=second, at=AT)
    codes = [each.value.code for each in (own, early, outside, twice)]
    assert codes == ["own_draft", "plan_not_in_force", "event_outside_plan", "not_a_draft"]


def test_a_draft_can_be_given_up_and_has_no_budget():
    bank = build_bank(approved=False)
    drafter = bank.actor("gonghui1")
    with unit_of_work(drafter):
        withdraw_plan(bank.plan, actor=drafter, at=AT)
        assert balance(bank.plan) is None


def test_faulty_plans_events_and_documents_are_refused():
    bank = build_bank()
    clerk, at = bank.actor("gonghui1"), {"organisation_id": bank.made.federation, "at": AT}
    for act, wrong, code in (
        (draft_plan, replace(PLAN, title=" "), "plan_without_title"),
        (draft_plan, replace(PLAN, rules=()), "plan_without_rules"),
        (draft_plan, replace(PLAN, budget=0), "plan_has_a_budget"),
        (draft_plan, replace(PLAN, ends_on=date(2025, 1, 1)), "plan_ends_after_start"),
        (open_event, replace(EVENT, name="——"), "event_without_name"),
        (open_event, EVENT, "event_once"),
        (open_event, replace(EVENT, name="新赛事", once_with=bank.event), "relation_missing"),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(clerk):
            act(wrong, actor=clerk, **at)
        assert refused.value.code == code
    for wrong, code in (
        (replace(PAPER, content=b""), "document_missing"),
        (replace(PAPER, content=b"MZ"), "document_is_no_paper"),
        (PAPER, "result_document_once"),
        (replace(PAPER, number=" "), "result_document_is_official"),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(clerk):
            file_document(bank.event, wrong, actor=clerk, **at)
        assert refused.value.code == code


def test_others_neither_reward_nor_see_who_was_rewarded():
    bank = build_bank()
    bank.reward(row(0), row(1, "优秀奖"))
    for username in ("jiaowu1", "lin", "renzheng"):
        with unit_of_work(bank.actor(username)):
            assert (Bonus.objects.count(), Unrewarded.objects.exclude(person_id=bank.made.other).count()) == (0, 0)
    stranger = bank.actor("renzheng")
    with unit_of_work(stranger), pytest.raises(Refusal) as refused:
        settle_plan(bank.plan, actor=stranger, at=AT)
    assert refused.value.code == "act_not_allowed"


def test_past_the_program_a_worker_gives_herself_nothing():
    bank = build_bank()
    report, _ = bank.reward(row(0))
    worker = bank.actor("zhou")
    with unit_of_work(worker):
        (bonus,) = bonuses_of_person(bank.made.person)
    assert report.outcome_ids == (bonus.outcome_id,)
    with pytest.raises(DatabaseError), unit_of_work(worker):
        move_record(NewMove(bonus.record_id, "give", "reserved", "given"), actor=worker, at=AT)


def test_a_dry_run_says_who_how_many_and_what_cost():
    bank = build_bank()
    bank.reward(row(0), row(0, "三等奖", rank=9), row(1, "优秀奖"))
    clerk = bank.actor("gonghui1")
    with unit_of_work(clerk):
        plan = Plan.objects.get(record_id=bank.plan)
        found = dry_run(plan, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        nothing = dry_run(plan, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    assert (found.outcomes, found.people, found.amount, found.without_rule) == (3, 1, 300, 1)
    assert [(line.people, line.amount) for line in found.lines] == [(1, 300), (0, 0)]
    assert (nothing.outcomes, nothing.amount) == (0, 0)
