import ast
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import authenticate

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.acts import ACTS, permission_table
from niangjia.kernel.access.operations import (
    change_password,
    create_account,
    disable_account,
    end_role,
    give_role,
    reveal_numbers,
)
from niangjia.kernel.access.queries import NOBODY, actor_of, may, organisations_where, require, roles_of
from niangjia.kernel.access.types import HeldRole, Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import attach
from niangjia.kernel.people.types import Tree
from tests.worlds import AT, SINCE

TODAY = date(2026, 3, 2)


def test_a_role_reaches_all_under_its_organisation_and_nothing_beside(world):
    clerk = world.actor("town clerk")
    asked = [world.towns[0], world.enterprises[0], world.enterprises[1], world.federation, world.college]
    assert [may(clerk, "person.register", on=each, at=TODAY) for each in asked] == [True, True, False, False, False]


def test_a_role_allows_its_own_acts_alone(world):
    registrar = world.actor("registrar")
    assert may(registrar, "conversion.post", on=world.college, at=TODAY)
    assert not may(registrar, "outcome.certify", on=world.college, at=TODAY)
    assert not may(world.actor("county clerk"), "grant.give", on=world.federation, at=TODAY)
    assert may(world.actor("security"), "grant.give", on=world.federation, at=TODAY)


def test_a_grant_counts_on_its_days(world):
    clerk = world.actor("county clerk")
    assert not may(clerk, "person.register", on=world.federation, at=date(2025, 8, 31))
    assert may(clerk, "person.register", on=world.federation, at=SINCE)


def test_who_asks_about_a_day_gets_the_tree_of_that_day(world):
    with unit_of_work(SYSTEM):
        attach(world.enterprises[0], tree=Tree.UNION, parent_id=world.towns[1], since=TODAY, actor=SYSTEM, at=AT)
    clerk = world.actor("town clerk")
    assert may(clerk, "person.register", on=world.enterprises[0], at=date(2026, 3, 1))
    assert not may(clerk, "person.register", on=world.enterprises[0], at=TODAY)


def test_a_worker_acts_for_herself_alone(world):
    worker = world.actor("李秀英")
    assert may(worker, "conversion.claim", on=world.workers[4].id, at=TODAY)
    assert not may(worker, "conversion.claim", on=world.workers[5].id, at=TODAY)
    assert not may(worker, "conversion.post", on=world.workers[4].id, at=TODAY)


def test_nobody_may_nothing(world):
    assert not may(NOBODY, "person.read", on=world.federation, at=TODAY)


def test_an_act_that_is_not_in_the_table_is_an_error(world):
    with pytest.raises(KeyError):
        may(world.actor("county clerk"), "person.fly", on=world.federation, at=TODAY)


def test_a_refusal_says_which_role_it_takes(world):
    with pytest.raises(Refusal) as refused:
        require(world.actor("county clerk"), "rulebook.publish", on=world.college, at=TODAY)
    assert refused.value.code == "act_not_allowed"
    assert refused.value.term.zh.startswith("您没有权限发布规则书（需要在相应单位担任：教务）")
    assert "You may not publish a rule book here: that takes the role registrar" in refused.value.term.en


def test_a_disabled_account_may_nothing(world):
    clerk = world.actor("county clerk")
    with unit_of_work(SYSTEM):
        disable_account(world.accounts["county clerk"].id, reason="调离", actor=SYSTEM, at=AT)
    assert not may(clerk, "person.register", on=world.federation, at=TODAY)


def test_an_actor_carries_the_roles_of_the_day_and_no_name(world):
    assert world.actor("county clerk").roles == ("clerk",)
    worker = world.actor("李秀英")
    assert (worker.roles, worker.person_id, worker.label) == (("worker",), world.workers[4].id, "职工05")


def test_someone_who_is_both_registrar_and_worker_has_both_roles(world):
    account = world.workers[0].account
    with unit_of_work(SYSTEM):
        give_role(account.id, Role.REGISTRAR, organisation_id=world.college, since=SINCE, actor=SYSTEM, at=AT)
    assert actor_of(account, at=AT).roles == ("registrar", "worker")
    assert roles_of(account.id, on=TODAY) == (HeldRole(Role.REGISTRAR, world.college, "示例职业技术学院"),)


