"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "credential_once_a_key": Term(
        "这份凭证刚刚已经签发。请刷新后再看。", "This credential has just been issued. Reload the page."
    ),
}
