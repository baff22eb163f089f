"""Numbers that are ones, and numbers that are not. All are made up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.core.identity import (
    Result,
    Sex,
    credit_check_character,
    credit_code,
    identity_check_character,
    identity_number,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("320922198803150028", "valid"),
        ("11010519491231002x", "valid"),
        (" ３２０９２２１９８８０３１５００２８　", "valid"),
        ("32092219880315002", "wrong_length"),
        ("320922880315002", "wrong_length"),
        ("", "wrong_length"),
        ("32O922198803150028", "wrong_shape"),
        ("3209221988031500²8", "wrong_shape"),
        ("320922198802300028", "no_such_date"),
        ("320922202611230028", "birth_date_in_future"),
        ("320922198803150029", "wrong_check_character"),
        ("320922189803150028", "wrong_check_character"),
    ],
)
def test_an_identity_number_is_checked_by_length_shape_date_and_check_character(text: str, result: str) -> None:
    found = identity_number(text, TODAY)
    assert found.result == result
    assert (found.born_on is None) == (result != "valid")


def test_an_identity_number_tells_birth_date_and_sex() -> None:
    found = identity_number("320922198803150028", TODAY)
    assert (found.born_on, found.sex) == (date(1988, 3, 15), Sex.FEMALE)
    assert (
        identity_number("32092219880315" + "001" + identity_check_character("32092219880315001"), TODAY).sex is Sex.MALE
    )


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_keeps_the_check_character(digits: str, place: int, change: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assert identity_check_character(digits) != identity_check_character(wrong)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("91350100M000100Y43", "valid"),
        ("91350100m000100y43", "valid"),
        ("91350100M000100Y44", "wrong_check_character"),
        ("91350100MO00100Y43", "character_not_allowed"),
        ("91350100M000100Y4", "wrong_length"),
    ],
)
def test_a_credit_code_is_checked_by_length_characters_and_check_character(text: str, result: str) -> None:
    assert credit_code(text).result == result


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.integers(0, 15))
def test_two_swapped_characters_never_keep_the_check_character(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (credit_check_character(code) == credit_check_character(swapped)) == (code == swapped)


def test_every_result_says_itself_in_both_languages() -> None:
    assert all(result.term.zh and result.term.en for result in Result)
