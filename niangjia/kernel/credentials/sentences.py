"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "one_key_of_an_issuer_signs": Term(
        "别人刚刚更换了这家单位的签名密钥。请刷新后再看。",
        "Someone has just changed this issuer's signing key. Reload the page.",
    ),
    "key_retired_after_it_began": Term(
        "密钥不能在启用以前停用。请核对时间。", "A key cannot be retired before it began. Check the time."
    ),
    "revoked_key_signs_no_more": Term(
        "宣布失效的密钥要先停用。请先更换密钥。", "A revoked key must be retired first: change the key."
    ),
}
