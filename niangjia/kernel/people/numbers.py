"""Numbers of papers and telephones: put right, checked, masked."""

import re
from datetime import date
from typing import Final

from niangjia.core.identity import Result, Sex, identity_number
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.people.types import PaperType

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHAPES: Final = {
    PaperType.PASSPORT: (
        r"[A-Z0-9]{5,15}",
        Term("护照号码应为 5 到 15 位字母或数字", "a passport number has 5 to 15 letters or digits"),
    ),
    PaperType.HK_MO_PERMIT: (
        r"[HM]([0-9]{8}|[0-9]{10})",
        Term("港澳通行证号应为 H 或 M 加 8 位或 10 位数字", "H or M and then 8 or 10 digits are expected"),
    ),
    PaperType.TW_PERMIT: (
        r"[0-9]{8}|[0-9]{10}",
        Term("台胞证号应为 8 位或 10 位数字", "8 or 10 digits are expected"),
    ),
    PaperType.FOREIGN_RESIDENCE: (
        r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
        Term(
            "外国人永久居留证号应为 3 个字母加 12 位数字，或 9 开头的 18 位号码",
            "three letters and 12 digits, or 18 characters that begin with 9, are expected",
        ),
    ),
}
_WRONG_PAPER: Final = Term(
    "证件号码有误：{why}。请核对原件后重填。", "The number is wrong: {why}. Compare it with the paper."
)
_WRONG_PHONE: Final = Term(
    "电话号码有误：应为 11 位手机号，或带区号的固定电话。请核对后重填。",
    "The telephone number is wrong: a mobile number of 11 digits or a number with its area code is expected.",
)


def paper_number(paper: PaperType, text: str, on: date) -> tuple[str, date | None, Sex | None]:
    """The number put right, and the birth date and sex that it tells. Refuses ``paper_number_wrong``."""
    if paper == PaperType.IDENTITY_NUMBER:
        checked = identity_number(text, on)
        if checked.result != Result.VALID:
            raise Refusal("paper_number_wrong", _WRONG_PAPER.format(why=checked.result.term))
        return checked.text, checked.born_on, checked.sex
    shape, expected = _SHAPES[paper]
    number = re.sub(r"[\s\-()]", "", text.translate(_FULL_WIDTH)).upper()
    if not re.fullmatch(shape, number):
        raise Refusal("paper_number_wrong", _WRONG_PAPER.format(why=expected))
    return number, None, None


def phone_number(text: str) -> str:
    """The number in digits, without country code and separators. Refuses ``phone_number_wrong``."""
    number = re.sub(r"[\s\-()]", "", text.translate(_FULL_WIDTH)).removeprefix("+86").removeprefix("0086")
    if not re.fullmatch(r"1[3-9][0-9]{9}|0[0-9]{9,11}", number):
        raise Refusal("phone_number_wrong", _WRONG_PHONE)
    return number


def masked(number: str) -> str:
    """A number as a list shows it: three characters, stars, the last four; less of a short one."""
    shown = 4 if len(number) >= 11 else 2  # noqa: PLR2004 - a mobile number has 11 digits
    head = 3 if len(number) >= 11 else 1  # noqa: PLR2004 - the same
    return number[:head] + "*" * (len(number) - head - shown) + number[-shown:]
