import stat
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from niangjia.core.facts import FactKind, FactType, register
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.records.blobs import BlobDamagedError, read_blob, store_blob
from niangjia.kernel.records.facts import column_of
from niangjia.kernel.records.operations import record_facts
from niangjia.kernel.records.queries import fact_on
from niangjia.kernel.records.types import Column, NewFact
from tests.worlds import AT

SHIFT = FactType(
    "test_shift",
    FactKind.CODE,
    Term("班次", "shift"),
    "test",
    values=(("day", Term("白班", "day")), ("night", Term("夜班", "night"))),
)
CHILDREN = FactType("test_children", FactKind.INTEGER, Term("子女数", "children"), "test")
JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


@pytest.fixture(autouse=True)
def catalogue():
    register(SHIFT, CHILDREN)


def test_a_fact_holds_from_its_day_until_the_next_one(world):
    clerk, worker = world.actor("county clerk"), world.workers[0].id
    with unit_of_work(clerk):
        for value, since in (("day", JANUARY), ("night", MARCH)):
            record_facts([NewFact(worker, "test_shift", value, since, "排班表")], actor=clerk, at=AT)
        days = (date(2025, 12, 31), JANUARY, date(2026, 2, 28), MARCH)
        assert [fact_on(worker, "test_shift", on=day) for day in days] == [None, "day", "day", "night"]


def test_a_fact_keeps_its_type(world):
    clerk, worker = world.actor("county clerk"), world.workers[0].id
    with unit_of_work(clerk):
        record_facts([NewFact(worker, "test_children", 0, JANUARY, "登记表")], actor=clerk, at=AT)
        assert fact_on(worker, "test_children", on=MARCH) == 0


def test_organisations_have_facts_too(world):
    clerk, firm = world.actor("county clerk"), world.enterprises[0]
    with unit_of_work(clerk):
        record_facts([NewFact(firm, "test_children", 12, JANUARY, "托管班登记")], actor=clerk, at=AT)
        assert fact_on(firm, "test_children", on=MARCH) == 12


def test_facts_of_a_stranger_are_not_seen(world):
    clerk, worker = world.actor("county clerk"), world.workers[0].id
    with unit_of_work(clerk):
        record_facts([NewFact(worker, "test_shift", "day", JANUARY, "排班表")], actor=clerk, at=AT)
    with unit_of_work(world.actor("other town clerk"), today=MARCH):
        assert fact_on(worker, "test_shift", on=MARCH) is None


def test_a_fact_before_one_on_record_is_refused_in_words(world):
    clerk, worker = world.actor("county clerk"), world.workers[0].id
    late, early = (NewFact(worker, "test_shift", "day", since, "排班表") for since in (MARCH, JANUARY))
    with pytest.raises(Refusal, match="fact_one_value_at_a_time"), unit_of_work(clerk):
        record_facts([late, early], actor=clerk, at=AT)


@pytest.mark.parametrize(
    ("fact", "value", "error"),
    [
        (CHILDREN, "2", TypeError),
        (CHILDREN, True, TypeError),
        (CHILDREN, Decimal(2), TypeError),
        (SHIFT, "evening", ValueError),
        (FactType("when", FactKind.DATE, Term("日", "day"), "test"), datetime(2026, 1, 1, tzinfo=UTC), TypeError),
        (FactType("all", FactKind.COLLECTION, Term("全部", "all"), "test"), "x", TypeError),
    ],
)
def test_a_value_of_another_type_is_an_error(fact, value, error):
    with pytest.raises(error):
        column_of(fact, value)


def test_each_type_has_its_column():
    key = uuid4()
    values = {
        FactKind.BOOLEAN: (True, Column.BOOLEAN),
        FactKind.INTEGER: (3, Column.INTEGER),
        FactKind.DECIMAL: (Decimal("1.5"), Column.DECIMAL),
        FactKind.TEXT: ("文", Column.TEXT),
        FactKind.DATE: (JANUARY, Column.DATE),
        FactKind.KEY: (key, Column.KEY),
    }
    for kind, (value, column) in values.items():
        assert column_of(FactType(f"x_{kind}", kind, Term("事", "fact"), "test"), value) == column


def test_a_content_is_kept_once_and_closed_to_others():
    first, second = store_blob("回执".encode()), store_blob("回执".encode())
    assert first == second
    assert read_blob(first) == "回执".encode()
    path = Path(settings.NIANGJIA_DATA) / "blobs" / first[:2] / first[2:4] / first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == [first]


def test_a_content_that_was_changed_on_disk_is_not_given_out():
    key = store_blob(b"original")
    path = Path(settings.NIANGJIA_DATA) / "blobs" / key[:2] / key[2:4] / key
    path.write_bytes(b"forged")
    with pytest.raises(BlobDamagedError):
        read_blob(key)


def test_a_path_is_no_hash():
    with pytest.raises(ValueError, match="no SHA-256"):
        read_blob("../../keys/master-0001.key")
