from datetime import date

import pytest

from niangjia.core.refusals import Refusal
from niangjia.kernel.people.names import name_grams, proper_name, wanted
from niangjia.kernel.people.numbers import masked, paper_number, phone_number
from niangjia.kernel.people.types import PaperType, Sex

TODAY = date(2026, 3, 2)


def test_an_identity_number_tells_birth_date_and_sex():
    number = "34052419800101001x"  # the example of GB 11643-1999
    assert paper_number(PaperType.IDENTITY_NUMBER, f" {number} ", TODAY) == (
        "34052419800101001X",
        date(1980, 1, 1),
        Sex.MALE,
    )


def test_a_wrong_check_character_is_refused_with_the_reason():
    with pytest.raises(Refusal) as refused:
        paper_number(PaperType.IDENTITY_NUMBER, "340524198001010011", TODAY)
    assert refused.value.code == "paper_number_wrong"
    assert refused.value.term.zh == "证件号码有误：校验码不对，请核对各位。请核对原件后重填。"


@pytest.mark.parametrize(
    ("paper", "text", "kept"),
    [
        (PaperType.PASSPORT, "e1234 5678", "E12345678"),
        (PaperType.HK_MO_PERMIT, "Ｈ12345678", "H12345678"),
        (PaperType.TW_PERMIT, "12345678", "12345678"),
        (PaperType.FOREIGN_RESIDENCE, "fra340099010101", "FRA340099010101"),
    ],
)
def test_other_papers_are_put_right(paper, text, kept):
    assert paper_number(paper, text, TODAY) == (kept, None, None)


@pytest.mark.parametrize(
    ("paper", "text"),
    [(PaperType.PASSPORT, "E12"), (PaperType.HK_MO_PERMIT, "X12345678"), (PaperType.TW_PERMIT, "123")],
)
def test_other_papers_with_a_wrong_shape_are_refused(paper, text):
    with pytest.raises(Refusal, match="paper_number_wrong"):
        paper_number(paper, text, TODAY)


def test_a_phone_is_kept_in_digits():
    assert [phone_number("+86 138-0556-1234"), phone_number("0556-5512345")] == ["13805561234", "05565512345"]
    with pytest.raises(Refusal, match="phone_number_wrong"):
        phone_number("12345")


def test_a_masked_number_shows_its_ends():
    assert masked("34052419800101001X") == "340***********001X"
    assert masked("13805561234") == "138****1234"
    assert masked("E1234567") == "E*****67"


def test_the_dot_in_a_name_is_kept_in_one_form():
    assert proper_name(" 阿依古丽•买买提 ", 100) == proper_name("阿依古丽‧买买提", 100) == "阿依古丽·买买提"


def test_a_home_made_character_is_refused_and_named():
    with pytest.raises(Refusal) as refused:
        proper_name("张\ue000", 100)
    assert "“\ue000”是本机造字" in refused.value.term.zh


@pytest.mark.parametrize("text", ["", "   ", "张\u200b明", "张\x00明", "长" * 101])
def test_a_name_that_cannot_be_read_is_refused(text):
    with pytest.raises(Refusal):
        proper_name(text, 100)


def test_a_surname_of_several_readings_is_found_by_each():
    sounds = {gram for kind, gram in name_grams("单雄文") if kind == "sound"}
    assert {"shanxiongwen", "danxiongwen", "sxw", "dxw"} <= sounds


def test_what_is_typed_says_what_is_looked_for():
    assert wanted("欧阳静").pieces == ("欧阳", "阳静")
    assert wanted("Ou Yang").sound == "ouyang"
    assert wanted("0012").tail is not None
    assert wanted("  ").pieces == ()
