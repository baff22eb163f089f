"""An account with several roles, in a real browser: she sees where she sits, and sits elsewhere."""

from datetime import date

import pytest

from niangjia.core.audit.types import SYSTEM
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.browser import DESK, PHONE, examined, log_in
from niangjia.web.tests.college import AT, PASSWORD, build_college

pytestmark = [pytest.mark.browser]
CHOOSER = "在哪个岗位办事"
VISIBLE = "select[name=seat]:visible"


def several_seats(college):
    """A worker who is registrar of two colleges, certifier of a body and clerk of the federation."""
    with unit_of_work(SYSTEM):
        other = register_organisation(
            NewOrganisation("青岭工匠学院", OrganisationKind.COLLEGE, parent_id=college.federation),
            actor=SYSTEM,
            at=AT,
        )
        account = Account.objects.get(username="zhou")
        for role, seat in (
            (Role.REGISTRAR, college.college),
            (Role.REGISTRAR, other),
            (Role.CERTIFIER, college.body),
            (Role.CLERK, college.federation),
        ):
            give_role(account.id, role, organisation_id=seat, since=date(2026, 1, 1), actor=SYSTEM, at=AT)


def sit(page, label):
    page.locator(VISIBLE).select_option(label=label)
    page.locator("button:visible", has_text="换岗位").click()


def test_she_chooses_role_and_organisation_and_stays_there(page):
    several_seats(build_college())
    log_in(page, "zhou", PASSWORD)
    examined(page, "seats-desk", looks=(DESK,))
    page.set_viewport_size({"width": DESK.width, "height": 900})
    for label, path, place in (
        ("教务　青岭工匠学院", "/registrar/", "青岭工匠学院"),
        ("教务　望溪工匠学院", "/registrar/", "望溪工匠学院"),
        ("认证员　望溪技能评价中心", "/certifier/", "望溪技能评价中心"),
        ("经办　望溪县总工会", "/organisation/", "望溪县总工会"),
        ("职工本人", "/me/", None),
        ("教务　青岭工匠学院", "/registrar/", "青岭工匠学院"),
    ):
        sit(page, label)
        assert page.url.endswith(path), (label, page.url)
        chosen = page.locator(VISIBLE).locator("option:checked")
        assert chosen.inner_text().strip() == label
        if place:
            assert page.locator(".nj-side .nj-note").first.inner_text() == place
    page.goto("/registrar/learners/")
    assert page.locator(".nj-side .nj-note").first.inner_text() == "青岭工匠学院"
    page.goto("/door/")
    assert page.url.endswith("/registrar/")


def test_on_the_phone_the_chooser_stands_in_the_menu_and_above_her_own_pages(page):
    several_seats(build_college())
    log_in(page, "zhou", PASSWORD)
    page.locator(".nj-menu summary").click()
    sit(page, "职工本人")
    assert page.url.endswith("/me/")
    examined(page, "seats-phone", looks=(PHONE,))
    sit(page, "认证员　望溪技能评价中心")
    assert page.url.endswith("/certifier/")
    page.get_by_role("button", name="English").click()
    page.locator(".nj-menu summary").click()
    assert page.get_by_label("where you work").count() == 2
    assert page.locator(VISIBLE).locator("option:checked").inner_text().strip() == "certifier, 望溪技能评价中心"


def test_who_has_one_seat_sees_no_chooser(page):
    build_college()
    for username in ("zhou", "jiaowu1"):
        log_in(page, username, PASSWORD)
        assert page.get_by_label(CHOOSER).count() == 0
        page.context.clear_cookies()


@pytest.mark.django_db
@pytest.mark.parametrize("seat", ["", "registrar:01900000-0000-7000-8000-000000000000", "security:x", "worker"])
def test_a_seat_that_she_does_not_hold_is_not_taken(client, seat):
    college = build_college()
    with unit_of_work(SYSTEM):
        account = create_account("duzi", label="另一教务", password=None, actor=SYSTEM, at=AT)
        give_role(
            account.id, Role.REGISTRAR, organisation_id=college.college, since=date(2026, 1, 1), actor=SYSTEM, at=AT
        )
        client.force_login(account)
    answer = client.post("/seat/", {"seat": seat})
    assert (answer.status_code, answer["Location"], client.session.get("seat")) == (302, "/door/", None)
    assert client.get("/door/")["Location"] == "/registrar/"
