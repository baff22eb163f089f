"""Deposits: one paper stands once, wherever it was brought in; who sees what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.operations import refuse_outcomes
from niangjia.creditbank.engine.books import OutcomeKind, Prize
from niangjia.creditbank.outcomes.models import Deposit, Outcome, OutcomeDetail
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.queries import as_held, certified_of, outcomes_of_body, outcomes_of_person
from niangjia.creditbank.outcomes.types import NewOutcome, State
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of, roles_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation, register_persons
from niangjia.kernel.people.types import AffiliationRole, NewOrganisation, NewPerson, OrganisationKind
from niangjia.web.tests.college import AT, FIXTURES, LATHE, WIRE, build_college, held
from tests.worlds import accredit_for_all, worker_paper

pytestmark = pytest.mark.django_db
TEAM = held(
    OutcomeKind.COMPETITION,
    "数控技能大赛",
    certificate_number="JS-2025-77",
    tier=3,
    prize=Prize.FIRST,
    is_team=True,
    event="数控技能大赛（2025年）",
)


def other_body():
    """A certifying body of another county, which knows 周晓岚 too."""
    with unit_of_work(SYSTEM):
        body = register_organisation(
            NewOrganisation("外县技能评价中心", OrganisationKind.CERTIFYING_BODY), actor=SYSTEM, at=AT
        )
        account = create_account("waixian", label="外县认证员", password="wangxi-2026", actor=SYSTEM, at=AT)
        give_role(account.id, Role.CERTIFIER, organisation_id=body, since=date(2026, 1, 1), actor=SYSTEM, at=AT)
        actor, operator = actor_of(account, at=AT), actor_of(Account.objects.get(username="yunying"), at=AT)
    bank = roles_of(operator.account_id, on=AT.date())[0].organisation_id
    accredit_for_all(body, bank=bank, operator=operator, at=AT)
    with unit_of_work(actor):
        known = [NewPerson("周晓岚", worker_paper(0)), NewPerson("林静", worker_paper(1))]
        register_persons(known, organisation_id=body, role=AffiliationRole.CLIENT, actor=actor, at=AT)
    return body, actor


def deposited_elsewhere(person, outcome):
    body, actor = other_body()
    with unit_of_work(actor):
        assert not Outcome.objects.exists()  # it sees nothing of what stands at the first body
    with unit_of_work(actor):
        deposit_outcomes([NewOutcome(person, outcome)], body_id=body, actor=actor, at=AT)


def count(made):
    with unit_of_work(made.actor("renzheng")):
        return Outcome.objects.count(), Deposit.objects.count()


def test_what_is_deposited_is_read_back_word_for_word():
    made = build_college()
    full = replace(
        TEAM, issuer="市人社局", expires_on=date(2028, 12, 31), rank=2, share=Decimal("0.25"), made_from=("SK",)
    )
    (key,) = made.deposit(full)
    with unit_of_work(made.actor("renzheng")):
        assert as_held(Outcome.objects.get(record_id=key)) == replace(full, id=str(key))


@pytest.mark.parametrize(
    "number", ["JN-2025-11-08264", "jn-2025-11-08264", "ＪＮ－２０２５－１１－０８２６４", "JN 2025 11 08264"]
)
def test_a_certificate_number_is_one_however_it_is_written(number):
    made = build_college()
    made.deposit(LATHE)
    with pytest.raises(Refusal) as refused:
        made.deposit(replace(LATHE, certificate_number=number), person=made.other)
    assert refused.value.code == "certificate_deposited_already"
    assert count(made) == (1, 1)


def test_a_certificate_twice_in_one_deposit_is_refused_whole():
    made = build_college()
    with pytest.raises(Refusal) as refused:
        made.deposit(FIXTURES, LATHE, replace(LATHE, title="车工（三级）"))
    assert refused.value.code == "certificate_deposited_already"
    assert "第 3 条" in refused.value.term.zh
    assert count(made) == (0, 0)


@pytest.mark.parametrize(("holder", "outcome"), [("person", LATHE), ("other", LATHE), ("person", TEAM)])
def test_a_body_that_can_not_see_where_a_paper_stands_is_refused_without_a_word_of_whose_it_is(holder, outcome):
    made = build_college()
    made.deposit(outcome)
    with pytest.raises(Refusal) as refused:
        deposited_elsewhere(getattr(made, holder), outcome)
    assert refused.value.code == "certificate_deposited_already"
    said = refused.value.term.zh + refused.value.term.en
    assert outcome.certificate_number in said
    assert not any(word in said for word in ("周晓岚", "林静", "望溪", str(made.person), str(made.body)))
    assert count(made) == (1, 1)


def test_the_database_itself_refuses_a_second_certificate_with_a_sentence():
    made = build_college()
    (first,) = made.deposit(LATHE)
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes([first], reason="照片看不清", actor=certifier, at=AT)
    made.deposit(LATHE, person=made.other)
    with pytest.raises(Refusal) as refused, unit_of_work(certifier):
        Outcome.objects.filter(record_id=first).update(void_at=None)
    assert refused.value.code == "certificate_number_once"


def test_a_teams_prize_stands_once_for_each_of_the_team():
    made = build_college()
    made.deposit(TEAM)
    made.deposit(TEAM, person=made.other)
    with pytest.raises(Refusal):
        made.deposit(TEAM)
    assert count(made) == (2, 2)


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"title": " 夹具与定位 培训"},
        {"hours": Decimal("45.00")},
        {"title": "夹具与定位培训。", "subject": "夹　具"},
    ],
)
def test_the_same_outcome_without_a_number_stands_once_however_it_is_written(again):
    made = build_college()
    made.deposit(FIXTURES)
    with pytest.raises(Refusal, match="2026-05-08") as refused:
        made.deposit(replace(FIXTURES, **again))
    assert refused.value.code == "outcome_deposited_already"
    assert count(made) == (1, 1)


def test_the_same_outcome_twice_in_one_deposit_is_refused_whole():
    made = build_college()
    with pytest.raises(Refusal) as refused:
        made.deposit(FIXTURES, WIRE, FIXTURES)
    assert "本次第 3 条" in refused.value.term.zh
    assert "与本次第 1 条相同" in refused.value.term.zh
    assert count(made) == (0, 0)


@pytest.mark.parametrize("other", [{"hours": Decimal(46)}, {"awarded_on": date(2025, 11, 21)}, {"subject": "定位"}])
def test_outcomes_that_differ_in_one_fact_are_two(other):
    made = build_college()
    made.deposit(FIXTURES, replace(FIXTURES, **other))
    made.deposit(FIXTURES, person=made.other)
    assert count(made) == (3, 2)


def test_the_same_outcome_at_another_body_is_refused_without_a_word_of_where():
    made = build_college()
    made.deposit(FIXTURES)
    with pytest.raises(Refusal) as refused:
        deposited_elsewhere(made.person, FIXTURES)
    assert refused.value.code == "outcome_deposited_already"
    assert not any(word in refused.value.term.zh for word in ("周晓岚", "望溪", "2026-05-08"))


def test_what_was_refused_can_be_deposited_again():
    made = build_college()
    (first,) = made.deposit(FIXTURES)
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        refuse_outcomes([first], reason="照片看不清", actor=certifier, at=AT)
    made.deposit(FIXTURES)
    with pytest.raises(Refusal):
        made.deposit(FIXTURES)
    assert count(made) == (2, 2)


def test_an_outcome_is_seen_by_its_worker_its_body_and_her_college_alone():
    made = build_college()
    made.deposit(LATHE, FIXTURES)
    made.deposit(WIRE, person=made.other)
    _, stranger = other_body()
    seen = {}
    for name in ("zhou", "lin", "renzheng", "jiaowu1"):
        with unit_of_work(made.actor(name)):
            seen[name] = (Outcome.objects.count(), OutcomeDetail.objects.count())
    assert seen == {"zhou": (2, 2), "lin": (1, 1), "renzheng": (3, 3), "jiaowu1": (3, 3)}
    with unit_of_work(stranger):
        assert (Outcome.objects.count(), OutcomeDetail.objects.count(), Deposit.objects.count()) == (0, 0, 0)


def test_the_facts_of_an_outcome_never_change():
    made = build_college(LATHE)
    for statement in (
        "UPDATE outcomes_outcomedetail SET level = 8",
        "UPDATE outcomes_outcome SET awarded_on = '2020-01-01'",
        "DELETE FROM outcomes_outcome",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            unit_of_work(made.actor("renzheng")),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.parametrize("length", [1, 3])
def test_lists_take_as_many_queries_for_three_as_for_one(django_assert_num_queries, length):
    made = build_college()
    keys = made.deposit(*[LATHE, WIRE, FIXTURES][:length])
    with unit_of_work(made.actor("renzheng")), django_assert_num_queries(2):
        assert len([(row.person.name, row.detail.level) for row in outcomes_of_body(made.body)]) == length
        assert len([(row.body.name, row.detail.level) for row in outcomes_of_person(made.person)]) == length
    made.certify(*keys)
    with unit_of_work(made.actor("jiaowu1")), django_assert_num_queries(2):
        assert len(certified_of([made.person, made.other])[made.person]) == length


def test_only_what_is_certified_counts():
    made = build_college(LATHE)
    made.deposit(WIRE)
    with unit_of_work(made.actor("jiaowu1")):
        assert [each.title for each in certified_of([made.person])[made.person]] == ["车工"]
        assert outcomes_of_body(made.body, state=State.DEPOSITED).count() == 1