def test_where_an_act_may_be_done_is_listed(world):
    found = organisations_where(world.actor("certifier"), "outcome.certify", at=TODAY)
    assert [each.name for each in found] == ["示例技能评价中心"]


def test_the_same_role_twice_at_a_time_is_refused_in_words(world):
    account = world.accounts["registrar"]
    with pytest.raises(Refusal) as refused, unit_of_work(SYSTEM):
        give_role(account.id, Role.REGISTRAR, organisation_id=world.college, since=TODAY, actor=SYSTEM, at=AT)
    assert refused.value.term.zh == "该账号在这段时间已有这个角色。"


def test_worker_is_no_role_to_grant(world):
    with pytest.raises(Refusal, match="role_not_granted"), unit_of_work(SYSTEM):
        give_role(
            world.accounts["registrar"].id,
            Role.WORKER,
            organisation_id=world.college,
            since=TODAY,
            actor=SYSTEM,
            at=AT,
        )


@pytest.mark.django_db
def test_an_account_logs_in_whatever_the_case_of_its_name():
    with unit_of_work(SYSTEM):
        made = create_account("Wang.Li", label="经办", password="shu-di-9-hao", actor=SYSTEM, at=AT)
    assert authenticate(username="WANG.li", password="shu-di-9-hao") == made
    assert authenticate(username="wang.li", password="wrong") is None
    with unit_of_work(SYSTEM):
        change_password(made, "hai-bian-7-hao", actor=SYSTEM, at=AT)
        disable_account(made.id, reason="离职", actor=SYSTEM, at=AT)
    assert authenticate(username="wang.li", password="hai-bian-7-hao") is None


@pytest.mark.django_db
def test_a_taken_username_and_a_weak_password_are_refused_in_words():
    with unit_of_work(SYSTEM):
        create_account("wang", label="经办", password=None, actor=SYSTEM, at=AT)
    with pytest.raises(Refusal, match="access_account_username_key"), unit_of_work(SYSTEM):
        create_account("wang", label="经办二", password=None, actor=SYSTEM, at=AT)
    with pytest.raises(Refusal, match="password_weak"), unit_of_work(SYSTEM):
        create_account("li", label="经办三", password="12345678", actor=SYSTEM, at=AT)


def test_the_reviewed_table_of_permissions_is_current():
    reviewed = settings.PROJECT / "docs" / "permissions.md"
    assert reviewed.read_text(encoding="utf-8") == permission_table()


ASKING = {"require", "require_somewhere", "may", "seated", "seat_for", "organisations_where"}


def test_every_act_of_the_table_is_asked_somewhere():
    """Before an operation or a page does it; or by the database, which the table says too."""
    asked = set()
    for path in (settings.PROJECT / "niangjia").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "tests" in path.parts or not any(name in text for name in ASKING):
            continue
        tree = ast.parse(text)
        words = {each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)}
        asked |= words & ACTS.keys() if path.name != "acts.py" else set()
    assert {act.name for act in ACTS.values() if not act.by_database} - asked == set()


def test_rights_are_given_and_accounts_made_by_those_who_may_alone(world):
    clerk, security = world.actor("county clerk"), world.actor("security")
    account = world.accounts["registrar"].id
    refused = (
        lambda: create_account("new", label="新", password=None, actor=clerk, at=AT),
        lambda: disable_account(account, reason="x", actor=clerk, at=AT),
        lambda: give_role(account, Role.CLERK, organisation_id=world.federation, since=TODAY, actor=clerk, at=AT),
        lambda: end_role(account, Role.REGISTRAR, organisation_id=world.college, on=TODAY, actor=clerk, at=AT),
        lambda: create_account("new", label="新", password=None, actor=security, at=AT),
        lambda: reveal_numbers(world.workers[0].id, actor=world.actor("registrar"), purpose="print", at=AT),
    )
    for act in refused:
        with pytest.raises(Refusal) as found, unit_of_work(clerk):
            act()
        assert found.value.code == "act_not_allowed"
