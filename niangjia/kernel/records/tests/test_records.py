from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ProgrammingError

from niangjia.core.audit.types import SYSTEM
from niangjia.core.refusals import Refusal
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.models import Move, Record
from niangjia.kernel.records.operations import (
    attach_file,
    comment_on,
    link_records,
    meet_deadline,
    move_record,
    move_records,
    next_number,
    numbered,
    open_record,
    open_records,
    set_deadline,
)
from niangjia.kernel.records.queries import page_of, record_of, records, timeline
from niangjia.kernel.records.types import NewMove, NewRecord
from tests.worlds import AT

LATER = AT + timedelta(days=1)


def new(world, **particulars):
    wanted = {
        "kind": "visit",
        "title": "走访示例",
        "state": "asked",
        "verb": "ask",
        "organisation_id": world.enterprises[0],
        **particulars,
    }
    return NewRecord(**wanted)


@pytest.fixture
def clerk(world):
    return world.actor("county clerk")


@pytest.fixture
def asked(world, clerk):
    with unit_of_work(clerk):
        return open_record(new(world, reason="来电"), actor=clerk, at=AT)


def test_a_record_stands_where_its_last_move_led(clerk, asked):
    with unit_of_work(clerk):
        move_record(NewMove(asked, "answer", "asked", "answered", reason="已答复"), actor=clerk, at=LATER)
        record = Record.objects.get(id=asked)
        assert (record.state, record.version, record.state_at) == ("answered", 2, LATER)
        moves = Move.objects.filter(record_id=asked).order_by("version")
        assert list(moves.values_list("verb", "from_state", "to_state", "roles", "actor_label", "reason")) == [
            ("ask", None, "asked", "clerk", "县总工会经办", "来电"),
            ("answer", "asked", "answered", "clerk", "县总工会经办", "已答复"),
        ]


def test_a_move_from_a_state_where_it_does_not_stand_is_refused(clerk, asked):
    with pytest.raises(Refusal, match="record_moved_meanwhile"), unit_of_work(clerk):
        move_record(NewMove(asked, "close", "answered", "closed"), actor=clerk, at=LATER)


def test_a_move_made_on_an_old_page_is_refused(clerk, asked):
    with unit_of_work(clerk):
        move_record(NewMove(asked, "note", "asked", "asked", version=1), actor=clerk, at=LATER)
    with pytest.raises(Refusal, match="record_moved_meanwhile"), unit_of_work(clerk):
        move_record(NewMove(asked, "answer", "asked", "answered", version=1), actor=clerk, at=LATER)


def test_of_many_moves_all_are_made_or_none(world, clerk):
    with unit_of_work(clerk):
        keys = open_records([new(world) for _ in range(3)], actor=clerk, at=AT)
    moves = [NewMove(key, "answer", "asked", "answered") for key in keys]
    wrong = [*moves[:2], NewMove(keys[2], "answer", "closed", "answered")]
    with pytest.raises(Refusal, match="record_moved_meanwhile"), unit_of_work(clerk):
        move_records(wrong, actor=clerk, at=LATER)
    with unit_of_work(clerk):
        assert set(Record.objects.filter(id__in=keys).values_list("state", flat=True)) == {"asked"}
        move_records(moves, actor=clerk, at=LATER)
        assert set(Record.objects.filter(id__in=keys).values_list("state", flat=True)) == {"answered"}


def test_a_state_is_not_written_but_by_a_move(clerk, asked):
    with pytest.raises(Refusal, match="record_state_by_move"), unit_of_work(clerk):
        Record.objects.filter(id=asked).update(state="closed")
    with pytest.raises(Refusal, match="record_state_by_move"), unit_of_work(clerk):
        Record.objects.filter(id=asked).update(version=7)


def test_the_database_itself_refuses_a_move_from_elsewhere(clerk, asked):
    with pytest.raises(Refusal, match="move_from_where_it_stands"), unit_of_work(clerk):
        Move.objects.create(
            record_id=asked,
            version=2,
            verb="close",
            from_state="answered",
            to_state="closed",
            at=LATER,
            actor_label="x",
        )


def test_a_record_without_its_first_move_does_not_stand(world, clerk):
    def put_in():
        with unit_of_work(clerk), connection.cursor() as cursor:
            Record.objects.create(
                kind="visit", title="走访", state="closed", state_at=AT, opened_at=AT, organisation_id=world.federation
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the end of the transaction does

    with pytest.raises(IntegrityError, match="record_stands_by_move"):
        put_in()


def test_moves_are_never_changed(clerk, asked):
    with pytest.raises(ProgrammingError, match="permission denied"), unit_of_work(clerk):
        Move.objects.filter(record_id=asked).update(reason="别的")


def test_two_records_of_a_kind_do_not_share_a_number(world, clerk):
    with pytest.raises(Refusal) as refused, unit_of_work(clerk):
        open_records([new(world, number="2026-00001") for _ in range(2)], actor=clerk, at=AT)
    assert refused.value.term.zh == "这个编号已被使用。请重新取号。"


@pytest.mark.django_db
def test_numbers_run_by_series_and_year():
    with unit_of_work(SYSTEM):
        assert [next_number("visit", 2026), next_number("visit", 2026)] == [1, 2]
        assert [next_number("visit", 2027), next_number("letter", 2026)] == [1, 1]
        assert numbered("visit", AT) == "2026-00003"


@pytest.mark.django_db
def test_a_number_of_what_was_given_up_is_given_again():
    def given_up():
        with unit_of_work(SYSTEM):
            next_number("visit", 2026)
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        given_up()
    with unit_of_work(SYSTEM):
        assert next_number("visit", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_have_neither_gap_nor_double():
    taken = []

    def take():
        for _ in range(5):
            with unit_of_work(SYSTEM):
                taken.append(next_number("visit", 2026))
        connection.close()

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 21))


