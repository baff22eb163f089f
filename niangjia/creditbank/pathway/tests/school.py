"""A small college with a cohort, a term and groups, made by the operations that people use."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from niangjia.core.audit.types import SYSTEM
from niangjia.creditbank.pathway.cohorts import open_cohort
from niangjia.creditbank.pathway.offering import offer_groups, open_semester
from niangjia.creditbank.pathway.planning.shifts import Sitting
from niangjia.creditbank.pathway.types import Mode, NewCohort, NewGroup, NewSemester
from niangjia.creditbank.programmes.models import Course, Programme
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Organisation
from niangjia.web.tests.college import AT, PASSWORD, College

COHORT = "禾柏精工 2026 春班"
AUTUMN = NewSemester("2026年秋", date(2026, 9, 1), date(2027, 1, 15), 1200)


@dataclass(frozen=True)
class School:
    """The keys of what was made."""

    made: College
    firm: UUID
    programme: UUID
    cohort: UUID
    courses: dict[str, UUID]

    def act(self, username, function, *args, **settings):
        """Do one thing as somebody, in a unit of work of its own."""
        actor = self.made.actor(username)
        with unit_of_work(actor):
            return function(*args, actor=actor, at=settings.pop("at", AT), **settings)

    def see(self, username, function, *args, **settings):
        """Read something as somebody."""
        with unit_of_work(self.made.actor(username)):
            found = function(*args, **settings)
            return list(found) if hasattr(found, "query") else found

    def term(self, new=AUTUMN):
        return self.act("jiaowu1", open_semester, new, college_id=self.made.college)

    def group(self, term, code, *sittings, name="一班", capacity=30, price=40_000, hours=48):
        new = NewGroup(
            self.courses[code], name, capacity, "示例教师", Mode.FACTORY, "厂区培训室", price, hours, sittings
        )
        return self.act("jiaowu1", offer_groups, term, [new])[0]


def build_school(made, *, opens=date(2026, 3, 1), closes=date(2026, 6, 30), places=2):
    """A cohort that the firm sends, and a clerk of the firm."""
    with unit_of_work(SYSTEM):
        firm = Organisation.objects.get(name="望溪禾柏精工有限公司").party_id
        account = create_account("qiye", label="经办", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.CLERK, organisation_id=firm, since=date(2026, 1, 1), actor=SYSTEM, at=AT)
        programme = Programme.objects.get()
        courses = dict(Course.objects.values_list("code", "id"))
    registrar = made.actor("jiaowu1")
    new = NewCohort(
        COHORT, programme.id, firm, places, opens, closes, union_fen=5_000, employer_fen=3_000, own_fen=2_000
    )
    with unit_of_work(registrar):
        cohort = open_cohort(new, college_id=made.college, actor=registrar, at=AT)
    return School(made, firm, programme.id, cohort, courses)


def evening(weekday):
    return Sitting(weekday, 18 * 60 + 30, 20 * 60 + 30)
