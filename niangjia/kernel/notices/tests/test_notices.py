"""Notices: whoever acts tells; she alone reads; what was said stays said."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.notices.models import Notice
from niangjia.kernel.notices.operations import notify, read_notices
from niangjia.kernel.notices.queries import notices_of, unread_count
from niangjia.kernel.notices.types import NewNotice
from tests.worlds import AT

WORDS = Term("您的车工证书认证好了。", "Your certificate is certified.")


def told(world, *persons, words=WORDS):
    """The body's certifier tells these persons something."""
    certifier = world.actor("certifier")
    with unit_of_work(certifier):
        notify([NewNotice(each, "outcome.certified", new_id(), words) for each in persons], actor=certifier, at=AT)


def read_by(world, number):
    worker = world.workers[number]
    with unit_of_work(world.actor(worker.name)):
        return [row.words_zh for row in notices_of(worker.id)], unread_count(worker.id)


def test_each_person_reads_her_own_notices_alone(world):
    first, second = world.workers[:2]
    told(world, first.id, second.id, second.id)
    assert read_by(world, 0) == ([WORDS.zh], 1)
    assert read_by(world, 1) == ([WORDS.zh, WORDS.zh], 2)
    with unit_of_work(world.actor(first.name)):
        assert Notice.objects.count() == 1
    for other in ("certifier", "county clerk", "auditor"):
        with unit_of_work(world.actor(other)):
            assert Notice.objects.count() == 0


def test_many_people_are_told_in_one_statement(world, django_assert_num_queries):
    certifier = world.actor("certifier")
    with unit_of_work(certifier), django_assert_num_queries(1):
        notify(
            [NewNotice(each.id, "outcome.certified", new_id(), WORDS) for each in world.workers], actor=certifier, at=AT
        )


def test_what_came_after_the_page_was_opened_stays_new(world):
    worker = world.workers[0]
    told(world, worker.id)
    actor = world.actor(worker.name)
    with unit_of_work(actor):
        latest = notices_of(worker.id)[0].id
    told(world, worker.id)
    with unit_of_work(actor):
        assert read_notices(worker.id, latest=latest, at=AT) == 1
        assert unread_count(worker.id) == 1
        assert read_notices(worker.id, latest=latest, at=AT) == 0


def test_nobody_reads_for_another(world):
    first, second = world.workers[:2]
    told(world, second.id)
    with unit_of_work(world.actor(first.name)):
        assert read_notices(second.id, latest=new_id(), at=AT) == 0
    assert read_by(world, 1) == ([WORDS.zh], 1)


def test_nobody_tells_in_anothers_name(world):
    clerk, certifier = world.actor("county clerk"), world.actor("certifier")
    with pytest.raises(ProgrammingError, match="row-level security"), unit_of_work(clerk):
        notify([NewNotice(world.workers[0].id, "outcome.certified", new_id(), WORDS)], actor=certifier, at=AT)
    with unit_of_work(SYSTEM):
        notify([NewNotice(world.workers[0].id, "outcome.certified", new_id(), WORDS)], actor=SYSTEM, at=AT)
    assert read_by(world, 0) == ([WORDS.zh], 1)


def test_an_empty_notice_is_refused(world):
    with pytest.raises(Refusal) as refused:
        told(world, world.workers[0].id, words=Term("", ""))
    assert refused.value.code == "notice_says_something"


@pytest.mark.parametrize("statement", ["UPDATE notices_notice SET words_zh = ''", "DELETE FROM notices_notice"])
def test_what_was_said_is_neither_changed_nor_removed(world, statement):
    told(world, world.workers[0].id)
    with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(world.actor(world.workers[0].name)):
        connection.cursor().execute(statement)
