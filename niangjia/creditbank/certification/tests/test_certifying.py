"""Certifying: a lot on the ledger for each outcome, worth what the bank's table says; or a refusal with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.conditions import all_of, fact
from niangjia.core.refusals import Refusal
from niangjia.creditbank.certification.models import Certification
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.certification.queries import standard_values, value_by_book
from niangjia.creditbank.certification.types import ISSUE
from niangjia.creditbank.engine.books import OutcomeKind, ValuationRow
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.ledger.queries import balance, prove_books, statement
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.college import AT, COMPUTING, FIXTURES, LATHE, TABLE, WIRE, build_college, held

pytestmark = pytest.mark.django_db
UNVALUED = replace(COMPUTING, credits=None)


def certified(made, *keys):
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        return certify_outcomes(keys, actor=certifier, at=AT)


def refused_with(made, code, *keys):
    before = on_record(made)
    with pytest.raises(Refusal) as refused:
        certified(made, *keys)
    assert refused.value.code == code
    assert on_record(made) == before
    return refused.value.term.zh


def on_record(made):
    with unit_of_work(made.actor("renzheng")):
        states = sorted(Outcome.objects.values_list("record_id", "record__state", "standard_value"))
        return states, Certification.objects.count(), balance(ISSUE)


def test_each_outcome_gets_the_standard_value_of_its_row_and_the_books_stay_proven():
    made = build_college()
    keys = made.deposit(LATHE, WIRE, FIXTURES, COMPUTING)
    assert certified(made, *keys).certified == 4
    with unit_of_work(made.actor("renzheng")):
        rows = Certification.objects.order_by("outcome_id").values_list("standard_row", "standard_value")
        assert list(rows) == [("V1", 800), ("V2", 300), ("V3", 250), ("V4", 200)]
        assert [balance(key) for key in keys] == [800, 300, 250, 200]
        assert balance(ISSUE) == -1550
        assert prove_books().holds


def test_the_lot_tells_that_it_was_opened_by_certifying():
    made = build_college()
    (key,) = made.deposit(LATHE)
    certified(made, key)
    with unit_of_work(made.actor("renzheng")):
        (line,) = statement(key)
        assert (line.about_id, line.balance) == (key, 800)


def test_what_no_row_values_goes_on_waiting_and_is_named_with_what_is_missing():
    made = build_college()
    good, odd = made.deposit(LATHE, UNVALUED)
    report = certified(made, good, odd)
    assert report.certified == 1
    (unvalued,) = report.unvalued
    assert unvalued.outcome_id == odd
    assert "计算机应用" in unvalued.reason.zh
    assert "周晓岚" in unvalued.reason.zh
    with unit_of_work(made.actor("renzheng")):
        assert Outcome.objects.get(record_id=odd).record.state == "deposited"
        assert balance(odd) is None


def test_where_nothing_is_valued_the_whole_act_is_refused():
    made = build_college()
    assert "计算机应用" in refused_with(made, "not_valued", *made.deposit(UNVALUED))


def test_a_prize_that_misses_its_row_is_told_the_nearest_row_and_what_is_missing():
    """A team's fourth place: rows for prizes exist, and the certifier reads which comes nearest."""
    is_prize = fact("kind").equals("competition")
    third = all_of(is_prize, fact("tier").equals(4), fact("is_team").is_true(), fact("rank").at_most(3))
    first = all_of(is_prize, fact("tier").equals(5), fact("rank").at_most(1))
    rows = (
        ValuationRow("J1", "第六条", first, credits=Decimal(6)),
        ValuationRow("J2", "第七条", third, credits=Decimal(2)),
    )
    prize = held(OutcomeKind.COMPETITION, "市职工技能竞赛", tier=4, rank=4, is_team=True)
    table = replace(TABLE, valuations=rows)
    told = value_by_book(prize, table, on=AT.date())
    assert (told.amount, told.row) == (0, "")
    assert told.reason.zh == "最接近的是第 J2 行（第七条），名次：要求前 3 名，登记的是第 4 名"
    assert value_by_book(FIXTURES, table, on=AT.date()).reason.zh == "没有一行写到这种成果"
    assert value_by_book(replace(prize, rank=3), table, on=AT.date()).amount == 200


def test_what_is_not_recorded_is_told_by_its_name():
    made = build_college()
    (key,) = made.deposit(UNVALUED)
    assert "还缺：原课程学分。" in refused_with(made, "not_valued", key)


def test_an_outcome_is_certified_once():
    made = build_college()
    first, second = made.deposit(LATHE, WIRE)
    certified(made, first)
    refused_with(made, "not_waiting", first)
    assert "1 项" in refused_with(made, "not_waiting", first, second)


def test_an_outcome_chosen_twice_is_certified_once():
    made = build_college()
    (key,) = made.deposit(LATHE)
    assert certified(made, key, key).certified == 1


def test_an_unknown_outcome_is_refused():
    made = build_college()
    refused_with(made, "not_waiting", UUID(int=7))


def test_choosing_nothing_is_refused():
    made = build_college()
    assert "勾选" in refused_with(made, "nothing_chosen")
    certifier = made.actor("renzheng")
    with pytest.raises(Refusal, match="tick some"), unit_of_work(certifier):
        refuse_outcomes([], reason="查无此证", actor=certifier, at=AT)


