import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.people.models import Organisation, Person
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from tests.worlds import AT


def see(request):
    return HttpResponse(f"{request.actor.label} {Person.objects.count()}")


def write(request, status):
    register_organisation(NewOrganisation("示例新会", OrganisationKind.UNION), actor=SYSTEM, at=AT)
    request.session["visited"] = status
    return HttpResponse(status=status)


def fail(_request):
    register_organisation(NewOrganisation("示例新会", OrganisationKind.UNION), actor=SYSTEM, at=AT)
    raise ValueError("stop")


urlpatterns = [path("see", see), path("write/<int:status>", write), path("fail", fail)]
handler400 = handler403 = handler404 = handler500 = "niangjia.kernel.access.tests.test_middleware.plain"


def plain(_request, _exception=None):
    return HttpResponse("plain", status=500)


@pytest.fixture(autouse=True)
def few_middlewares():
    wanted = (
        "niangjia.kernel.access.middleware.UnitOfWorkMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "niangjia.kernel.access.middleware.ActorMiddleware",
    )
    with override_settings(ROOT_URLCONF="niangjia.kernel.access.tests.test_middleware", MIDDLEWARE=wanted):
        yield


def logged_in(account):
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def test_a_request_sees_what_its_account_may_see(world):
    assert Client().get("/see").content.decode() == f"{NOBODY.label} 0"
    assert logged_in(world.accounts["registrar"]).get("/see").content.decode() == "学院教务 12"
    assert logged_in(world.workers[4].account).get("/see").content.decode() == "职工05 1"


def test_a_visitor_without_a_session_costs_no_look_up_of_one(world, django_assert_num_queries):
    # two savepoints and their releases, the actor set and (in tests) unset, the view's own query
    with django_assert_num_queries(7):
        Client().get("/see")
    assert len(world.workers) == 30


def test_what_is_answered_well_is_kept_and_what_is_refused_is_not_written(world):
    client = logged_in(world.accounts["county clerk"])
    before = Organisation.objects.count()
    for status, more in ((422, 0), (403, 0), (200, 1)):
        assert client.get(f"/write/{status}").status_code == status
        assert Organisation.objects.count() == before + more
        assert client.session["visited"] == status  # the session is no part of the work


def test_a_request_that_breaks_has_written_nothing(world):
    client = logged_in(world.accounts["county clerk"])
    before = Organisation.objects.count()
    assert client.get("/fail").status_code == 500
    assert Organisation.objects.count() == before


def test_nobody_acts_on_the_connection_after_a_request(world):
    logged_in(world.accounts["county clerk"]).get("/see")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nj_account()")
        assert cursor.fetchone() == (None,)
