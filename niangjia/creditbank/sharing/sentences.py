"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

_NOTHING: Final = Term(
    "还没有选要给看的内容。请至少选一项。", "Nothing is chosen to be seen. Choose at least one part."
)
_TWICE: Final = Term(
    "这个链接已经做好了，没有再做一个。要新的请从头再来。",
    "This link was made already; no second one was made. Start again for a new one.",
)

SENTENCES: Final = {
    "sharing_sharelink_pkey": _TWICE,
    "share_link_expires_later": Term("链接的到期时间要晚于现在。", "A link must expire later than it is made."),
    "share_link_opens_once": Term("链接至少要能打开一次。", "A link must open at least once."),
    "share_link_says_for_what": Term("请写明给谁看、做什么用。", "Say for whom and for what the link is."),
    "share_link_keeps_a_hash": Term("链接的密钥只存摘要。", "Of a link's secret only its hash is kept."),
    "share_link_shows_something": _NOTHING,
    "ask_one_at_a_time": Term(
        "您单位对这位职工的上一次请求还没有到期。请等她答复，或到期后再发。",
        "Your organisation's last request to this worker has not lapsed. Wait for her answer, or until it lapses.",
    ),
    "ask_ends_after_start": Term("请求的失效日早于发出日。", "The request would lapse before it is sent."),
    "ask_says_for_what": Term("请写明查看的用途，本人会看到这句话。", "Say what it is for; the worker will read it."),
    "ask_looks_ahead": Term(
        "查看的截止日已经过去。请改晚一些。", "The last day asked for is past. Choose a later one."
    ),
    "ask_asks_for_something": _NOTHING,
    "sharing_answer_pkey": Term("您已经答复过这条请求。", "You have answered this request already."),
    "grant_shows_something": _NOTHING,
    "grant_has_an_end": Term("同意查看要有截止日。", "A grant needs a last day."),
    "opening_by_link_or_ask": Term(
        "一次查看要么凭链接，要么凭本人的同意。", "What is looked at is shared by a link or by a grant."
    ),
    "paper_code_shape": Term("核验码是 16 位字母和数字。", "A verification code has 16 letters and digits."),
    "paper_in_a_language": Term("成绩单有中文和英文两种。", "Papers are in Chinese or English."),
}
