"""A framework is brought in, again and again, and goes out as CASE and comes back the same."""

import json
from dataclasses import replace

import pytest

from niangjia.core.refusals import Refusal
from niangjia.creditbank.abilities.case import read_case, write_case
from niangjia.creditbank.abilities.frameworks import keep_framework
from niangjia.creditbank.abilities.models import Ability, AbilityLink, AbilitySource, Framework
from niangjia.creditbank.abilities.tests.firm import build_firm, content
from niangjia.creditbank.abilities.types import NewItem
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT

pytestmark = pytest.mark.django_db


def kept(firm, what, username="gonghui1", organisation=None):
    actor = firm.actor(username)
    with unit_of_work(actor):
        return keep_framework(what, organisation_id=organisation or firm.made.federation, actor=actor, at=AT)


def refused_with(firm, what, code, **asked):
    with pytest.raises(Refusal) as refused:
        kept(firm, what, **asked)
    assert refused.value.code == code
    with unit_of_work(firm.actor("gonghui1")):
        assert (Framework.objects.count(), Ability.objects.count()) == (1, 4)


def test_a_framework_brought_in_again_keeps_its_codes_and_retires_what_is_gone():
    firm = build_firm()
    items = [NewItem("M", "机械加工"), NewItem("M1", "车削轴类零件", "M"), NewItem("M4", "检验零件", "M")]
    sources = content(firm.made).sources[:1]
    key = kept(firm, content(firm.made, items=items, sources=sources, precedes=[], related=[]))
    assert key == firm.framework
    with unit_of_work(firm.actor("gonghui1")):
        rows = {row.code: row for row in Ability.objects.all()}
        assert rows["M1"].id == firm.abilities["M1"]
        assert rows["M1"].statement == "车削轴类零件"
        assert {code for code, row in rows.items() if row.retired_at} == {"M2", "M3"}
        assert (AbilityLink.objects.count(), AbilitySource.objects.count()) == (0, 1)


CIRCLE = [NewItem("M", "一", "M1"), NewItem("M1", "二", "M"), NewItem("M2", "三"), NewItem("M3", "四")]
FAULTY = (
    ({"items": []}, "framework_empty"),
    ({"items": [NewItem("M", "一"), NewItem("M", "二")]}, "code_twice"),
    ({"precedes": [("M1", "X9")]}, "code_unknown"),
    ({"items": CIRCLE}, "parents_in_circle"),
)


def test_a_framework_that_cannot_be_is_refused_whole():
    firm = build_firm()
    for changes, code in FAULTY:
        refused_with(firm, content(firm.made, **changes), code)
    refused_with(firm, content(firm.made, title="另一份"), "act_not_allowed", username="firm1")


def test_what_goes_out_as_case_comes_back_the_same():
    firm = build_firm()
    with unit_of_work(firm.actor("gonghui1")):
        framework = Framework.objects.get()
        package = write_case(framework)
    back = read_case(package)
    was = content(firm.made)
    assert [replace(item, identifier=None) for item in back.items] == list(was.items)
    assert (back.title, back.precedes, back.related) == (was.title, was.precedes, was.related)
    assert back.identifier == firm.framework
    with unit_of_work(firm.actor("gonghui1")):
        before = list(Ability.objects.order_by("code").values_list("id", "code"))
    assert kept(firm, replace(back, sources=was.sources)) == firm.framework
    with unit_of_work(firm.actor("gonghui1")):
        assert list(Ability.objects.order_by("code").values_list("id", "code")) == before


def test_the_identifiers_of_a_framework_are_not_taken_by_another():
    firm = build_firm()
    with unit_of_work(firm.actor("gonghui1")):
        package = read_case(write_case(Framework.objects.get()))
    refused_with(firm, replace(package, title="抄来的框架"), "identifier_elsewhere")


@pytest.mark.parametrize(
    "text",
    [
        b"{", b"[]", b'"CFDocument"', b"[" * 100_000, b'{"CFDocument": {}}',
        b'{"CFDocument": {"title": "x", "identifier": "no"}, "CFItems": []}',
        b'{"CFDocument": {"title": "x"}, "CFItems": [1]}',
        json.dumps({"CFDocument": {"title": "a\x00b"}, "CFItems": []}).encode(),
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_case_package_is_refused(text):
    with pytest.raises(Refusal) as refused:
        read_case(text)
    assert refused.value.code == "not_case"
