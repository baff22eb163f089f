"""A wrong mark is put right by a further row: what was decided stays, the transcript shows what is right."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.correcting import correct_mark
from niangjia.creditbank.conversion.models import DecisionCourse, MarkCorrection
from niangjia.creditbank.conversion.proving import correction_hash
from niangjia.creditbank.transcript.queries import transcript
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.models import LogEntry
from niangjia.kernel.credentials.queries import inclusion_proof
from niangjia.kernel.credentials.types import Kind, Waiting
from niangjia.kernel.ledger.queries import prove_books
from niangjia.kernel.notices.queries import notices_of
from niangjia.web.tests.college import LATHE, build_college

pytestmark = pytest.mark.django_db


@contextmanager
def acting(made, username):
    actor = made.actor(username)
    with unit_of_work(actor):
        yield actor


def posted(made):
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    made.post(key)
    return key


def corrected(made, key, mark="良好", username="jiaowu2", reason="抄错了"):
    with acting(made, username) as registrar:
        course = DecisionCourse.objects.get(decision_id=key, course__code="NC").course_id
        return correct_mark(key, course, mark=mark, reason=reason, actor=registrar, at=clock.now())


def test_the_corrected_mark_is_shown_and_what_was_decided_stays():
    made = build_college(LATHE)
    key = posted(made)
    corrected(made, key)
    with acting(made, "zhou"):
        marks = {line.course_code: line.mark for line in transcript(made.enrolment).lines}
        assert marks == {"NC": "良好", "CG": "合格"}
        assert DecisionCourse.objects.get(decision_id=key, course__code="NC").mark == "合格"
        assert notices_of(made.person)[0].kind == "decision.corrected"
    assert prove_books().holds


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"reason": " "}, "correction_incomplete"),
        ({"mark": "合格"}, "same_mark"),
        ({"username": "renzheng"}, None),
    ],
)
def test_a_correction_has_a_reason_changes_something_and_is_the_registrars(settings, code):
    made = build_college(LATHE)
    key = posted(made)
    with pytest.raises((Refusal, DecisionCourse.DoesNotExist)) as caught:
        corrected(made, key, **settings)
    if code is not None:
        assert caught.value.code == code


def test_what_waits_has_no_mark_to_correct_and_the_worker_corrects_nothing():
    made = build_college(LATHE)
    with acting(made, "zhou") as worker:
        key = claim_courses(made.enrolment, actor=worker, at=clock.now())
    with pytest.raises(Refusal, match="decision_not_posted"):
        corrected(made, key)
    made.post(key)
    with pytest.raises(Refusal, match="act_not_allowed"):
        corrected(made, key, username="zhou")
    with acting(made, "zhou"):
        decided = DecisionCourse.objects.get(decision_id=key, course__code="NC")
    with pytest.raises(DatabaseError), acting(made, "zhou"), transaction.atomic():
        MarkCorrection.objects.create(decided=decided, mark="100", reason="我要", at=clock.now(), label="我")


def test_a_correction_is_in_the_log_under_a_hash_that_is_computed_again_from_its_row():
    made = build_college(LATHE)
    key = posted(made)
    correction = corrected(made, key)
    with acting(made, "zhou"):
        row = MarkCorrection.objects.select_related("decided").get(id=correction)
        [entry] = LogEntry.objects.filter(about_id=key, kind=Kind.CORRECT)
        assert bytes(entry.content_hash) == correction_hash(row, at=entry.at)
        assert inclusion_proof(key, Kind.CORRECT) == Waiting(Kind.CORRECT, entry.at)
