"""Accrediting bodies: by the bank's operator, with scope and days; checked on the day of each act on outcomes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from niangjia.core.refusals import Refusal
from niangjia.creditbank.accreditation import operations
from niangjia.creditbank.accreditation.models import Accreditation, Expert, Scope, Suspension
from niangjia.creditbank.accreditation.queries import accreditations_of, bodies_by, bodies_for, standings
from niangjia.creditbank.accreditation.types import Attention, Finding, NewAccreditation, NewExpert, NewScope
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Move
from niangjia.kernel.records.queries import timeline
from niangjia.web.tests.college import AT, FIXTURES, LATHE, WIRE, build_college

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TURNING = NewScope("skill_certificate", "6-18-01", Decimal(1), Decimal(5))


def by_operator(made, act, *args, at=AT, **settings):
    operator = made.actor("yunying")
    with unit_of_work(operator):
        return act(*args, actor=operator, at=at, **settings)


def held_by(made):
    with unit_of_work(made.actor("yunying")):
        return accreditations_of(made.body)[0].record_id


def refusal(act, *args, **settings):
    with pytest.raises(Refusal) as refused:
        act(*args, **settings)
    return refused.value


def only_turning(made):
    """The body's accreditation for everything gives way to one for turners."""
    by_operator(made, operations.end_accreditation, held_by(made), reason="换发")
    new = NewAccreditation(made.body, made.federation, AT.date(), date(2029, 1, 1), (TURNING,))
    return by_operator(made, operations.accredit_body, new)


def test_a_body_takes_in_and_certifies_within_its_scope_alone():
    made = build_college()
    only_turning(made)
    (key,) = made.deposit(LATHE)
    refused = refusal(made.deposit, WIRE)
    assert refused.code == "outside_scope"
    assert "《电工》不在 望溪技能评价中心 的授权范围内" in refused.term.zh
    made.certify(key)


def test_widening_lets_more_in_and_narrowing_keeps_it_out_again():
    made = build_college()
    key = only_turning(made)
    by_operator(made, operations.widen_scope, key, [NewScope("training")], reason="评估合格")
    made.deposit(FIXTURES)
    with unit_of_work(made.actor("yunying")):
        training = Scope.objects.get(accreditation_id=key, kind="training")
    by_operator(made, operations.narrow_scope, key, training.id, reason="师资不足", at=AT + DAY)
    with unit_of_work(made.actor("yunying")):
        scopes = standings([made.body], on=AT.date() + DAY)[made.body].scopes
        assert scopes == (TURNING,)
        assert [entry.words for entry in timeline(key)] == ["accredit", "widen", "narrow"]
    assert refusal(by_operator, made, operations.narrow_scope, key, training.id, reason="又").code == "no_such_scope"


def test_a_body_suspended_after_the_deposit_certifies_nothing_until_it_is_lifted():
    made = build_college()
    (key,) = made.deposit(LATHE)
    held = held_by(made)
    by_operator(made, operations.suspend_body, held, reason="抽查不合格")
    for act in (lambda: made.certify(key), lambda: made.deposit(WIRE)):
        refused = refusal(act)
        assert refused.code == "body_suspended"
        assert "抽查不合格" in refused.term.zh
    with unit_of_work(made.actor("renzheng")):
        assert Outcome.objects.get(record_id=key).record.state == "deposited"
    by_operator(made, operations.lift_suspension, held, reason="整改合格")
    made.certify(key)


def test_the_day_of_the_act_counts_not_the_day_of_the_deposit():
    made = build_college()
    (key,) = made.deposit(LATHE)
    by_operator(made, operations.end_accreditation, held_by(made), reason="撤销资格")
    refused = refusal(made.certify, key)
    assert refused.code == "body_not_accredited"
    assert "2026-05-08 没有有效的认证授权" in refused.term.zh


def test_only_the_banks_operator_accredits():
    made = build_college()
    new = NewAccreditation(made.body, made.federation, AT.date(), date(2029, 1, 1), (NewScope(),))
    for name in ("renzheng", "gonghui1", "jiaowu1", "zhou"):
        actor = made.actor(name)
        with unit_of_work(actor):
            assert refusal(operations.accredit_body, new, actor=actor, at=AT).code == "act_not_allowed"


@pytest.mark.parametrize("name", ["renzheng", "gonghui1", "zhou"])
def test_the_database_itself_lets_nobody_else_write(name):
    made = build_college()
    held = held_by(made)
    with unit_of_work(made.actor(name)):
        assert Accreditation.objects.filter(record_id=held).update(valid_to=date(2098, 1, 1)) == 0
        assert Expert.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), unit_of_work(made.actor(name)):
        Scope.objects.create(accreditation_id=held, kind="training", valid_from=AT.date())


