"""A fact has one definition for the whole program."""

import pytest

from niangjia.core.facts import FactKind, FactType, fact_type, label, register
from niangjia.core.terms import Term

TEA = FactType("test_tea", FactKind.CODE, Term("茶", "tea"), "test", values=(("green", Term("绿茶", "green tea")),))


def test_a_fact_is_found_under_its_name() -> None:
    register(TEA)
    register(TEA)
    assert fact_type("test_tea") == TEA
    assert label("test_tea") == Term("茶", "tea")
    assert TEA.word("green").zh == "绿茶"
    assert label("test_coffee").zh == "test_coffee"


def test_a_second_definition_of_a_fact_is_refused() -> None:
    register(TEA)
    with pytest.raises(ValueError, match="test_tea"):
        register(FactType("test_tea", FactKind.TEXT, Term("茶", "tea"), "test"))