def test_the_nearest_open_deadline_is_the_records_due_date(clerk, asked):
    near, far = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    with unit_of_work(clerk):
        set_deadline(asked, obligation="close", due_at=far)
        set_deadline(asked, obligation="answer", due_at=near, derivation="5 个工作日")
        assert Record.objects.get(id=asked).due_at == near
        meet_deadline(asked, obligation="answer", at=LATER)
        assert Record.objects.get(id=asked).due_at == far


def test_one_obligation_has_one_open_deadline(clerk, asked):
    with unit_of_work(clerk):
        set_deadline(asked, obligation="answer", due_at=LATER)
    with pytest.raises(Refusal, match="deadline_open_once"), unit_of_work(clerk):
        set_deadline(asked, obligation="answer", due_at=LATER)
    with pytest.raises(Refusal, match="no_open_deadline"), unit_of_work(clerk):
        meet_deadline(asked, obligation="close", at=LATER)


def test_the_timeline_tells_all_that_happened_in_order(clerk, asked, django_assert_num_queries):
    with unit_of_work(clerk):
        set_deadline(asked, obligation="answer", due_at=LATER)
        comment_on(asked, "已电话联系", actor=clerk, at=AT + timedelta(hours=1))
        attach_file(
            asked, b"scan", name="回执.pdf", media_type="application/pdf", actor=clerk, at=AT + timedelta(hours=2)
        )
        meet_deadline(asked, obligation="answer", at=AT + timedelta(hours=3))
        move_record(NewMove(asked, "answer", "asked", "answered"), actor=clerk, at=LATER)
        with django_assert_num_queries(4):
            told = timeline(asked)
    assert [(entry.kind, entry.words) for entry in told] == [
        ("move", "ask"),
        ("comment", "已电话联系"),
        ("attachment", "回执.pdf"),
        ("deadline", "answer"),
        ("move", "answer"),
    ]


def test_an_empty_comment_and_a_link_to_itself_are_refused_in_words(clerk, asked):
    with pytest.raises(Refusal, match="comment_says_something"), unit_of_work(clerk):
        comment_on(asked, "  ", actor=clerk, at=AT)
    with pytest.raises(Refusal, match="link_to_another"), unit_of_work(clerk):
        link_records(asked, asked, relation="answers", at=AT)


def test_a_list_is_turned_page_by_page(world, clerk, django_assert_num_queries):
    with unit_of_work(clerk):
        keys = open_records([new(world, title=f"走访{each}") for each in range(7)], actor=clerk, at=AT)
        found, after, pages = [], None, 0
        while pages == 0 or after is not None:
            with django_assert_num_queries(1):
                page = page_of(records(kind="visit", states=["asked"]), after=after, size=3)
            found += [record.id for record in page.rows]
            after, pages = page.next_key, pages + 1
    assert (found, pages) == (sorted(keys, reverse=True), 3)


def test_a_page_key_that_is_none_begins_at_the_beginning(clerk, asked):
    with unit_of_work(clerk):
        assert [row.id for row in page_of(records(kind="visit"), after="'; DROP").rows] == [asked]


def test_a_record_is_seen_by_its_organisation_those_above_and_its_subject(world, clerk):
    with unit_of_work(clerk):
        key = open_record(new(world, subject_id=world.workers[0].id), actor=clerk, at=AT)
    who = [
        "county clerk",
        "town clerk",
        "enterprise clerk",
        "other town clerk",
        "registrar",
        "单雄文",
        "欧阳静",
        "leader",
    ]
    seen = {}
    for name in who:
        with unit_of_work(world.actor(name), today=date(2026, 3, 2)):
            seen[name] = record_of(key) is not None
            assert Move.objects.filter(record_id=key).exists() == seen[name]
    assert [name for name in who if seen[name]] == ["county clerk", "town clerk", "enterprise clerk", "单雄文"]


def test_a_record_that_follows_its_subject_is_seen_by_whoever_sees_the_subject(world):
    certifier = world.actor("certifier")
    about = {"organisation_id": world.bodies[0], "subject_id": world.workers[0].id}
    with unit_of_work(certifier):
        kept, shown = open_records(
            [new(world, **about), new(world, **about, follows_subject=True)], actor=certifier, at=AT
        )
    for name in ("registrar", "enterprise clerk"):
        with unit_of_work(world.actor(name), today=date(2026, 3, 2)):
            assert [record_of(kept) is not None, record_of(shown) is not None] == [False, True]
    with unit_of_work(world.actor("other town clerk"), today=date(2026, 3, 2)):
        assert record_of(shown) is None


def test_what_one_does_not_see_one_does_not_move(world, asked):
    stranger = world.actor("other town clerk")
    with pytest.raises(Refusal, match="record_moved_meanwhile"), unit_of_work(stranger, today=date(2026, 3, 2)):
        move_record(NewMove(asked, "answer", "asked", "answered"), actor=stranger, at=LATER)


def test_thousands_are_opened_in_a_few_statements(world, clerk, django_assert_max_num_queries):
    with unit_of_work(clerk), django_assert_max_num_queries(6):
        assert len(open_records([new(world) for _ in range(3000)], actor=clerk, at=AT)) == 3000