def test_what_was_accredited_is_never_rewritten():
    made = build_college()
    held = held_by(made)
    for statement in ("UPDATE accreditation_scope SET kind = 'x'", "DELETE FROM accreditation_accreditation"):
        with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(made.actor("yunying")):
            connection.cursor().execute(statement)
    by_operator(made, operations.suspend_body, held, reason="核查")
    with unit_of_work(made.actor("yunying")):
        assert Move.objects.filter(record_id=held).count() == 2
        assert Suspension.objects.get().reason == "核查"


def test_one_accreditation_at_a_time_and_one_suspension():
    made = build_college()
    new = NewAccreditation(made.body, made.federation, AT.date(), date(2029, 1, 1), (NewScope(),))
    assert refusal(by_operator, made, operations.accredit_body, new).code == "accreditation_one_at_a_time"
    held = held_by(made)
    by_operator(made, operations.suspend_body, held, reason="核查")
    assert refusal(by_operator, made, operations.suspend_body, held, reason="再核查").code == "wrong_state"


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        (NewScope(level_from=Decimal(5), level_to=Decimal(2)), "scope_levels_in_order"),
        (NewScope(occupation="车工"), "scope_occupation_shape"),
    ],
)
def test_a_scope_that_makes_no_sense_is_refused(scope, code):
    made = build_college()
    assert refusal(by_operator, made, operations.widen_scope, held_by(made), [scope], reason="试").code == code


def test_every_act_needs_its_reason_and_an_end_lies_later():
    made = build_college()
    held = held_by(made)
    assert refusal(by_operator, made, operations.suspend_body, held, reason=" ").code == "reason_missing"
    settings = {"until": date(2027, 1, 1), "reason": "续"}
    assert refusal(by_operator, made, operations.extend_accreditation, held, **settings).code == "end_not_later"
    by_operator(made, operations.extend_accreditation, held, until=date(2100, 1, 1), reason="续期")


def test_an_enterprise_is_not_accredited_and_no_scope_is_none():
    made = build_college()
    firm = NewAccreditation(made.college, made.federation, AT.date(), date(2029, 1, 1), (NewScope(),))
    assert refusal(by_operator, made, operations.accredit_body, firm).code == "not_a_body"
    empty = NewAccreditation(made.body, made.federation, AT.date(), date(2029, 1, 1), ())
    assert refusal(by_operator, made, operations.accredit_body, empty).code == "scope_missing"


def test_experts_find_something_and_it_stays_on_record():
    made = build_college()
    held = held_by(made)
    known = NewExpert("示例专家", "示例大学", ("6-18",))
    expert = by_operator(made, operations.add_expert, known, bank_id=made.federation)
    found = {"held_on": AT.date(), "finding": Finding.FIT, "note": "设备齐全", "expert_ids": [expert]}
    by_operator(made, operations.note_evaluation, held, **found)
    by_operator(made, operations.remove_expert, expert, bank_id=made.federation)
    with unit_of_work(made.actor("yunying")):
        evaluation = Accreditation.objects.get(record_id=held).evaluations.get()
        assert [each.name for each in evaluation.experts.all()] == ["示例专家"]
    with unit_of_work(made.actor("renzheng")):
        assert not Accreditation.objects.get(record_id=held).evaluations.exists()
    nothing = NewExpert("某人", "某单位", ())
    refused = refusal(by_operator, made, operations.add_expert, nothing, bank_id=made.federation)
    assert refused.code == "evaluator_has_a_field"


def test_bodies_are_told_apart_by_what_they_need_and_found_by_pinyin():
    made = build_college()
    today = AT.date()

    def found(attention, text="", on=today):
        with unit_of_work(made.actor("yunying")):
            return [each.name for each in bodies_by(attention, text=text, on=on)]

    body = "望溪技能评价中心"
    assert found(None) == found(Attention.IN_FORCE) == found(None, "wxjn") == found(None, "技能评价") == [body]
    assert found(None, "zzz") == found(Attention.SUSPENDED) == found(Attention.NONE) == []
    assert found(Attention.EXPIRING, on=date(2098, 12, 1)) == [body]
    by_operator(made, operations.suspend_body, held_by(made), reason="核查")
    assert (found(Attention.SUSPENDED), found(Attention.IN_FORCE)) == ([body], [])
    with unit_of_work(made.actor("zhou")):
        assert not bodies_for("training", on=today).exists()
        (open_before,) = bodies_for("training", on=today - DAY)
    assert open_before.name == body
