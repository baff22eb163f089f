"""Words, keys and days."""

from datetime import UTC, date, datetime

import pytest

from niangjia.core import clock, ids
from niangjia.core.terms import Term


def test_a_sentence_is_filled_in_both_languages() -> None:
    sentence = Term("缺{what}", "{what} is missing").format(what=Term("证书", "a certificate"))
    assert str(sentence) == "缺证书"
    assert sentence.in_language("en-gb") == "a certificate is missing"
    assert sentence.in_language("zh-hans") == "缺证书"


def test_keys_are_uuids_of_version_seven_and_sort_as_they_were_made() -> None:
    keys = [ids.new_id() for _ in range(5000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert {key.version for key in keys} == {7}
    assert {key.variant for key in keys} == {"specified in RFC 4122"}


def test_a_key_for_an_earlier_instant_sorts_before_a_later_one() -> None:
    earlier, later = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 5, 1, 0, 0, 1, tzinfo=UTC)
    assert ids.id_at(earlier) < ids.id_at(later) < ids.new_id()


def test_the_day_is_that_of_shanghai() -> None:
    assert clock.day_of(datetime(2025, 1, 1, 16, 0, tzinfo=UTC)) == date(2025, 1, 2)
    with pytest.raises(ValueError, match="time zone"):
        clock.day_of(datetime(2025, 1, 1))  # noqa: DTZ001 - the naive one is the point
