"""A worker's gap for a post: what is held by which evidence, what is missing, and the way to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from niangjia.core.refusals import Refusal
from niangjia.creditbank.abilities.comparing import fit_for
from niangjia.creditbank.abilities.operations import close_post, open_offer, open_posts, withdraw_offer
from niangjia.creditbank.abilities.queries import open_posts_of, posts_to_look_at
from niangjia.creditbank.abilities.tests.firm import build_firm
from niangjia.creditbank.abilities.types import Mastery, NewOffer, NewPost, OfferKind
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, FIXTURES, LATHE

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 8)
DAYS = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}


def fit(firm, username="zhou", on=ON):
    actor = firm.actor(username)
    with unit_of_work(actor):
        return fit_for(actor.person_id, firm.post, on=on)


def offered(firm, *gives, title="夹具实践"):
    clerk = firm.actor("firm1")
    offer = NewOffer(OfferKind.PRACTICE, title, "二车间", places_count=3, gives=gives, **DAYS)
    with unit_of_work(clerk):
        return open_offer(offer, organisation_id=firm.firm, actor=clerk, at=AT)


def test_certificates_and_passed_courses_show_abilities_and_a_course_brings_the_rest():
    found = fit(build_firm(LATHE))
    assert [(line.held, line.is_met) for line in found.lines] == [(3, True), (None, False), (2, True)]
    assert [each.kind for line in found.lines for each in line.evidence] == ["certificate", "course"]
    assert [step.way.title for step in found.route] == ["课程《数控编程》"]
    assert found.is_shortest


def test_whoever_holds_nothing_is_told_every_way_in_an_order_in_which_turning_comes_first():
    firm = build_firm()
    titles = [step.way.title for step in fit(firm, "lin").route]
    assert titles.index("机械冷加工人员 三级（高级工）证书") < titles.index("课程《数控编程》")
    assert len(titles) == 3


def test_a_certificate_that_has_expired_or_waits_shows_nothing():
    firm = build_firm(replace(LATHE, expires_on=date(2026, 1, 1)))
    firm.made.deposit(FIXTURES)
    assert [line.held for line in fit(firm).lines] == [None, None, 2]


def test_a_certificate_below_the_level_shows_nothing():
    assert fit(build_firm(replace(LATHE, level=Decimal(3)))).lines[0].held is None


def test_a_practice_place_is_a_way_until_it_begins_or_is_withdrawn():
    firm = build_firm(LATHE)
    key = offered(firm, (firm.abilities["M2"], Mastery.SKILLED))
    ways = [way.title for way in fit(firm).lines[1].ways]
    assert "夹具实践" in ways
    assert "夹具实践" not in [way.title for way in fit(firm, on=date(2026, 6, 2)).lines[1].ways]
    clerk = firm.actor("firm1")
    with unit_of_work(clerk):
        withdraw_offer(key, actor=clerk, at=AT)
    assert "夹具实践" not in [way.title for way in fit(firm).lines[1].ways]


def test_an_enterprise_opens_posts_of_its_own_alone():
    firm = build_firm()
    clerk = firm.actor("firm2")
    with unit_of_work(clerk), pytest.raises(Refusal) as refused:
        open_posts([NewPost("铣工")], organisation_id=firm.firm, actor=clerk, at=AT)
    assert refused.value.code == "act_not_allowed"


def test_posts_are_opened_all_or_none():
    firm = build_firm()
    clerk = firm.actor("firm1")
    for titles, code in (
        ([], "no_posts"),
        ([" "], "post_has_no_title"),
        (["铣工", "铣工 "], "post_title_twice"),
        (["数控操作工"], "post_stands_already"),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(clerk):
            open_posts([NewPost(title) for title in titles], organisation_id=firm.firm, actor=clerk, at=AT)
        assert refused.value.code == code
    with unit_of_work(clerk):
        assert [post.title for post in open_posts_of(firm.firm)] == ["数控操作工"]


def test_a_closed_post_is_gone_from_the_list_and_closed_once():
    firm = build_firm()
    clerk = firm.actor("firm1")
    with unit_of_work(clerk):
        close_post(firm.post, actor=clerk, at=AT)
        assert list(posts_to_look_at()) == []
    with unit_of_work(clerk), pytest.raises(Refusal) as refused:
        close_post(firm.post, actor=clerk, at=AT)
    assert refused.value.code == "post_closed"


def test_an_offer_that_cannot_be_is_refused():
    firm = build_firm()
    clerk = firm.actor("firm1")
    gives = ((firm.abilities["M2"], Mastery.DOES),)
    good = NewOffer(OfferKind.COURSE, "课", "厂内", places_count=3, gives=gives, **DAYS)
    for change, code in (
        ({"gives": ()}, "offer_gives_nothing"),
        ({"starts_on": date(2026, 5, 7)}, "offer_over"),
        ({"ends_on": date(2026, 5, 30)}, "offer_ends_after_start"),
        ({"places_count": 0}, "offer_has_a_place"),
    ):
        with pytest.raises(Refusal) as refused, unit_of_work(clerk), transaction.atomic():
            open_offer(replace(good, **change), organisation_id=firm.firm, actor=clerk, at=AT)
        assert refused.value.code == code


def test_a_comparison_takes_as_many_queries_with_one_offer_as_with_three():
    firm = build_firm(LATHE)
    counts = []
    for number in range(3):
        offered(firm, (firm.abilities["M2"], Mastery.DOES), title=f"实践 {number}")
        worker = firm.actor("zhou")
        with unit_of_work(worker), CaptureQueriesContext(connection) as asked:
            fit_for(worker.person_id, firm.post, on=ON)
        counts.append(len(asked))
    assert counts[0] == counts[2]
