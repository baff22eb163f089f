"""The day of the posting: it dates what history holds, and a book may ask that papers be valid on it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.conversion.cases import learner_cases
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.engine.books import LimitKind, LimitRow, Period, RuleBook, ValidOn
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.rulebooks import models
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, LATHE, College, build_college

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
DYING = replace(LATHE, expires_on=date(2026, 5, 20))


def claim(made: College, *, at: datetime = AT, courses: list[str] | None = None) -> UUID:
    worker = made.actor("zhou")
    with unit_of_work(worker):
        return claim_courses(made.enrolment, courses=courses, actor=worker, at=at)


def post(made: College, decision: UUID, *, at: datetime) -> None:
    registrar = made.actor("jiaowu1")
    with unit_of_work(registrar):
        post_decision(decision, actor=registrar, at=at)


def test_history_knows_the_day_on_which_each_decision_was_posted():
    made = build_college(LATHE)
    post(made, claim(made, courses=["NC"]), at=LATER)
    with unit_of_work(made.actor("jiaowu1")):
        book = models.RuleBook.objects.get(publisher_id=made.college)
        [found] = learner_cases([made.enrolment], rule_book=book, on=date(2026, 6, 2))
    assert [(line.course, line.decided_on) for line in found.case.history] == [("NC", date(2026, 6, 1))]


@pytest.mark.parametrize(("valid_on", "is_posted"), [(ValidOn.CLAIM, True), (ValidOn.REDEMPTION, False)])
def test_a_paper_that_dies_before_the_posting(valid_on, is_posted):
    """It is valid until 20 May, claimed on 8 May and posted on 1 June."""
    made = build_college(DYING, book=replace(BOOK, valid_on=valid_on))
    decision = claim(made)
    if is_posted:
        post(made, decision, at=LATER)
        return
    with pytest.raises(Refusal, match="claim_no_longer_holds"):
        post(made, decision, at=LATER)
    post(made, decision, at=AT)


def a_term_at_most(credits_: int) -> RuleBook:
    """At most so many credits in each term; here terms begin with May and with June."""
    row = LimitRow("L", "第十四条", "每学期", LimitKind.AMOUNT, Side.SOURCE, credits=Decimal(credits_))
    return replace(BOOK, limits=(replace(row, period=Period.TERM),), term_starts=("05-01", "06-01"))


@pytest.mark.parametrize(("second", "is_posted"), [(AT, False), (LATER, True)])
def test_a_cap_of_a_term_counts_what_was_posted_in_it(second, is_posted):
    """4 credits of the 4 that a term allows are posted in May; 3 more wait for June."""
    made = build_college(LATHE, book=a_term_at_most(4))
    post(made, claim(made, courses=["NC"]), at=AT)
    if is_posted:
        post(made, claim(made, at=second), at=second)
        return
    with pytest.raises(Refusal, match="nothing_to_claim"):
        claim(made, at=second)
