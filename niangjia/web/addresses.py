"""What people put into addresses and forms, read with care."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

REASON_SIGNS: Final = 500  # the forms say 500 too; one screen of a phone, and what fits into a form's box
REASON_TOO_LONG: Final = Term(
    "理由有 {length} 个字，最多 {most} 个字。请写短些再提交。",
    "The reason has {length} characters, at most {most} are kept. Shorten it; nothing was changed.",
)


def key_of(text: str | None) -> UUID | None:
    """A key, or nothing where the text is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def reason_of(request: HttpRequest) -> str:
    """The reason that was written into a form, without blanks around it. Refuses ``reason_too_long``."""
    reason = request.POST.get("reason", "").strip()
    if len(reason) > REASON_SIGNS:
        raise Refusal("reason_too_long", REASON_TOO_LONG.format(length=len(reason), most=REASON_SIGNS))
    return reason
