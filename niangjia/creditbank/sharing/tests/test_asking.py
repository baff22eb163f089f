"""An organisation asks, the worker answers as she likes, and a refusal can't be told from silence."""

from datetime import timedelta

import pytest

from niangjia.core import clock
from niangjia.core.refusals import Refusal
from niangjia.creditbank.sharing.contents import shared_record
from niangjia.creditbank.sharing.models import Answer, Ask, Opening
from niangjia.creditbank.sharing.operations.asking import (
    LAPSES_AFTER_DAYS,
    ask_worker,
    end_grant,
    grant_ask,
    open_grant,
    refuse_ask,
)
from niangjia.creditbank.sharing.queries import asks_by, asks_to, looks_at, state_of
from niangjia.creditbank.sharing.types import AskState, Scope
from niangjia.kernel.access.models import ReadLog
from niangjia.kernel.access.unit_of_work import acting, unit_of_work
from niangjia.kernel.people.types import NewPaper, PaperType
from tests.worlds import World, worker_paper

pytestmark = pytest.mark.django_db
WHOLE = Scope(outcomes=True, courses=True, decisions=False, marks=True)
NAME = "欧阳静"  # works for the first enterprise; the asker is another town's clerk, who does not see her


def ask(world: World, *, name=NAME, paper=None, scope=WHOLE, days=30, by="other town clerk", office=None, at=None):
    clerk, at = world.actor(by), at or clock.now()
    with unit_of_work(clerk, today=clock.day_of(at)):
        return ask_worker(
            name,
            paper or worker_paper(1),
            organisation_id=office or world.towns[1],
            scope=scope,
            purpose="招用数控车工",
            see_until=clock.day_of(at) + timedelta(days=days),
            actor=clerk,
            at=at,
        )


def grant(world, key, *, scope=WHOLE, days=30):
    worker = world.actor(NAME)
    with unit_of_work(worker):
        grant_ask(key, scope=scope, until=clock.today() + timedelta(days=days), actor=worker, at=clock.now())


def refuse(world, key):
    worker = world.actor(NAME)
    with unit_of_work(worker):
        refuse_ask(key, actor=worker, at=clock.now())


def seen_by(world, who, *, on=None):
    actor = world.actor(who)
    with unit_of_work(actor):
        found = asks_to(actor.person_id) if who == NAME else asks_by(world.towns[1])
        return [state_of(each, on=on or clock.today()) for each in found]


def test_who_is_asked_must_be_known_by_name_and_whole_number(world):
    for name, paper in (
        ("张明", worker_paper(1)),
        (NAME, worker_paper(2)),
        (NAME, NewPaper(PaperType.PASSPORT, "E12345678")),
    ):
        with pytest.raises(Refusal, match="nobody_found"):
            ask(world, name=name, paper=paper)
    ask(world)
    worker = world.actor(NAME)
    with unit_of_work(worker):
        assert ReadLog.objects.filter(about=worker.person_id, purpose="ask.find").count() == 1
        look = looks_at(worker.person_id, before=clock.now()).looks[0]
        assert (look.purpose, look.organisations) == ("ask.find", ("示例江畔镇总工会",))


def test_a_refusal_looks_as_silence_does_until_both_lapse(world):
    silent = ask(world, name="张明", paper=worker_paper(2))
    refused = ask(world)
    refuse(world, refused)
    assert seen_by(world, NAME) == [AskState.REFUSED]
    later = clock.today() + timedelta(days=LAPSES_AFTER_DAYS)
    assert seen_by(world, "other town clerk") == [AskState.WAITING] * 2
    assert seen_by(world, "other town clerk", on=later) == [AskState.LAPSED] * 2
    with unit_of_work(world.actor("other town clerk")):
        assert not Answer.objects.exists()
        for key in (silent, refused):
            with pytest.raises(Refusal, match="no_grant"):
                open_grant(key, at=clock.now())
            with pytest.raises(Refusal, match="ask_one_at_a_time"):
                ask_again(world, key)


