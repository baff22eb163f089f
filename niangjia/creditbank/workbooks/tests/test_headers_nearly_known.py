"""A list whose headers are nearly ours: what is missing is named, and what is meant is read."""

from datetime import date
from decimal import Decimal

import pytest

from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.records import read_outcomes

ON = date(2026, 5, 8)
CERTIFICATE = "202501001,技能等级证书,车工,JN-1,2025-05-01,6-18-01-01"


def reading(header, *rows):
    return read_outcomes(SourceFile("导出.csv", "\n".join([header, *rows]).encode()), on=ON)


def test_header_that_is_not_known_is_told_as_the_column_that_is_missing():
    read = reading("学号,种别,名称,证书编号,取得日期,职业,等级", f"{CERTIFICATE},三级")
    told = {fault.code: fault for fault in read.faults}
    assert set(told) == {"column_missing", "unknown_header"}
    missing = told["column_missing"]
    assert "缺少“成果类型”列" in missing.expected.zh
    assert (missing.row, missing.stood) == (1, "学号、种别、名称、证书编号、取得日期、职业、等级")


def test_list_of_something_else_is_still_not_known():
    (fault,) = (each for each in reading("名称,数量,单位,库位", "螺栓,40,只,A3").faults if each.code != "sheet_missing")
    assert fault.code == "unknown_sheet"


def test_kind_may_be_headed_by_its_short_name():
    read = reading("学号,类别,名称,证书编号,取得日期,职业,等级", f"{CERTIFICATE},三级")
    assert (read.faults, len(read.outcomes)) == ((), 1)


@pytest.mark.parametrize(("word", "level"), [("高级工", 3), ("技师", 4), ("三级", 3)])
def test_level_under_the_header_of_tiers_is_read_as_a_level(word, level):
    read = reading("学号,成果类型,名称,证书编号,取得日期,职业,级别", f"{CERTIFICATE},{word}")
    assert read.faults == ()
    held = read.outcomes[0].held
    same = reading("学号,成果类型,名称,证书编号,取得日期,职业,等级", f"{CERTIFICATE},{word}").outcomes[0].held
    assert (held, held.tier) == (same, None)
    assert held.level == same.level >= Decimal(level)


def test_tier_stays_a_tier_and_what_is_neither_is_refused():
    header = "学号,成果类型,名称,取得日期,级别,奖项"
    read = reading(header, "202501001,竞赛获奖,数控大赛,2025-05-01,市级,一等奖")
    assert (read.faults, read.outcomes[0].held.level) == ((), None)
    (fault,) = reading(header, "202501001,竞赛获奖,数控大赛,2025-05-01,宇宙级,一等奖").faults
    assert (fault.code, "市级" in fault.expected.zh) == ("not_a_choice", True)


def test_two_levels_that_contradict_are_refused():
    read = reading("学号,成果类型,名称,证书编号,取得日期,职业,等级,级别", f"{CERTIFICATE},三级,技师")
    assert [fault.code for fault in read.faults] == ["two_levels"]
