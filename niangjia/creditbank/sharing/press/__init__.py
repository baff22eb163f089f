"""Set papers in type: PDF to print, pictures of its pages for web views that can't show a PDF.

Typst runs in a process of its own with limits of time and memory, so that no paper can hold up a page. What is said is
handed over as JSON and set as text: no sign in it is ever read as markup.
"""

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

Sheet = Mapping[str, Any]
SETTER: Final = Path(__file__).with_name("setting.py")
FONTS: Final = ("400Regular", "700Bold")
FONT_FOLDER: Final = "@expo-google-fonts/noto-serif-sc"
SECONDS: Final = 20
NOT_SET: Final = Term(
    "这份文件没有排出来（内容太多，或机器太忙）。请稍后再试；还不行，请告诉管理员。",
    "This paper could not be set: it holds too much, or the machine is busy. Try again later, or tell your "
    "administrator.",
)


def pdf_of(sheets: Sequence[Sheet]) -> bytes:
    """Sheets, one after the other, as one PDF/A-2a (tagged, PDF/UA-1): the same bytes for the same sheets.

    Refuses ``paper_not_set``.
    """
    return b64decode(_set(sheets, "pdf")[0])


def pictures_of(sheets: Sequence[Sheet]) -> list[str]:
    """The pages as PNG in base64. Refuses ``paper_not_set``."""
    return _set(sheets, "png")


def _set(sheets: Sequence[Sheet], wanted: str) -> list[str]:
    fonts = [str(settings.LIBRARIES / FONT_FOLDER / each) for each in FONTS]
    job = json.dumps({"sheets": sheets, "format": wanted, "fonts": fonts}, ensure_ascii=False, sort_keys=True)
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", str(SETTER)], input=job.encode(), capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Refusal("paper_not_set", NOT_SET) from None  # what it complains of may quote the paper
    pages: list[str] = json.loads(done.stdout)
    return pages