def ask_again(world, key):
    """Within the clerk's own unit of work, as her page does it."""
    who = {"张*": ("张明", worker_paper(2)), "欧*静": (NAME, worker_paper(1))}
    name, paper = who[Ask.objects.get(id=key).masked_name]
    clerk, at = world.actor("other town clerk"), clock.now()
    with acting(clerk, before=clerk):
        ask_worker(
            name,
            paper,
            organisation_id=world.towns[1],
            scope=WHOLE,
            purpose="再问一次",
            see_until=clock.today(),
            actor=clerk,
            at=at,
        )


def test_a_grant_shows_no_more_than_was_granted_and_each_look_is_written_down(world):
    key = ask(world)
    grant(world, key, scope=Scope(outcomes=True, courses=False))
    clerk, worker = world.actor("other town clerk"), world.actor(NAME)
    with unit_of_work(clerk):
        person, scope, purpose, _ = open_grant(key, at=clock.now())
        assert (scope, purpose) == (Scope(outcomes=True, courses=False), "招用数控车工")
        assert shared_record(person, scope=scope, reader=clerk).name == NAME
        assert not Opening.objects.exists()
    with unit_of_work(worker):
        look = looks_at(worker.person_id, before=clock.now()).looks[0]
        assert (look.way, look.purpose, look.organisations) == ("ask", "招用数控车工", ("示例江畔镇总工会",))
    assert seen_by(world, "other town clerk") == [AskState.GRANTED]


def test_she_grants_no_more_than_was_asked(world):
    key = ask(world, scope=Scope(outcomes=True, courses=False))
    for scope, days in ((WHOLE, 30), (Scope(outcomes=True, courses=False), 31)):
        with pytest.raises(Refusal, match="more_than_asked"):
            grant(world, key, scope=scope, days=days)
    with pytest.raises(Refusal, match="grant_shows_something"):
        grant(world, key, scope=Scope(outcomes=False, courses=False))


def test_she_answers_once_and_only_what_she_was_asked_herself(world):
    key = ask(world)
    stranger = world.actor("张明")
    with unit_of_work(stranger), pytest.raises(Refusal, match="no_ask"):
        grant_ask(key, scope=WHOLE, until=clock.today(), actor=stranger, at=clock.now())
    refuse(world, key)
    with pytest.raises(Refusal, match="sharing_answer_pkey"):
        grant(world, key)


def test_a_grant_ends_at_once_when_she_ends_it(world):
    key = ask(world)
    grant(world, key)
    worker, clerk = world.actor(NAME), world.actor("other town clerk")
    with unit_of_work(worker):
        end_grant(key, actor=worker, at=clock.now())
    with unit_of_work(clerk), pytest.raises(Refusal, match="no_grant"):
        open_grant(key, at=clock.now())
    assert seen_by(world, "other town clerk") == [AskState.ENDED]
    with unit_of_work(worker), pytest.raises(Refusal, match="no_grant"):
        end_grant(key, actor=worker, at=clock.now())


def test_a_grant_is_the_askers_alone_not_of_those_above(world):
    key = ask(world)
    grant(world, key)
    for who in ("county clerk", "town clerk", "registrar"):
        with unit_of_work(world.actor(who)):
            assert not Ask.objects.exists()
            with pytest.raises(Refusal, match="no_grant"):
                open_grant(key, at=clock.now())


def test_who_may_not_ask_is_refused(world):
    with pytest.raises(Refusal, match="act_not_allowed"):
        ask(world, by="certifier")
    with pytest.raises(Refusal, match="act_not_allowed"):
        ask(world, office=world.towns[0])
    with pytest.raises(Refusal, match="asked_for_too_long"):
        ask(world, days=366)


def test_a_lapsed_ask_is_answered_no_more_and_may_be_asked_again(world):
    key = ask(world, at=clock.now() - timedelta(days=LAPSES_AFTER_DAYS))
    with pytest.raises(Refusal, match="no_ask"):
        grant(world, key)
    assert ask(world) != key
