"""A credential is read from every form in which it is handed in, and from no picture that was made to mislead."""

from io import BytesIO
from zlib import crc32

import pytest
import segno

from niangjia.core.proofs.baking import PNG, bake_png, bake_svg, unbake_png, unbake_svg
from niangjia.core.proofs.documents import canonical_json
from niangjia.core.proofs.errors import UnreadableError
from niangjia.core.proofs.presented import Form, read_presented
from niangjia.core.proofs.tests.badges import badge
from niangjia.core.proofs.tests.credentials import BANK
from niangjia.core.proofs.tokens import sign_token

BADGE = canonical_json(badge()).decode()
TOKEN = sign_token(badge(), BANK)


def picture(kind: str) -> bytes:
    out = BytesIO()
    segno.make("https://bank.example").save(out, kind=kind)
    return out.getvalue()


@pytest.mark.parametrize("credential", [BADGE, TOKEN], ids=["json", "token"])
def test_a_baked_picture_gives_its_credential_back(credential: str) -> None:
    png = bake_png(picture("png"), credential)
    svg = bake_svg(picture("svg").decode(), credential).encode()
    assert unbake_png(png) == unbake_svg(svg) == credential
    assert read_presented(png).form is Form.PNG
    assert read_presented(svg).form is Form.SVG
    assert read_presented(png).document == read_presented(svg).document == badge()


def test_baking_again_replaces_the_credential() -> None:
    png = bake_png(bake_png(picture("png"), BADGE), TOKEN)
    assert png == bake_png(picture("png"), TOKEN)
    svg = bake_svg(picture("svg").decode(), BADGE)
    assert bake_svg(svg, TOKEN) == bake_svg(picture("svg").decode(), TOKEN)


def test_markup_in_a_credential_stays_text() -> None:
    tricky = BADGE.replace("焊工", "]]></openbadges:credential><x/>")
    svg = bake_svg(picture("svg").decode(), tricky).encode()
    assert read_presented(svg).document == read_presented(tricky.encode()).document


def test_a_pasted_text_is_read_as_json_or_as_a_token() -> None:
    assert read_presented(f"\ufeff {BADGE}\n".encode()).form is Form.JSON
    token = read_presented(f"{TOKEN}\n".encode())
    assert token.form is Form.TOKEN
    assert token.document == badge()
    enveloped = {"type": "EnvelopedVerifiableCredential", "id": f"data:application/vc+jwt,{TOKEN}"}
    assert read_presented(canonical_json(enveloped)).token == token.token


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + crc32(kind + content).to_bytes(4)


ITXT = b"openbadgecredential\0\0\0\0\0"
PLAIN = picture("png")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        PNG,
        PLAIN,
        PLAIN[:-3],
        PLAIN[:60] + b"\x00" + PLAIN[61:],
        PNG + b"\xff\xff\xff\xff",
        PLAIN + chunk(b"iTXt", ITXT + b"{}") + chunk(b"iTXt", ITXT + b"{}"),
        PLAIN + chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + b"x"),
        PLAIN + chunk(b"iTXt", ITXT + b"\xff"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><svg/></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>",
        b"<!DOCTYPE svg SYSTEM 'file:///etc/passwd'><svg xmlns='http://www.w3.org/2000/svg'></svg>",
        bake_svg(picture("svg").decode(), BADGE).replace("ob/v3p0", "ob/v2p0").encode(),
    ],
)
def test_what_holds_no_credential_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_presented(content)


@pytest.mark.parametrize(
    "svg",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<p/>",
        "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'> </svg>",
    ],
)
def test_a_credential_is_baked_into_a_real_picture_only(svg: str) -> None:
    with pytest.raises(UnreadableError):
        bake_svg(svg, BADGE)
