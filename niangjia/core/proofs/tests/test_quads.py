"""N-Quads are read as written by others and written in one way only."""

import pytest

from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.quads import literal, read_quads, write_quads


def rewritten(text: str) -> str:
    return write_quads(read_quads(text))


@pytest.mark.parametrize(
    ("read", "written"),
    [
        ('<urn:s> <urn:p> "a\\u00e9\\t" .', '<urn:s> <urn:p> "aé\\t" .\n'),
        ('<urn:s><urn:p>"a"^^<http://www.w3.org/2001/XMLSchema#string>.', '<urn:s> <urn:p> "a" .\n'),
        ('<urn:s> <urn:p> "a"@en-GB <urn:g> . # why', '<urn:s> <urn:p> "a"@en-GB <urn:g> .\n'),
        ('<urn:s> <urn:p> "\\u0000\\u007f\\\'" .', '<urn:s> <urn:p> "\\u0000\\u007F\'" .\n'),
        ("<urn:\\u0065> <urn:p> _:b.1 .\r\n\r\n# nothing", "<urn:e> <urn:p> _:b.1 .\n"),
    ],
)
def test_a_quad_is_written_in_canonical_form(read: str, written: str) -> None:
    assert rewritten(read) == written


def test_a_quad_that_stands_twice_is_one() -> None:
    assert rewritten("<urn:s> <urn:p> <urn:o> .\n<urn:s>  <urn:p>  <urn:o>.\n") == "<urn:s> <urn:p> <urn:o> .\n"


def test_a_line_is_not_ended_by_other_separators_than_line_feeds() -> None:
    assert rewritten('<urn:s> <urn:p> "a\u2028b" .\n') == '<urn:s> <urn:p> "a\u2028b" .\n'


@pytest.mark.parametrize(
    "text",
    [
        "<urn:s> <urn:p> .",
        "<urn:s> _:p <urn:o> .",
        '"s" <urn:p> <urn:o> .',
        "<urn:s> <urn:p> <urn:o>",
        "<urn:s> <urn:p> <relative> .",
        "<urn:s> <urn:p> <urn:\\u0020> .",
        '<urn:s> <urn:p> "\\uD800" .',
        '<urn:s> <urn:p> "\\U00110000" .',
        '<urn:s> <urn:p> "a"b" .',
    ],
)
def test_what_is_no_quad_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_quads(text)


def test_a_text_becomes_a_literal_that_is_read_as_the_same_text() -> None:
    text = 'a"\\\n\t娘家\x7f'
    line = f"<urn:s> <urn:p> {literal(text)} .\n"
    assert rewritten(line) == line
