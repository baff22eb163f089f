"""A draft may be replaced; a second person publishes it; then nobody changes it, the owner of the database included."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connections

from niangjia.core.constraints import refusal_of
from niangjia.core.refusals import Refusal
from niangjia.creditbank.engine.canonical import book_hash
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook, RuleBookProgramme
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.creditbank.rulebooks.queries import book_for, books_of, engine_book, standard_table
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, BOOK, TABLE, build_college

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NAMED = replace(BOOK, code="SKRD", title="数控专业认定规则（示例）", programmes=("SK",))
TODAY = AT.date()


def drafted(made, book, username="jiaowu1"):
    actor = made.actor(username)
    with unit_of_work(actor):
        return draft_rule_book(book, publisher_id=made.college, actor=actor, at=AT)


def published(made, book, key=None):
    key = key or drafted(made, book)
    actor = made.actor("jiaowu2")
    with unit_of_work(actor):
        publish_rule_book(key, actor=actor, at=AT)
    return key


def in_force(made, on=TODAY):
    found = book_for("SK", college_id=made.college, on=on)
    return found and (found.code, found.version)


def test_a_book_is_kept_word_for_word_under_its_hash():
    made = build_college(book=None)
    row = RuleBook.objects.get(id=drafted(made, BOOK))
    assert engine_book(row) == BOOK
    assert (row.content_hash, row.rows_count) == (book_hash(BOOK), 12)


def test_a_draft_takes_the_place_of_an_earlier_draft():
    made = build_college(book=None)
    first = drafted(made, BOOK)
    second = drafted(made, replace(BOOK, title="改过的规则（示例）", programmes=("SK",)))
    (row,) = books_of(made.college)
    assert (row.id, row.title) == (second, "改过的规则（示例）")
    assert first == second
    assert [each.programme_code for each in row.programmes.all()] == ["SK"]


def test_a_colleagues_draft_is_not_replaced_and_she_is_named():
    made = build_college(book=None)
    first = drafted(made, BOOK)
    with pytest.raises(Refusal, match="2026-05-08") as refused:
        drafted(made, replace(BOOK, title="改过的规则（示例）"), "jiaowu2")
    assert refused.value.code == "colleagues_draft"
    assert "教务" in refused.value.term.zh
    second = drafted(made, replace(BOOK, version=4), "jiaowu2")
    assert {row.id for row in books_of(made.college)} == {first, second}


def test_the_same_draft_again_stays_the_first_drafters():
    made = build_college(book=None)
    assert drafted(made, BOOK) == drafted(made, BOOK, "jiaowu2")
    (row,), drafter = books_of(made.college), made.actor("jiaowu1")
    with pytest.raises(Refusal) as refused, unit_of_work(drafter):
        publish_rule_book(row.id, actor=drafter, at=AT)
    assert refused.value.code == "own_draft"


def test_a_published_version_takes_the_same_content_again_and_no_other():
    made = build_college(book=None)
    key = published(made, BOOK)
    assert drafted(made, BOOK) == key
    with pytest.raises(Refusal) as refused:
        drafted(made, replace(BOOK, title="改过"))
    assert refused.value.code == "rule_book_published"


def test_publishing_twice_is_refused():
    made = build_college(book=None)
    key = published(made, BOOK)
    with pytest.raises(Refusal) as refused:
        published(made, BOOK, key)
    assert refused.value.code == "rule_book_published"


def test_the_database_itself_refuses_a_book_published_by_its_drafter():
    made = build_college(book=None)
    key, drafter = drafted(made, BOOK), made.actor("jiaowu1")
    with pytest.raises(Refusal) as refused, unit_of_work(drafter):
        RuleBook.objects.filter(id=key).update(published_by=drafter.account_id, published_at=AT)
    assert refused.value.code == "rule_book_published_by_another"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rulebooks_rulebook SET content = '{}'",
        "UPDATE rulebooks_rulebook SET effective_to = '2026-12-31'",
        "DELETE FROM rulebooks_rulebook",
        "DELETE FROM rulebooks_rulebookprogramme",
        "UPDATE rulebooks_rulebookprogramme SET programme_code = 'DQ'",
    ],
)
@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_nobody_changes_a_published_book(alias, statement):
    made = build_college(book=NAMED)
    before = list(RuleBook.objects.order_by("id").values())
    with pytest.raises(DatabaseError) as refused, connections[alias].cursor() as cursor:
        cursor.execute(statement)
    assert refusal_of(refused.value).code == "rule_book_published_stays"
    assert list(RuleBook.objects.order_by("id").values()) == before
    assert in_force(made) == ("SKRD", 3)


def test_a_published_book_can_not_be_made_to_hold_for_one_more_programme():
    made = build_college(book=NAMED)
    row = RuleBook.objects.get(publisher_id=made.college)
    with pytest.raises(Refusal) as refused, unit_of_work(made.actor("jiaowu1")):
        RuleBookProgramme.objects.create(rule_book=row, programme_code="DQ")
    assert refused.value.code == "rule_book_published_stays"


def test_what_a_decision_could_not_keep_later_is_refused_in_the_draft():
    made = build_college(book=None)
    for rows in (
        {"rows": (replace(BOOK.rows[0], article="第" * 61), *BOOK.rows[1:])},
        {"rows": (replace(BOOK.rows[0], mark="优" * 21), *BOOK.rows[1:])},
        {"valuations": (replace(BOOK.valuations[0], id="V" * 21), *BOOK.valuations[1:])},
        {"title": "规" * 121},
        {"programmes": ("S" * 41,)},
    ):
        with pytest.raises(Refusal) as refused:
            drafted(made, replace(BOOK, **rows))
        assert refused.value.code == "text_too_long"
    assert not books_of(made.college)


def test_a_book_holds_from_its_first_day_to_its_last():
    last = TODAY + timedelta(days=30)
    made = build_college(book=replace(BOOK, effective_from=TODAY, effective_to=last))
    days = (TODAY - timedelta(days=1), TODAY, last, last + timedelta(days=1))
    assert [in_force(made, on) for on in days] == [None, ("RD", 3), ("RD", 3), None]


def test_the_newest_version_that_has_begun_holds():
    made = build_college(book=BOOK)
    published(made, replace(BOOK, version=4, effective_from=TODAY + timedelta(days=10)))
    assert in_force(made) == ("RD", 3)
    assert in_force(made, TODAY + timedelta(days=10)) == ("RD", 4)


def test_a_book_that_names_the_programme_goes_before_a_general_one():
    made = build_college(book=BOOK)
    published(made, NAMED)
    assert in_force(made) == ("SKRD", 3)


def test_a_table_of_standard_values_is_no_rule_book_of_a_college():
    made = build_college(book=None)
    assert in_force(made) is None
    table = standard_table(TODAY)
    assert table is not None
    assert (table.code, table.purpose, table.publisher_id) == (TABLE.code, Purpose.STANDARD, made.federation)
    assert standard_table(date(2025, 12, 31)) is None


@pytest.mark.parametrize("length", [1, 3])
def test_the_list_of_books_takes_one_query_however_long(django_assert_num_queries, length):
    made = build_college(book=None)
    for version in range(1, length + 1):
        drafted(made, replace(BOOK, version=version))
    with django_assert_num_queries(1):
        assert len([row.title for row in books_of(made.college)]) == length
