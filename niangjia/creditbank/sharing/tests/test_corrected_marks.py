"""What a worker shares shows the mark as it was corrected last."""

import pytest

from niangjia.core import clock
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.correcting import correct_mark
from niangjia.creditbank.conversion.models import DecisionCourse
from niangjia.creditbank.sharing.contents import learning_record
from niangjia.creditbank.sharing.types import Scope
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


def test_a_shared_record_shows_the_corrected_mark():
    made = build_college(LATHE)
    worker, registrar = made.actor("zhou"), made.actor("jiaowu2")
    with unit_of_work(worker):
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    with unit_of_work(registrar):
        course = DecisionCourse.objects.get(decision_id=key, course__code="NC").course_id
        correct_mark(key, course, mark="良好", reason="抄错了", actor=registrar, at=clock.now())
    with unit_of_work(worker):
        [studies] = learning_record(made.person, scope=Scope(marks=True)).studies
    marks = {line.code: line.mark for line in studies.courses}
    assert (marks["NC"], marks["CG"]) == ("良好", "合格")
