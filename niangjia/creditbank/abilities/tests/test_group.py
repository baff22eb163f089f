"""To the employer only counts, and none that tells of fewer than five people."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from niangjia.creditbank.abilities.models import AbilitySource
from niangjia.creditbank.abilities.operations import open_posts
from niangjia.creditbank.abilities.queries import group_cells, group_closing
from niangjia.creditbank.abilities.tests.firm import build_firm
from niangjia.creditbank.abilities.types import Mastery, NewPost
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.types import NewOutcome
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPerson
from niangjia.web.tests.college import AT, FIXTURES, LATHE
from tests.worlds import worker_paper

pytestmark = pytest.mark.django_db


def hired(firm, count):
    """So many more workers of the firm, known to the body as well."""
    clerk = firm.actor("gonghui1")
    people = [NewPerson(f"职工{number}", worker_paper(number % 30)) for number in range(2, 2 + count)]
    with unit_of_work(clerk):
        found = register_persons(people, organisation_id=firm.firm, role=AffiliationRole.EMPLOYEE, actor=clerk, at=AT)
    certifier = firm.actor("renzheng")
    with unit_of_work(certifier):
        register_persons(people, organisation_id=firm.made.body, role=AffiliationRole.CLIENT, actor=certifier, at=AT)
    return [each.person_id for each in found]


def certify(firm, persons, outcome):
    certifier = firm.actor("renzheng")
    new = [
        NewOutcome(person, replace(outcome, certificate_number=f"{outcome.title}-{number}"))
        for number, person in enumerate(persons)
    ]
    with unit_of_work(certifier):
        keys = deposit_outcomes(new, body_id=firm.made.body, actor=certifier, at=AT)
        certify_outcomes(keys, actor=certifier, at=AT)


def cells(firm, username="firm1"):
    with unit_of_work(firm.actor(username)):
        names = {key: code for code, key in firm.abilities.items()}
        return {(names[cell.ability_id], cell.mastery): (cell.holders, cell.people) for cell in group_cells(firm.firm)}


def test_counts_of_five_and_more_are_shown_and_what_would_tell_of_fewer_is_not():
    firm = build_firm()
    people = hired(firm, 12)
    certify(firm, people[:6], LATHE)
    certify(firm, people[:4], FIXTURES)
    found = cells(firm)
    assert found["M1", 2] == (6, 14)
    assert found["M2", 2] == (None, 14)  # nobody: that would tell of each of them
    assert found["M3", 2] == (5, 14)  # four by training, one by the course that she passed


def test_few_who_lack_it_are_not_counted_either():
    firm = build_firm()
    certify(firm, hired(firm, 10)[:9], LATHE)
    assert cells(firm)["M1", 2] == (None, 12)


def test_a_small_enterprise_is_told_nothing_not_even_how_many_it_is_counted_as():
    firm = build_firm(LATHE)
    assert set(cells(firm).values()) == {(None, None)}


def test_two_masteries_of_one_ability_do_not_tell_who_stands_between_them():
    firm = build_firm()
    people = hired(firm, 18)
    certify(firm, people[:9], LATHE)
    with unit_of_work(firm.actor("gonghui1")):
        AbilitySource.objects.create(ability_id=firm.abilities["M1"], mastery=4, kind="training", subject="夹具")
    certify(firm, people[:7], FIXTURES)
    clerk = firm.actor("firm1")
    with unit_of_work(clerk):
        need = ((firm.abilities["M1"], Mastery.EXPERT),)
        open_posts([NewPost("带班车工", needs=need)], organisation_id=firm.firm, actor=clerk, at=AT)
    found = cells(firm)
    assert found["M1", 2] == (9, 20)
    assert found["M1", 4] == (None, 20)


def test_nobody_but_its_own_seats_counts_an_enterprise():
    firm = build_firm()
    hired(firm, 12)
    for username in ("firm2", "jiaowu1", "zhou", "renzheng"):
        assert cells(firm, username) == {}
    assert cells(firm, "gonghui1") != {}


def test_what_closes_most_counts_only_what_is_shown():
    firm = build_firm()
    people = hired(firm, 12)
    certify(firm, people[:6], LATHE)
    with unit_of_work(firm.actor("firm1")):
        closing = group_closing(group_cells(firm.firm), on=date(2026, 5, 8))
    assert [way.title for way, _ in closing.ways] == ["机械冷加工人员 三级（高级工）证书"]
    assert (closing.closed, closing.is_proven) == (8, True)


def test_the_counting_function_runs_as_the_reader_and_takes_only_the_enterprise():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proargtypes::regtype[]::text, prosecdef FROM pg_proc WHERE proname = 'abilities_group'")
        assert cursor.fetchall() == [("[0:0]={uuid}", True)]
