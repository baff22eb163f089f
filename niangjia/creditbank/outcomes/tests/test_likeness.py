"""What looks alike: titles, numbers, names; and what is told to the body."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.outcomes.likeness import alike_at_body, alike_of_person, names_are_near, plain
from niangjia.creditbank.outcomes.queries import outcomes_of_body
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import FIXTURES, LATHE, build_college, held


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("第三届职工技能大赛", "第 3 届职工技能大赛"),
        ("第Ⅲ期培训", "第三期培训"),
        ("ＣＡＤ 培训（初级）", "CAD培训(初级)"),
        ("第十二届", "第12届"),
        ("二〇二五年度培训", "2025年度培训"),
    ],
)
def test_one_title_is_written_in_several_ways(first, other):
    assert plain(first) == plain(other)


@pytest.mark.parametrize(("first", "other"), [("第三届", "第四届"), ("VI 期", "IV 期"), ("二十届", "十二届")])
def test_two_titles_stay_two(first, other):
    assert plain(first) != plain(other)


@pytest.mark.parametrize(
    ("first", "other", "near"),
    [
        ("周晓岚", "周小兰", True),
        ("欧阳静", "欧阳 静", True),
        ("阿依古丽·买买提", "阿依古丽买买提", True),
        ("李明", "李名", True),
        ("李明", "李强", False),
        ("王建国", "王国建", True),
        ("王建国", "张建军", False),
    ],
)
def test_names_are_near_by_sound_and_by_one_character(first, other, near):
    assert names_are_near(first, other) is near


CUP = held(
    OutcomeKind.COMPETITION, "数控车工", event="第三届职工技能大赛（2025年）", tier=3, awarded_on=date(2025, 11, 20)
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("standing", "new", "is_alike"),
    [
        (FIXTURES, replace(FIXTURES, title="夹具和定位培训"), True),
        (FIXTURES, replace(FIXTURES, title="夹具与定位培训班", awarded_on=date(2025, 12, 1)), True),
        (FIXTURES, replace(FIXTURES, awarded_on=date(2026, 3, 1)), False),
        (FIXTURES, replace(FIXTURES, title="焊接安全培训"), False),
        (CUP, replace(CUP, event="第3届 职工技能大赛（2025年）", awarded_on=date(2025, 11, 25)), True),
        (CUP, replace(CUP, tier=4), False),
        (LATHE, replace(LATHE, certificate_number="JN-2025-11-08265"), True),
        (LATHE, replace(LATHE, certificate_number="JN-2025-11-80264"), True),
        (LATHE, replace(LATHE, certificate_number="JN-2023-01-00001"), False),
        (LATHE, replace(LATHE, certificate_number=None, level=Decimal(5)), False),
    ],
)
def test_what_looks_like_one_that_she_has_is_told(standing, new, is_alike):
    made = build_college(book=None)
    (key,) = made.deposit(standing)
    with unit_of_work(made.actor("zhou")):
        assert [each.outcome_id for each in alike_of_person(made.person, new)] == ([key] if is_alike else [])


@pytest.mark.django_db
def test_the_body_is_told_of_near_ones_in_one_query_however_many_rows():
    made = build_college(book=None)
    first, second = made.deposit(FIXTURES, replace(FIXTURES, title="夹具和定位培训"))
    other = made.deposit(replace(FIXTURES, hours=Decimal(20)), person=made.other)[0]
    with unit_of_work(made.actor("renzheng")):
        for count in (1, 3):
            rows = list(outcomes_of_body(made.body)[:count])
            with CaptureQueriesContext(connection) as asked:
                found = alike_at_body(rows)
            assert len(asked) == 1
        assert {key: {each.outcome_id for each in alike} for key, alike in found.items()} == {
            first: {second},
            second: {first},
        }
        assert other not in found  # 林静 sounds like nobody else
