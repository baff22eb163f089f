"""Whether a number is one: a citizen's identity number (GB 11643-1999), a unified social credit code (GB 32100-2015).

Only shape, date and check character are asked, never a list of districts: abolished and new ones both occur.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from niangjia.core.terms import Term


class Result(StrEnum):
    """What the check of a number came to."""

    VALID = "valid"
    WRONG_LENGTH = "wrong_length"
    WRONG_SHAPE = "wrong_shape"
    CHARACTER_NOT_ALLOWED = "character_not_allowed"
    NO_SUCH_DATE = "no_such_date"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    WRONG_CHECK_CHARACTER = "wrong_check_character"

    @property
    def term(self) -> Term:
        """The result as a person reads it."""
        return _TERMS[self]


class Sex(StrEnum):
    """Sex as the seventeenth digit tells it."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """An identity number as checked. ``text`` is normalised; date and sex stand only where it is valid."""

    text: str
    result: Result
    born_on: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A unified social credit code as checked. ``text`` is normalised."""

    text: str
    result: Result


_LENGTH: Final = 18
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TERMS: Final = {
    Result.VALID: Term("有效", "valid"),
    Result.WRONG_LENGTH: Term("长度不是 18 位", "it does not have 18 characters"),
    Result.WRONG_SHAPE: Term("前 17 位应为数字，末位为数字或 X", "17 digits and then a digit or X are expected"),
    Result.CHARACTER_NOT_ALLOWED: Term(
        "含有不允许的字符（只用数字和除 I、O、S、V、Z 外的大写字母）",
        "it has a character that is not allowed (digits and capitals except I, O, S, V, Z)",
    ),
    Result.NO_SUCH_DATE: Term("出生日期不存在", "there is no such date of birth"),
    Result.BIRTH_DATE_IN_FUTURE: Term("出生日期晚于今天", "the date of birth is in the future"),
    Result.WRONG_CHECK_CHARACTER: Term(
        "校验码不对，请核对各位", "the check character is wrong; compare every character"
    ),
}


def identity_number(text: str, today: date) -> IdentityNumber:
    """Check a citizen's identity number; full-width and small letters, and spaces around it, are put right."""
    number = _normal(text)
    if len(number) != _LENGTH:
        return IdentityNumber(number, Result.WRONG_LENGTH)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return IdentityNumber(number, Result.WRONG_SHAPE)
    born_on = _birth_date(number)
    if born_on is None or born_on > today:
        result = Result.NO_SUCH_DATE if born_on is None else Result.BIRTH_DATE_IN_FUTURE
        return IdentityNumber(number, result)
    if identity_check_character(number[:17]) != number[17]:
        return IdentityNumber(number, Result.WRONG_CHECK_CHARACTER)
    return IdentityNumber(number, Result.VALID, born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def identity_check_character(digits: str) -> str:
    """The last character for the first seventeen digits (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def credit_code(text: str) -> CreditCode:
    """Check a unified social credit code; full-width and small letters, and spaces around it, are put right."""
    code = _normal(text)
    if len(code) != _LENGTH:
        return CreditCode(code, Result.WRONG_LENGTH)
    if not set(code) <= set(_CODE_CHARACTERS):
        return CreditCode(code, Result.CHARACTER_NOT_ALLOWED)
    if credit_check_character(code[:17]) != code[17]:
        return CreditCode(code, Result.WRONG_CHECK_CHARACTER)
    return CreditCode(code, Result.VALID)


def credit_check_character(code: str) -> str:
    """The last character for the first seventeen: 31 less the weighted sum modulo 31."""
    weighted = zip(code, _CODE_WEIGHTS, strict=True)
    return _CODE_CHARACTERS[-sum(_CODE_CHARACTERS.index(each) * weight for each, weight in weighted) % 31]


def _normal(text: str) -> str:
    return text.translate(_FULL_WIDTH).strip().upper()


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
