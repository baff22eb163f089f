"""Codes can't be guessed, and a slip of the hand is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from niangjia.creditbank.sharing.codes import (
    ALPHABET,
    RANDOM_SIGNS,
    grouped,
    masked_name,
    new_code,
    new_token,
    read_code,
    token_hash,
)


def test_a_code_holds_75_bits_and_a_token_192():
    assert len(ALPHABET) ** RANDOM_SIGNS == 2**75
    assert len(new_token()) * 6 == 192
    assert len({new_code() for _ in range(100)} | {new_token() for _ in range(100)}) == 200


def test_a_code_is_read_as_people_type_it():
    code = "7K2M9QXD41RTZW0"
    whole = next(code + check for check in ALPHABET if read_code(code + check))
    assert read_code(f" {grouped(whole).lower()} ") == whole
    assert read_code(whole.replace("0", "O").replace("1", "l")) == whole


@given(st.data())
def test_one_wrong_sign_or_two_swapped_are_noticed(data):
    code = new_code()
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert read_code(code[:place] + other + code[place + 1 :]) is None
    swapped = [*code]
    if place and swapped[place] != swapped[place - 1]:
        swapped[place - 1 : place + 1] = swapped[place], swapped[place - 1]
        assert read_code("".join(swapped)) is None


@pytest.mark.parametrize("text", ["", "abc", "7K2M-9QXD-41RT-ZW", "七" * 16, "U" * 16, "-" * 16, "7" * 17])
def test_what_is_no_code_is_none(text):
    assert read_code(text) is None


def test_a_token_is_kept_as_its_hash():
    assert len(token_hash(new_token())) == 32
    assert token_hash("a") != token_hash("b")


@pytest.mark.parametrize(
    ("name", "masked"), [("周晓岚", "周*岚"), ("林静", "林*"), ("阿依古丽·买买提", "阿*提"), ("罗", "罗*")]
)
def test_the_middle_of_a_name_is_hidden(name, masked):
    assert masked_name(name) == masked
