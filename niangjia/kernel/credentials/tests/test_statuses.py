"""Status lists: a place of its own at random, and bits that say what holds now."""

import gzip
from base64 import urlsafe_b64decode

import pytest
from django.db import DatabaseError, connection

from niangjia.core.audit.types import SYSTEM
from niangjia.core.ids import new_id
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.bitstrings import encoded_list
from niangjia.kernel.credentials.models import StatusEntry, StatusList
from niangjia.kernel.credentials.operations import allot_statuses, renew_statuses, set_status, statuses
from niangjia.kernel.credentials.queries import places_of, status_bits, status_of, statuses_at
from niangjia.kernel.credentials.tests.acts import AT
from niangjia.kernel.credentials.types import LIST_LENGTH, Purpose, Status

pytestmark = pytest.mark.django_db


def allotted(count):
    records = [new_id() for _ in range(count)]
    with unit_of_work(SYSTEM):
        allot_statuses(records, at=AT)
    return records


def bit(record, purpose):
    """As a verifier reads it: from the text of the list."""
    place = places_of([record])[record]
    text = encoded_list(status_bits(place.list_id, purpose))
    bits = gzip.decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    assert len(bits) * 8 == LIST_LENGTH
    return bits[place.index // 8] >> (7 - place.index % 8) & 1


def test_each_record_has_a_place_of_its_own_and_keeps_it():
    records = allotted(200)
    places = places_of(records)
    assert len({(place.list_id, place.index) for place in places.values()}) == 200
    with unit_of_work(SYSTEM):
        allot_statuses(records[:3], at=AT)
    assert places_of(records) == places


def test_places_do_not_follow_the_order_in_which_they_were_allotted():
    records = allotted(50)
    places = places_of(records)
    indices = [places[record].index for record in records]
    assert indices != sorted(indices)


def test_a_list_that_is_half_full_is_left_for_a_new_one(monkeypatch):
    monkeypatch.setattr(statuses, "LIST_LENGTH", 8)
    monkeypatch.setattr(statuses, "_HALF", 4)
    records = allotted(40)
    assert len(places_of(records)) == 40
    assert StatusList.objects.count() >= 5


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_status_shows_in_its_own_list_and_in_no_other(purpose):
    one, other = allotted(2)
    with unit_of_work(SYSTEM):
        set_status([one], purpose, holds=True, at=AT)
    assert {each: bit(one, each) for each in Purpose} == {each: int(each is purpose) for each in Purpose}
    assert [bit(other, each) for each in Purpose] == [0, 0, 0]


def test_what_was_spent_can_be_given_back_and_what_was_suspended_taken_up_again():
    (one,) = allotted(1)
    for purpose in (Purpose.SPENT, Purpose.SUSPENSION):
        with unit_of_work(SYSTEM):
            set_status([one], purpose, holds=True, at=AT)
            set_status([one], purpose, holds=False, at=AT)
        assert bit(one, purpose) == 0


def test_a_revocation_is_final():
    (one,) = allotted(1)
    with unit_of_work(SYSTEM):
        set_status([one], Purpose.REVOCATION, holds=True, at=AT)
    with pytest.raises(DatabaseError), unit_of_work(SYSTEM):
        set_status([one], Purpose.REVOCATION, holds=False, at=AT)
    assert status_of(one).revoked_at == AT


def test_certified_again_a_record_gets_a_new_place_and_the_revoked_one_stays_revoked():
    (one,) = allotted(1)
    old = places_of([one])[one]
    with unit_of_work(SYSTEM):
        set_status([one], Purpose.REVOCATION, holds=True, at=AT)
        renew_statuses([one], at=AT)
        allot_statuses([one], at=AT)
    new = places_of([one])[one]
    assert new.id != old.id
    assert status_of(one) == Status()
    assert statuses_at([old.id])[old.id].revoked_at == AT
    assert status_bits(old.list_id, Purpose.REVOCATION)[old.index // 8] >> (7 - old.index % 8) & 1 == 1


def test_what_is_not_revoked_is_not_replaced():
    (one,) = allotted(1)
    place = places_of([one])[one]
    with unit_of_work(SYSTEM):
        renew_statuses([one], at=AT)
    assert places_of([one])[one] == place


def test_a_record_without_a_credential_is_noted_for_the_one_that_comes_later():
    record = new_id()
    with unit_of_work(SYSTEM):
        set_status([record], Purpose.SPENT, holds=True, at=AT)
        allot_statuses([record], at=AT)
    assert bit(record, Purpose.SPENT) == 1


def test_bits_are_read_by_the_index_of_what_is_set():
    (one,) = allotted(1)
    place = places_of([one])[one]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = StatusEntry.objects.filter(list_id=place.list_id, spent_at__isnull=False).values_list("index")
        sql, given = rows.query.sql_with_params()
        cursor.execute("EXPLAIN " + sql, given)
        assert "status_spent" in "\n".join(line for (line,) in cursor.fetchall())
