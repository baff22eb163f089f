import pytest
from django.db import connection
from django.test import override_settings

from conftest import owner_connection
from niangjia.config.migrating import migrate
from niangjia.core.audit.types import SYSTEM
from niangjia.core.postgres.installation import SCHEMA
from niangjia.kernel.access.types import Federation
from niangjia.kernel.access.unit_of_work import federation_of_host, unit_of_work
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from tests.worlds import AT

OTHER = "niangjia_other"
TWO = {"default": Federation(SCHEMA), "other": Federation(OTHER, ("other.example",))}


def settings_now():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema(), current_setting('niangjia.actor', true), current_setting('niangjia.person', true)"
        )
        return cursor.fetchone()


def test_the_database_knows_who_acts_within_a_unit_and_forgets_it_after(world):
    worker = world.actor("李秀英")
    with unit_of_work(worker):
        assert settings_now() == (SCHEMA, str(worker.account_id), str(worker.person_id))
    assert settings_now() == (SCHEMA, "", "")


def test_the_database_forgets_who_acted_when_the_unit_fails(world):
    with pytest.raises(ValueError, match="stop"), unit_of_work(world.actor("county clerk")):
        raise ValueError("stop")
    assert settings_now()[1:] == ("", "")


@pytest.mark.django_db
def test_a_unit_that_fails_has_written_nothing():
    def half_way():
        with unit_of_work(SYSTEM):
            register_organisation(NewOrganisation("示例", OrganisationKind.UNION), actor=SYSTEM, at=AT)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        half_way()
    assert Organisation.objects.count() == 0


def test_a_unit_within_a_unit_is_an_error(world):
    with (
        unit_of_work(world.actor("county clerk")),
        pytest.raises(RuntimeError, match="durable"),
        unit_of_work(world.actor("registrar")),
    ):
        pass


@pytest.fixture
def two_federations(request):
    """A second schema beside the first, migrated like it, for as long as the test runs."""
    request.getfixturevalue("transactional_db")
    with override_settings(FEDERATIONS=TWO):
        migrate(verbosity=0)
        yield
    connection.close()
    with owner_connection() as owner:
        owner.execute(f"DROP SCHEMA {OTHER} CASCADE")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.usefixtures("two_federations")
def test_two_federations_in_one_database_do_not_see_each_other():
    for federation, name in (("default", "示例甲市总工会"), ("other", "示例乙市总工会")):
        with unit_of_work(SYSTEM, federation):
            register_organisation(NewOrganisation(name, OrganisationKind.FEDERATION), actor=SYSTEM, at=AT)
    for federation, schema, name in (("default", SCHEMA, "示例甲市总工会"), ("other", OTHER, "示例乙市总工会")):
        with unit_of_work(SYSTEM, federation):
            assert settings_now()[0] == schema
            assert list(Organisation.objects.values_list("name", flat=True)) == [name]
    assert settings_now()[0] == SCHEMA


@override_settings(FEDERATIONS=TWO)
def test_a_federation_is_known_by_its_host():
    assert [federation_of_host(host) for host in ("other.example", "elsewhere.example")] == ["other", "default"]
