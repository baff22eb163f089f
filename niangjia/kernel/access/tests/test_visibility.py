"""Who sees whom: asked of the database as the role that serves."""

from datetime import date

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.operations import disable_account, end_role, give_role, log_read, reveal_numbers
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Affiliation, Paper, Person, PersonKey, PersonOccupation, Phone
from niangjia.kernel.people.operations import affiliate, attach, end_affiliation
from niangjia.kernel.people.types import AffiliationRole, PaperType, Tree
from tests.worlds import AT, NAMES

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)
PERSONAL = (Person, Paper, PersonKey, Phone, Affiliation, PersonOccupation)


def seen(actor, *, today=TODAY):
    with unit_of_work(actor, today=today):
        return set(Person.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_the_tests_run_as_the_role_that_serves():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("niangjia_app", False, False)


def test_the_countys_clerk_sees_all_workers(world):
    assert seen(world.actor("county clerk")) == set(NAMES)


def test_a_towns_clerk_sees_the_workers_of_its_enterprises_alone(world):
    assert seen(world.actor("town clerk")) == {NAMES[each] for each in (0, 1, 2, 9, 10, 11, 18, 19, 20, 27, 28, 29)}


def test_an_enterprises_clerk_sees_its_workers(world):
    assert seen(world.actor("enterprise clerk")) == set(NAMES[:3])


def test_a_worker_sees_herself_alone(world):
    for model in PERSONAL:
        with unit_of_work(world.actor("李秀英"), today=TODAY):
            persons = set(model.objects.values_list("pk" if model is Person else "person_id", flat=True))
        assert persons == {world.workers[4].id}, model


def test_a_college_sees_its_students_and_a_body_its_clients(world):
    assert seen(world.actor("registrar")) == set(NAMES[:12])
    assert seen(world.actor("certifier")) == set(NAMES[:6])
    assert seen(world.actor("other certifier")) == set()


def test_a_body_knows_of_its_clients_name_and_paper_and_no_more(world):
    with unit_of_work(world.actor("certifier"), today=TODAY):
        assert Paper.objects.count() == 6
        assert (Phone.objects.count(), PersonOccupation.objects.count()) == (0, 0)
        assert set(Affiliation.objects.values_list("role", flat=True)) == {"client"}


@pytest.mark.parametrize("name", ["leader", "administrator", "security", "auditor"])
def test_leaders_and_the_three_administrators_see_no_personal_data(world, name):
    for model in PERSONAL:
        with unit_of_work(world.actor(name), today=TODAY):
            assert model.objects.count() == 0


@pytest.mark.parametrize("actor", [NOBODY, SYSTEM])
@pytest.mark.usefixtures("world")
def test_nobody_and_the_system_see_no_personal_data(actor):
    for model in PERSONAL:
        with unit_of_work(actor):
            assert model.objects.count() == 0


def test_a_grant_counts_from_its_first_day_until_the_day_it_ends(world):
    account = world.accounts["other certifier"]
    with unit_of_work(SYSTEM):
        give_role(account.id, Role.CLERK, organisation_id=world.enterprises[9], since=TOMORROW, actor=SYSTEM, at=AT)
    actor = world.actor("other certifier")
    assert [len(seen(actor, today=day)) for day in (TODAY, TOMORROW)] == [0, 3]
    with unit_of_work(SYSTEM):
        end_role(
            account.id,
            Role.CLERK,
            organisation_id=world.enterprises[9],
            on=date(2026, 4, 1),
            actor=SYSTEM,
            at=AT,
        )
    assert [len(seen(actor, today=day)) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [3, 0]


def test_a_disabled_account_sees_nobody(world):
    actor = world.actor("county clerk")
    with unit_of_work(SYSTEM):
        disable_account(world.accounts["county clerk"].id, reason="调离", actor=SYSTEM, at=AT)
    assert seen(actor) == set()


def test_who_changes_employers_is_seen_by_the_new_town_from_that_day_on(world):
    clerk, worker = world.actor("county clerk"), world.workers[0]
    with unit_of_work(clerk, today=TODAY):
        end_affiliation(worker.id, world.enterprises[0], role=AffiliationRole.EMPLOYEE, on=TOMORROW, actor=clerk, at=AT)
        affiliate(worker.id, world.enterprises[1], role=AffiliationRole.EMPLOYEE, since=TOMORROW, actor=clerk, at=AT)
    old, new = world.actor("town clerk"), world.actor("other town clerk")
    assert [NAMES[0] in seen(actor, today=TODAY) for actor in (old, new)] == [True, False]
    assert [NAMES[0] in seen(actor, today=TOMORROW) for actor in (old, new)] == [False, True]


def test_an_enterprise_that_moves_takes_its_workers_to_the_new_town(world):
    with unit_of_work(SYSTEM):
        attach(world.enterprises[0], tree=Tree.UNION, parent_id=world.towns[1], since=TOMORROW, actor=SYSTEM, at=AT)
    assert NAMES[0] in seen(world.actor("town clerk"), today=TODAY)
    assert NAMES[0] not in seen(world.actor("town clerk"), today=TOMORROW)
    assert NAMES[0] in seen(world.actor("other town clerk"), today=TOMORROW)


def test_nobody_takes_a_stranger_into_her_own_organisation(world):
    clerk = world.actor("other town clerk")
    with pytest.raises(ProgrammingError, match="row-level security"), unit_of_work(clerk, today=TODAY):
        affiliate(
            world.workers[0].id,
            world.enterprises[1],
            role=AffiliationRole.EMPLOYEE,
            since=TODAY,
            actor=clerk,
            at=AT,
        )


def test_nobody_changes_whom_she_does_not_see(world):
    with unit_of_work(world.actor("other town clerk"), today=TODAY):
        assert Person.objects.filter(pk=world.workers[0].id).update(name="改名") == 0
    with unit_of_work(world.actor("certifier"), today=TODAY):
        assert Person.objects.filter(pk=world.workers[0].id).update(name="改名") == 0


def test_a_worker_may_see_who_read_about_her(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        log_read(actor=clerk, about=world.workers[4].id, purpose="card", at=AT)
    with unit_of_work(world.actor("李秀英")):
        assert list(ReadLog.objects.filter(purpose="card").values_list("about", "account_id", "roles")) == [
            (world.workers[4].id, clerk.account_id, "clerk")
        ]
    with unit_of_work(clerk):
        assert ReadLog.objects.count() == 0


def test_a_number_in_full_is_given_out_against_an_entry_in_the_read_log(world):
    clerk, worker = world.actor("county clerk"), world.workers[4]
    with unit_of_work(clerk):
        assert reveal_numbers(worker.id, actor=clerk, purpose="print", at=AT) == {
            PaperType.IDENTITY_NUMBER: worker.identity_number
        }
    with unit_of_work(world.actor("auditor")):
        assert ReadLog.objects.filter(about=worker.id, purpose="print", account_id=clerk.account_id).count() == 1
    stranger = world.actor("other certifier")
    with pytest.raises(Refusal, match="act_not_allowed"), unit_of_work(stranger):
        reveal_numbers(worker.id, actor=stranger, purpose="print", at=AT)


def test_the_read_log_cannot_be_changed(world):
    clerk = world.actor("county clerk")
    with unit_of_work(clerk):
        log_read(actor=clerk, about=world.workers[4].id, purpose="card", at=AT)
    with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(world.actor("auditor")):
        ReadLog.objects.all().update(purpose="nothing")
