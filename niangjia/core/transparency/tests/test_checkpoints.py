"""The head of a log is believed only as its own key has signed it."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from niangjia.core.transparency.checkpoints import (
    Checkpoint,
    UntrustedHeadError,
    key_hash,
    open_checkpoint,
    open_note,
    sign_checkpoint,
    sign_note,
    verifier_key,
)

ORIGIN = "log.example/bank"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
HEAD = Checkpoint(ORIGIN, 1024, bytes(range(32)))
# the example of the specification of signed notes
PUBLISHED = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
PUBLISHED_KEY = Ed25519PublicKey.from_public_bytes(
    bytes.fromhex("e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4")
)


def opened(note: str) -> Checkpoint:
    return open_checkpoint(note, ORIGIN, KEY.public_key())


def test_the_published_note_is_opened_by_its_published_key() -> None:
    assert verifier_key("example.com/foo", PUBLISHED_KEY) == (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    )
    assert open_note(PUBLISHED, "example.com/foo", PUBLISHED_KEY) == "This is an example message.\n"


def test_a_head_is_three_lines_and_a_signature() -> None:
    lines = sign_checkpoint(HEAD, KEY).split("\n")
    assert lines[:4] == [ORIGIN, "1024", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert lines[5:] == [""]


def test_a_signed_head_is_read_again() -> None:
    assert opened(sign_checkpoint(HEAD, KEY)) == HEAD


def test_a_witness_may_sign_too() -> None:
    witness = sign_note(sign_checkpoint(HEAD, KEY).partition("\n\n")[0] + "\n", "witness.example", OTHER)
    assert opened(sign_checkpoint(HEAD, KEY) + witness.partition("\n\n")[2]) == HEAD


def test_lines_of_extensions_are_let_be() -> None:
    text = sign_checkpoint(HEAD, KEY).partition("\n\n")[0] + "\nsomething else\n"
    assert opened(sign_note(text, ORIGIN, KEY)) == HEAD


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        sign_checkpoint(HEAD, KEY).replace("1024", "1025"),
        sign_checkpoint(HEAD, OTHER),
        sign_checkpoint(Checkpoint("log.example/other", 1, bytes(32)), KEY),
        sign_checkpoint(HEAD, KEY).partition("\n\n")[0] + "\n\n",
        sign_checkpoint(HEAD, KEY).partition("\n\n")[0] + "\n\nsigned\n",
        sign_checkpoint(HEAD, KEY).removesuffix("\n"),
        sign_checkpoint(HEAD, KEY) + "x" * 70_000,
        sign_checkpoint(HEAD, KEY).replace("\n\n— ", "\n\n— a b\n— "),
        sign_note(f"{ORIGIN}\n01024\n{b64encode(bytes(32)).decode()}\n", ORIGIN, KEY),
        sign_note(f"{ORIGIN}\n1024\n{b64encode(bytes(31)).decode()}\n", ORIGIN, KEY),
        sign_note(f"{ORIGIN}\n1024\n", ORIGIN, KEY),
        sign_note(f"log.example/other\n1024\n{b64encode(bytes(32)).decode()}\n", ORIGIN, KEY),
    ],
)
def test_what_is_no_head_of_this_log_is_refused(note: str) -> None:
    with pytest.raises(UntrustedHeadError):
        opened(note)


def test_one_bad_signature_of_the_key_spoils_the_note() -> None:
    note = sign_checkpoint(HEAD, KEY)
    forged = b64encode(key_hash(ORIGIN, KEY.public_key()) + bytes(64)).decode()
    with pytest.raises(UntrustedHeadError):
        opened(f"{note}— {ORIGIN} {forged}\n")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_that_would_break_the_format_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a key"):
        sign_checkpoint(Checkpoint(name, 1, bytes(32)), KEY)


@pytest.mark.parametrize("text", ["", "no line feed", "tab\t\n"])
def test_a_text_that_would_break_the_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a note ends with a line feed"):
        sign_note(text, ORIGIN, KEY)
