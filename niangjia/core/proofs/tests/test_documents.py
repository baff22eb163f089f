"""Strangers' JSON is read under limits and written in one form."""

import pytest

from niangjia.core.proofs.documents import BYTES, canonical_json, listed, read_document
from niangjia.core.proofs.errors import UnreadableError


def test_a_document_is_read() -> None:
    assert read_document('{"name": "娘家", "credits": [1, 2.5, null]}'.encode()) == {
        "name": "娘家",
        "credits": [1, 2.5, None],
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 65 + b"]" * 65 + b"}",
        b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a": "' + b"x" * BYTES + b'"}',
    ],
)
def test_a_document_past_a_limit_or_with_two_meanings_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_document(content)


def test_json_has_one_canonical_form() -> None:
    # the order of names is that of UTF-16 (RFC 8785, 3.2.3): the smile before the Hebrew letter
    assert canonical_json({"\ufb33": 1.0, "\U0001f600": 1e21, "a": "\u20ac\n", "B": [True, None]}) == (
        '{"B":[true,null],"a":"€\\n","\U0001f600":1e+21,"\ufb33":1}'.encode()
    )


@pytest.mark.parametrize("value", [2**53, float("inf"), "\ud800", {"\ud800": 1}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError):
        canonical_json({"a": value})  # type: ignore[dict-item]


def test_one_thing_and_none_are_lists_too() -> None:
    assert (listed("a"), listed(["a"]), listed(None)) == (["a"], ["a"], [])
