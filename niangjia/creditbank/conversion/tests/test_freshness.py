"""A kept figure that is overtaken says so: by a certification, a posting, an expiry, another book in force."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.conversion.proposals import propose
from niangjia.creditbank.conversion.queries import proposal_totals, proposals_of
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COMPUTED = AT + HOUR
TODAY = COMPUTED.date()


class Desk:
    """The registrar's list of learners, as it stands on a day."""

    def __init__(self, *outcomes):
        self.college = build_college(*outcomes)
        self.actor = self.college.actor("jiaowu1")
        self.compute(COMPUTED)

    def compute(self, at):
        with unit_of_work(self.actor):
            book = RuleBook.objects.filter(publisher_id=self.college.college).latest("version")
            propose([self.college.enrolment, self.college.other_enrolment], rule_book=book, on=at.date(), at=at)

    def stale(self, on=TODAY):
        with unit_of_work(self.actor):
            learners = list(Enrolment.objects.select_related("programme").order_by("student_number"))
            kept = proposals_of(learners, college_id=self.college.college, on=on)
            return [kept[learner.id].is_stale for learner in learners]

    def totals(self):
        with unit_of_work(self.actor):
            found = proposal_totals(RuleBook.objects.get(publisher_id=self.college.college, version=3), on=TODAY)
            return found.learners, found.stale


def test_what_was_just_computed_is_fresh():
    desk = Desk(LATHE)
    assert desk.stale() == [False, False]
    assert desk.totals() == (2, 0)


def test_a_certification_makes_the_figure_of_its_holder_stale_until_it_is_computed_again():
    desk = Desk(LATHE)
    keys, certifier = desk.college.deposit(COMPUTING), desk.college.actor("renzheng")
    with unit_of_work(certifier):
        certify_outcomes(keys, actor=certifier, at=COMPUTED + HOUR)
    assert desk.stale() == [True, False]
    assert desk.totals() == (2, 1)
    desk.compute(COMPUTED + 2 * HOUR)
    assert desk.stale() == [False, False]


def test_a_posted_decision_makes_the_figure_stale():
    desk = Desk(LATHE)
    worker = desk.college.actor("zhou")
    with unit_of_work(worker):
        decision = claim_courses(desk.college.enrolment, actor=worker, at=COMPUTED + HOUR)
    assert desk.stale() == [False, False]
    with unit_of_work(desk.actor):
        post_decision(decision, actor=desk.actor, at=COMPUTED + HOUR)
    assert desk.stale() == [True, False]


def test_a_certificate_that_has_expired_since_makes_the_figure_stale():
    desk = Desk(replace(LATHE, expires_on=date(2026, 5, 20)))
    assert desk.stale(on=date(2026, 5, 20)) == [False, False]
    assert desk.stale(on=date(2026, 5, 21)) == [True, False]


def test_another_version_in_force_makes_every_figure_stale():
    desk = Desk(LATHE)
    second = desk.college.actor("jiaowu2")
    with unit_of_work(desk.actor):
        book = replace(BOOK, version=4)
        key = draft_rule_book(book, publisher_id=desk.college.college, actor=desk.actor, at=AT)
    with unit_of_work(second):
        publish_rule_book(key, actor=second, at=AT)
    assert desk.stale() == [True, True]


def test_the_list_asks_as_often_for_two_learners_as_for_one(django_assert_num_queries):
    desk = Desk(LATHE)
    with unit_of_work(desk.actor):
        learners = list(Enrolment.objects.select_related("programme"))
        for shown in (learners[:1], learners):
            with django_assert_num_queries(3):
                proposals_of(shown, college_id=desk.college.college, on=TODAY)
