"""A bit of a status list is read as the standard numbers it, and never from a list that does not fit."""

import gzip
from base64 import urlsafe_b64encode

import pytest

from niangjia.core.proofs.documents import Document, Json
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.statuses import Entry, bit, entries
from niangjia.core.proofs.tests.badges import badge

ADDRESS = "https://bank.example/status/1"


def packed(bits: bytes) -> str:
    return "u" + urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()


def status_list(encoded: str, purpose: Json = "revocation") -> Document:
    return {"credentialSubject": {"type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": encoded}}


def test_bits_count_from_the_left() -> None:
    bits = bytearray(16384)
    bits[0], bits[11820] = 0b10000000, 0b00000001  # numbers 0 and 94567
    found = status_list(packed(bits))
    asked = (0, 1, 94566, 94567, 94568)
    assert [number for number in asked if bit(found, Entry("revocation", ADDRESS, number))] == [0, 94567]
    assert entries(badge()) == [Entry("revocation", ADDRESS, 94567)]


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (status_list(packed(bytes(16384)), "suspension"), 0),
        (status_list(packed(bytes(16384))), 131072),
        (status_list(packed(bytes(100))), 0),
        (status_list(packed(bytes((1 << 24) + 1))), 0),
        (status_list(packed(bytes(16384))[:-9]), 0),
        (status_list("x"), 0),
        (status_list("u***"), 0),
        ({"credentialSubject": None}, 0),
    ],
)
def test_a_list_that_does_not_fit_gives_no_bit(found: Document, index: int) -> None:
    with pytest.raises(UnreadableError):
        bit(found, Entry("revocation", ADDRESS, index))
