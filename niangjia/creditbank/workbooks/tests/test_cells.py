from datetime import date, datetime
from decimal import Decimal

import pytest

from niangjia.creditbank.workbooks.reading.cells.dates import read_date, read_last_date
from niangjia.creditbank.workbooks.reading.cells.occupations import read_occupation, read_occupation_group
from niangjia.creditbank.workbooks.reading.cells.plain import (
    number,
    read_identifier,
    read_phone,
    read_share,
    read_text,
    whole,
)
from niangjia.creditbank.workbooks.reading.cells.several import several
from niangjia.creditbank.workbooks.reading.cells.words import (
    PRIZE_WORDS,
    TIER_WORDS,
    YES_NO_WORDS,
    choice,
    read_level,
    read_rank,
)
from niangjia.creditbank.workbooks.reading.faults import Unfit
from niangjia.creditbank.workbooks.reading.memo import Unfitting, read_column

MAY_DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-05-01",
        "2024/5/1",
        "2024.5.1",
        "2024年5月1日",
        "2024 年 5 月 1 日",
        "２０２４－０５－０１",
        "2024年5月1号",
        "20240501",
        20240501.0,
        "2024-05-01 00:00:00",
        "2024年5月",
        "2024-05",
        "2024.5",
        45413.0,
        "45413",
        date(2024, 5, 1),
        datetime(2024, 5, 1, 8, 30),  # noqa: DTZ001 - a workbook knows no time zones
    ],
)
def test_a_date_is_read_in_every_form_that_offices_use(cell):
    assert read_date(cell) == MAY_DAY


def test_a_month_is_its_first_day_for_an_award_and_its_last_day_for_an_expiry():
    assert read_date("2024年2月") == date(2024, 2, 1)
    assert read_last_date("2024年2月") == date(2024, 2, 29)


def test_what_is_valid_for_good_has_no_last_day():
    assert read_last_date("长期有效") is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2024-13-01", "no_such_day"),
        ("2023-02-29", "no_such_day"),
        ("去年五月", "no_date"),
        (2024.1, "month_as_number"),
        (2024.0, "no_date"),
        (3.0, "no_date"),
        ("1024-01-01", "no_such_day"),
    ],
)
def test_what_is_no_date_is_refused(cell, code):
    with pytest.raises(Unfit) as refused:
        read_date(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("三级", 4),
        ("高级工", 4),
        (3.0, 4),
        ("3", 4),
        ("３", 4),
        ("三级/高级工", 4),
        ("高级工（三级）", 4),
        ("职业技能等级三级", 4),
        ("三级 高级工", 4),
        ("五级", 2),
        ("初级", 2),
        ("中级工", 3),
        ("4级", 3),
        ("技师", 5),
        ("二级／技师", 5),
        ("高级技师", 6),
        ("一级（高级技师）", 6),
        ("学徒工", 1),
        ("特级技师", 7),
        ("首席技师", 8),
    ],
)
def test_a_level_is_read_in_every_form(cell, level):
    assert read_level(cell) == Decimal(level)


@pytest.mark.parametrize(("cell", "code"), [("三级/中级工", "two_levels"), ("六级", "no_level"), ("省级", "no_level")])
def test_a_level_that_contradicts_itself_or_is_none_is_refused(cell, code):
    with pytest.raises(Unfit) as refused:
        read_level(cell)
    assert refused.value.code == code


def test_an_identity_number_that_excel_turned_into_a_number_is_refused_with_the_remedy():
    for cell in (3.40899199001010e17, "3.40899E+17"):
        with pytest.raises(Unfit) as refused:
            read_identifier(cell)
        assert refused.value.code == "figures_lost"
        assert "文本" in refused.value.expected.zh


def test_a_short_number_and_a_text_with_its_apostrophe_are_read_as_identifiers():
    assert [read_identifier(cell) for cell in (2025001.0, "'340899", "Ａ０１ ")] == ["2025001", "340899", "A01"]


def test_figures_are_read_with_units_width_and_separators():
    hours = number(units=("学时",))
    assert [hours(cell) for cell in (48.0, "４８学时", "1,200", "36 学时", 0.1 + 0.2)] == [
        Decimal(48),
        Decimal(48),
        Decimal(1200),
        Decimal(36),
        Decimal("0.3"),
    ]


@pytest.mark.parametrize(
    ("cell", "code"),
    [(-1.0, "negative"), ("abc", "no_number"), (101.0, "too_large"), (5.333333, "too_fine"), ("NaN", "no_number")],
)
def test_figures_out_of_bounds_are_refused(cell, code):
    with pytest.raises(Unfit) as refused:
        number(most=100)(cell)
    assert refused.value.code == code


def test_whole_numbers_ranks_and_shares():
    assert whole(units=("个月",))("12个月") == 12
    assert [read_rank(cell) for cell in (3.0, "第3名", "第三名", "亚军")] == [3, 3, 3, 2]
    assert [read_share(cell) for cell in (0.4, "40%", "４０％", 1.0)] == [
        Decimal("0.4"),
        Decimal("0.4"),
        Decimal("0.4"),
        1,
    ]


def test_fixed_words_are_known_by_their_synonyms_and_the_others_are_told():
    assert [choice(TIER_WORDS)(cell) for cell in ("国赛", "省", "地市级", "区县级", "厂级")] == [5, 4, 3, 2, 1]
    assert [choice(PRIZE_WORDS)(cell).value for cell in ("金奖", "二等", "铜奖")] == ["first", "second", "third"]
    assert [choice(YES_NO_WORDS)(cell) for cell in ("√", "否", 1.0, "Y")] == [True, False, True, True]
    with pytest.raises(Unfit) as refused:
        choice(PRIZE_WORDS)("特等奖")
    assert refused.value.expected.zh == "应为：一等奖、二等奖、三等奖、优秀奖"


def test_an_occupation_is_known_by_name_or_code_and_a_group_by_its_node():
    assert {read_occupation(cell) for cell in ("车工", "6-18-01-01", "车工（6-18-01-01）", "6-18-01-01 车工")} == {
        "6-18-01-01"
    }
    assert [read_occupation_group(cell) for cell in ("6-18-01-00", "6-18", "机械冷加工人员")] == [
        "6-18-01",
        "6-18",
        "6-18-01",
    ]


def test_an_unknown_occupation_is_refused_with_what_is_close():
    with pytest.raises(Unfit) as refused:
        read_occupation("装配钳")
    assert "装配钳工" in refused.value.expected.zh
    with pytest.raises(Unfit) as refused:
        read_occupation("铣工 6-18-01-01")
    assert refused.value.code == "occupation_contradicts"


def test_several_values_stand_in_one_cell():
    assert several(read_text)("安全生产、职业素养；安全生产") == ("安全生产", "职业素养")


def test_names_are_tidied_and_phones_checked():
    assert read_text(" 数控　技术(一)Ａ ") == "数控 技术（一）A"
    assert read_phone(13800001234.0) == "13800001234"
    with pytest.raises(Unfit):
        read_phone("123")


def test_blank_marks_mean_nothing_and_a_truth_value_is_not_a_one():
    assert read_column(["", " ", "/", "—", "无", None], read_text) == [None] * 6
    one, true = read_column([1.0, True], number())
    assert one == 1
    assert isinstance(true, Unfitting)
