"""A link shows what its maker chose, to whoever holds it, until she, the day or the count ends it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from niangjia.core import clock
from niangjia.core.ids import new_id
from niangjia.core.refusals import Refusal
from niangjia.creditbank.sharing.contents import learning_record, shared_record
from niangjia.creditbank.sharing.models import Opening, ShareLink
from niangjia.creditbank.sharing.operations.links import find_link, make_link, open_link, passcode_fits, revoke_link
from niangjia.creditbank.sharing.queries import links_of, looks_at
from niangjia.creditbank.sharing.types import NewLink, Scope
from niangjia.kernel.access.queries import NOBODY
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import COMPUTING, LATHE, build_college

pytestmark = pytest.mark.django_db


def new_link(**changes):
    settled = {
        "key": new_id(),
        "label": "望溪重工人事科",
        "purpose": "应聘数控车工",
        "scope": Scope(),
        "days": 30,
        "most_openings": 5,
    }
    return NewLink(**(settled | changes))


def made_link(made, username="zhou", **changes):
    worker = made.actor(username)
    with unit_of_work(worker):
        return make_link(new_link(**changes), actor=worker, at=clock.now())


def opened(token, *, at=None):
    with unit_of_work(NOBODY):
        return open_link(token, at=at or clock.now())


def test_what_was_chosen_is_shown_and_written_down():
    made = build_college(LATHE, COMPUTING)
    with unit_of_work(made.actor("zhou")):
        lathe = next(line for line in learning_record(made.person).outcomes if "车工" in line.title.zh)
    token = made_link(made, scope=Scope(outcomes=True, courses=False, outcome_ids=(lathe.id,)))
    with unit_of_work(NOBODY):
        shared = open_link(token, at=clock.now())
        record = shared_record(shared.person_id, scope=shared.scope, full_name=shared.full_name, reader=NOBODY)
        with pytest.raises(Refusal, match="person_not_seen"):
            learning_record(shared.person_id)
    assert record.name == "周*岚"
    assert [line.number for line in record.outcomes] == ["JN-2025-11-08264"]
    assert record.studies == ()
    with unit_of_work(made.actor("zhou")):
        (look,) = (each for each in looks_at(made.person, before=clock.now()).looks if each.way == "link")
        assert (look.label, look.purpose, look.organisations) == ("望溪重工人事科", "应聘数控车工", ())
        assert links_of(made.person).get().openings_count == 1


def test_the_token_is_nowhere_kept():
    made = build_college()
    token = made_link(made, passcode="8264")
    with unit_of_work(made.actor("zhou")), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(link)::text FROM sharing_sharelink AS link")
        ((kept,),) = cursor.fetchall()
        cursor.execute("SELECT string_agg(detail::text, '') FROM audit_entry")
        (history,) = cursor.fetchone()
    assert token not in kept + (history or "")
    assert "8264" not in kept.split("passcode_hash")[1].split('"')[2]


@pytest.mark.parametrize("end", ["revoked", "expired", "used up", "never given"])
def test_an_ended_link_answers_as_one_that_never_was(end):
    made = build_college()
    token = made_link(made, most_openings=1)
    at = clock.now()
    if end == "revoked":
        worker = made.actor("zhou")
        with unit_of_work(worker):
            revoke_link(ShareLink.objects.get().id, actor=worker, at=at)
            with pytest.raises(Refusal, match="no_link"):
                revoke_link(ShareLink.objects.get().id, actor=worker, at=at)
    elif end == "expired":
        at += timedelta(days=30, seconds=1)
    elif end == "used up":
        assert opened(token) is not None
    else:
        token = "A" * 32
    with unit_of_work(NOBODY):
        assert find_link(token, at=at) is None
    assert opened(token, at=at) is None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_share_the_last_opening_between_them():
    made = build_college()
    token = made_link(made, most_openings=1)

    def try_it(_):
        try:
            return opened(token) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(try_it, range(2))) == [False, True]


def test_a_passcode_is_asked_for_and_compared():
    made = build_college()
    token, plain = made_link(made, passcode="8264"), made_link(made)
    with unit_of_work(NOBODY):
        link = find_link(token, at=clock.now())
        assert link.needs_passcode
        assert [passcode_fits(link, text) for text in ("8264", "8265", "")] == [True, False, False]
        assert passcode_fits(find_link(plain, at=clock.now()), "")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 31}, "link_lasts_too_long"),
        ({"most_openings": 1000}, "openings_not_offered"),
        ({"passcode": "1"}, "passcode_length"),
        ({"label": " "}, "share_link_says_for_what"),
        ({"scope": Scope(outcomes=False, courses=False)}, "share_link_shows_something"),
    ],
)
def test_what_a_link_may_not_be_is_refused(changes, code):
    with pytest.raises(Refusal, match=code):
        made_link(build_college(), **changes)


def test_a_form_sent_twice_makes_one_link():
    made, key = build_college(), new_id()
    made_link(made, key=key)
    with pytest.raises(Refusal, match="sharing_sharelink_pkey"):
        made_link(made, key=key)


def test_nobody_else_sees_a_link_or_changes_what_it_shows():
    made = build_college()
    made_link(made)
    for username in ("lin", "jiaowu1", "renzheng", "gonghui1"):
        with unit_of_work(made.actor(username)):
            assert not ShareLink.objects.exists()
            assert not Opening.objects.exists()
    with (
        unit_of_work(made.actor("zhou")),
        transaction.atomic(),
        pytest.raises(DatabaseError, match="permission denied"),
    ):
        ShareLink.objects.update(most_openings=100)
