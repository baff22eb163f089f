"""Consent: asked in private, given by herself for one post, taken back at once; a no looks like never being asked."""

import pytest
from django.db import DatabaseError

from niangjia.core.refusals import Refusal
from niangjia.creditbank.abilities.comparing import fit_for
from niangjia.creditbank.abilities.models import Share, ShareLine, Silence
from niangjia.creditbank.abilities.queries import share_of, shown_to, silent_posts
from niangjia.creditbank.abilities.showing import ask_no_more, seen_of, show_fit, take_back
from niangjia.creditbank.abilities.tests.firm import build_firm
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, LATHE

pytestmark = pytest.mark.django_db


def shows(firm, username="zhou"):
    actor = firm.actor(username)
    with unit_of_work(actor):
        lines = fit_for(actor.person_id, firm.post, on=AT.date()).lines
        seen = seen_of([(line.need.ability, line.need.mastery, line.held) for line in lines])
        return show_fit(firm.post, seen=seen, actor=actor, at=AT)


def all_that_is_seen(firm, username):
    """Every row of consent that someone's queries could reach, whatever the page."""
    with unit_of_work(firm.actor(username)):
        return [list(model.objects.order_by("id").values()) for model in (Share, ShareLine, Silence)]


def test_what_is_shown_is_what_she_saw_and_the_enterprise_alone_sees_it():
    firm = build_firm(LATHE)
    key = shows(firm)
    with unit_of_work(firm.actor("firm1")):
        (share,) = shown_to(firm.firm)
        assert (share.name_shown, share.held_count, share.needed_count) == ("周晓岚", 2, 3)
        assert [(line.ability.code, line.held) for line in share_of(key).lines.all()] == [
            ("M1", 3), ("M2", None), ("M3", 2),
        ]  # fmt: skip
    for stranger in ("firm2", "gonghui1", "jiaowu1", "lin"):
        assert all_that_is_seen(firm, stranger) == [[], [], []]


def test_a_no_cannot_be_told_from_never_having_been_asked():
    firm = build_firm(LATHE)
    before = all_that_is_seen(firm, "firm1")
    for username in ("zhou", "lin"):
        actor = firm.actor(username)
        with unit_of_work(actor):
            ask_no_more(firm.post, actor=actor, at=AT)
            assert silent_posts(actor.person_id) == {firm.post}
    assert all_that_is_seen(firm, "firm1") == before == [[], [], []]


def test_what_is_taken_back_is_gone_at_once_as_if_it_had_never_been():
    firm = build_firm(LATHE)
    key = shows(firm)
    worker = firm.actor("zhou")
    with unit_of_work(worker):
        take_back(firm.post, actor=worker, at=AT)
    assert all_that_is_seen(firm, "firm1") == [[], [], []]
    with unit_of_work(firm.actor("firm1")):
        assert share_of(key) is None
    with unit_of_work(worker), pytest.raises(Refusal) as refused:
        take_back(firm.post, actor=worker, at=AT)
    assert refused.value.code == "not_shown"
    shows(firm)


def test_she_may_agree_after_a_no_and_then_the_no_is_forgotten():
    firm = build_firm(LATHE)
    worker = firm.actor("zhou")
    with unit_of_work(worker):
        ask_no_more(firm.post, actor=worker, at=AT)
    shows(firm)
    with unit_of_work(worker):
        assert silent_posts(worker.person_id) == set()


def test_nobody_agrees_for_her_neither_by_an_operation_nor_in_the_database():
    firm = build_firm(LATHE)
    clerk = firm.actor("firm1")
    with unit_of_work(clerk), pytest.raises(Refusal) as refused:
        show_fit(firm.post, seen="", actor=clerk, at=AT)
    assert refused.value.code == "not_herself"
    with pytest.raises(DatabaseError), unit_of_work(clerk):
        Share.objects.create(
            person_id=firm.made.person,
            post_id=firm.post,
            name_shown="周晓岚",
            held_count=1,
            needed_count=1,
            agreed_at=AT,
        )


def test_what_changed_since_she_looked_is_not_shown():
    firm = build_firm(LATHE)
    worker = firm.actor("zhou")
    with unit_of_work(worker), pytest.raises(Refusal) as refused:
        show_fit(firm.post, seen="older", actor=worker, at=AT)
    assert refused.value.code == "fit_changed"
    assert all_that_is_seen(firm, "firm1") == [[], [], []]


def test_she_agrees_once():
    firm = build_firm(LATHE)
    shows(firm)
    with pytest.raises(Refusal) as refused:
        shows(firm)
    assert refused.value.code == "share_once_a_post"