def test_the_worker_whose_outcome_it_is_neither_certifies_nor_refuses_it():
    made = build_college()
    (key,) = made.deposit(LATHE)
    own = replace(made.actor("renzheng"), person_id=made.person)
    for act in (
        lambda: certify_outcomes([key], actor=own, at=AT),
        lambda: refuse_outcomes([key], reason="查无此证", actor=own, at=AT),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(own):
            act()
        assert refused.value.code == "own_outcome"


def both_seats(made):
    """A certifier of another body who is registrar of the college too, and so sees its learners' outcomes."""
    with unit_of_work(SYSTEM):
        body = register_organisation(
            NewOrganisation("邻县技能评价中心", OrganisationKind.CERTIFYING_BODY), actor=SYSTEM, at=AT
        )
        account = create_account("liangtou", label="认证员兼教务", password=None, actor=SYSTEM, at=AT)
        for role, seat in ((Role.CERTIFIER, body), (Role.REGISTRAR, made.college)):
            give_role(account.id, role, organisation_id=seat, since=date(2026, 1, 1), actor=SYSTEM, at=AT)
        return actor_of(account, at=AT)


def test_a_certifier_of_another_body_decides_nothing_though_she_sees_the_outcome():
    made = build_college()
    (key,) = made.deposit(LATHE)
    stranger = both_seats(made)
    with unit_of_work(stranger):
        assert Outcome.objects.filter(record_id=key).exists()
    for act in (
        lambda: certify_outcomes([key], actor=stranger, at=AT),
        lambda: refuse_outcomes([key], reason="查无此证", actor=stranger, at=AT),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(stranger):
            act()
        assert refused.value.code == "act_not_allowed"
    with unit_of_work(made.actor("renzheng")):
        assert Outcome.objects.get(record_id=key).record.state == "deposited"


def test_the_database_itself_takes_no_verdict_from_another_seat():
    made = build_college()
    (key,) = made.deposit(LATHE)
    for actor in (both_seats(made), made.actor("jiaowu1"), made.actor("zhou")):
        with pytest.raises(DatabaseError, match="row-level security"), unit_of_work(actor):
            Certification.objects.create(outcome_id=key, verdict="certified", standard_value=1, at=AT)
        with unit_of_work(actor):
            assert Outcome.objects.filter(record_id=key).update(standard_value=1) == 0


def test_without_a_standard_table_in_force_nothing_is_certified():
    made = build_college()
    (key,) = made.deposit(LATHE)
    certifier = made.actor("renzheng")
    early = AT.replace(year=2025)
    with unit_of_work(SYSTEM):
        seat = {"organisation_id": made.body, "since": date(2024, 1, 1), "until": date(2026, 1, 1)}
        give_role(certifier.account_id, Role.CERTIFIER, **seat, actor=SYSTEM, at=AT)
    with pytest.raises(Refusal) as refused, unit_of_work(certifier):
        certify_outcomes([key], actor=certifier, at=early)
    assert refused.value.code == "no_standard_table"
    assert "2025" in refused.value.term.zh


def test_a_refused_outcome_has_its_reason_no_lot_and_frees_its_number():
    made = build_college()
    (key,) = made.deposit(LATHE)
    certifier = made.actor("renzheng")
    with unit_of_work(certifier):
        assert refuse_outcomes([key], reason="  官网查不到编号 ", actor=certifier, at=AT) == 1
    with unit_of_work(made.actor("zhou")):
        (told,) = Certification.objects.filter(outcome_id=key)
        assert (told.verdict, told.reason) == ("refused", "官网查不到编号")
        assert balance(key) is None
    refused_with(made, "not_waiting", key)
    assert len(made.deposit(LATHE)) == 1


def test_a_verdict_never_changes():
    made = build_college(LATHE)
    for words in (
        "UPDATE certification_certification SET standard_value = 1",
        "DELETE FROM certification_certification",
    ):
        with pytest.raises(DatabaseError), unit_of_work(made.actor("renzheng")), connection.cursor() as cursor:
            cursor.execute(words)


def test_a_value_is_cut_never_rounded_up():
    made = build_college()
    training = held(OutcomeKind.TRAINING, "安全培训", hours=Decimal(50), subject="安全")  # 50 / 18 = 2.777…
    (key,) = made.deposit(training)
    certified(made, key)
    with unit_of_work(made.actor("renzheng")):
        assert balance(key) == 277


def test_a_verdict_is_seen_with_its_outcome():
    made = build_college(LATHE)
    for username, seen in (("zhou", 1), ("renzheng", 1), ("jiaowu1", 1), ("lin", 0)):
        with unit_of_work(made.actor(username)):
            assert Certification.objects.count() == seen, username


@pytest.mark.parametrize("length", [1, 3])
def test_the_table_is_read_once_however_many_outcomes_are_valued(django_assert_num_queries, length):
    made = build_college()
    keys = made.deposit(*[LATHE, WIRE, FIXTURES][:length])
    with unit_of_work(made.actor("renzheng")):
        table = standard_table(AT.date())
        outcomes = Outcome.objects.filter(record_id__in=keys).select_related("detail")
        with django_assert_num_queries(1):
            values = standard_values(outcomes, table=table, on=date(2026, 5, 8) + timedelta(days=1))
        assert len(values) == length
