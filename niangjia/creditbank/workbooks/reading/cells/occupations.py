"""Readers of occupations: by code or by name of the national classification."""

import csv
import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.workbooks.reading.faults import Cell, Unfit, quoted
from niangjia.creditbank.workbooks.reading.text import half_width

_CODE: Final = re.compile(r"\d-\d{2}(-\d{2}){0,2}")
_MARKS: Final = re.compile(r"[LS/]+$")  # L: green, S: digital occupation
_BRACKETS: Final = re.compile(r"[()\[\]\s,:]+")
_NOT_KNOWN: Final = Term(
    "应为国家职业分类大典（2022 年版）中的职业名称或编码，例如 车工 或 6-18-01-01{close}",
    "a name or code of the national classification of occupations (2022) is expected, as 车工 or 6-18-01-01{close}",
)
_CLOSE: Final = Term("；是否为：{names}？", "; is it {names}?")
_NOTHING: Final = Term("", "")
_SEVERAL: Final = Term(
    "有几个职业叫这个名称，请填编码：{codes}", "several occupations have this name, give the code: {codes}"
)
_CONTRADICTING: Final = Term("编码和名称不是同一个职业：{code} 是{name}", "code and name differ: {code} is {name}")


@cache
def classification() -> dict[str, str]:
    """Every code of the classification with its name, without the marks for green and digital occupations."""
    text = files("niangjia.kernel.people").joinpath("occupations.csv").read_text("utf-8")
    return {row["code"]: _MARKS.sub("", row["name"]) for row in csv.DictReader(text.splitlines())}


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, name in classification().items():
        found[name] = (*found.get(name, ()), code)
    return found


def read_occupation(cell: Cell) -> str:
    """The code of an occupation written as code, as name, or as both."""
    text = half_width(quoted(cell))
    found = _CODE.search(text)
    if found is None:
        return _code_of_name(_MARKS.sub("", text))
    code, name = found[0], _BRACKETS.sub("", text.replace(found[0], ""))
    known = classification().get(code)
    if known is None:
        raise Unfit("occupation_unknown", _NOT_KNOWN.format(close=_NOTHING))
    if name and _MARKS.sub("", name) != known:
        raise Unfit("occupation_contradicts", _CONTRADICTING.format(code=code, name=known))
    return code


def read_occupation_group(cell: Cell) -> str:
    """The node of an occupation or of a group of them, without the noughts at its end: 6-18-01-00 is 6-18-01."""
    text = half_width(quoted(cell))
    if _CODE.fullmatch(text):
        node = text
        while node.endswith("-00"):
            node = node.removesuffix("-00")
        if any(code == node or code.startswith(f"{node}-") for code in classification()):
            return node
        raise Unfit("occupation_unknown", _NOT_KNOWN.format(close=_NOTHING))
    node = read_occupation(cell)
    while node.endswith("-00"):
        node = node.removesuffix("-00")
    return node


def _code_of_name(name: str) -> str:
    codes = _codes_by_name().get(name, ())
    lowest = [code for code in codes if not code.endswith("-00")] or list(codes)
    if not lowest:
        close = get_close_matches(name, _codes_by_name(), n=3, cutoff=0.6)
        ending = _CLOSE.format(names="、".join(close)) if close else _NOTHING
        raise Unfit("occupation_unknown", _NOT_KNOWN.format(close=ending))
    if len(lowest) > 1:
        raise Unfit("occupation_ambiguous", _SEVERAL.format(codes="、".join(lowest)))
    return lowest[0]
