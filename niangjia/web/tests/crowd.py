"""A college with many learners, each with a turner's certificate of her own."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.types import NewOutcome
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.types import AffiliationRole, NewPerson
from niangjia.web.tests.college import AT, LATHE, College, build_college
from tests.worlds import worker_paper

FIRST = 10  # papers below are the college's own two workers'


@dataclass(frozen=True)
class Crowd:
    """The college, and the keys of its further learners."""

    college: College
    people: list[UUID]
    enrolments: list[UUID]

    def claim_all(self) -> list[UUID]:
        """A claim for each, put down by the registrar."""
        registrar = self.college.actor("jiaowu1")
        with unit_of_work(registrar):
            return [claim_courses(each, actor=registrar, at=clock.now()) for each in self.enrolments]


def build_crowd(count: int) -> Crowd:
    college = build_college()
    people = _registered(college, count)
    registrar, certifier = college.actor("jiaowu1"), college.actor("renzheng")
    with unit_of_work(registrar):
        new = [
            NewEnrolment(who, "SK", f"20251{place:02}", "数控一班", date(2025, 9, 1))
            for place, who in enumerate(people)
        ]
        enrolments = enrol(new, college_id=college.college, actor=registrar, at=AT)
    with unit_of_work(certifier):
        held = [
            NewOutcome(who, replace(LATHE, certificate_number=f"JN-2025-{place:04}"))
            for place, who in enumerate(people)
        ]
        keys = deposit_outcomes(held, body_id=college.body, actor=certifier, at=AT)
    college.certify(*keys)
    return Crowd(college, people, list(enrolments))


def _registered(college: College, count: int) -> list[UUID]:
    people = [NewPerson(f"学员{place}", worker_paper(FIRST + place)) for place in range(count)]
    seats = (
        ("renzheng", college.body, AffiliationRole.CLIENT),
        ("jiaowu1", college.college, AffiliationRole.STUDENT),
    )
    for username, organisation, role in seats:
        actor = college.actor(username)
        with unit_of_work(actor):
            found = register_persons(people, organisation_id=organisation, role=role, actor=actor, at=AT)
    return [each.person_id for each in found]
