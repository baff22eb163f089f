"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "notice_says_something": Term("通知要有内容和种类。", "A notice needs words and a kind."),
    "notice_read_after_told": Term("通知不能在发出以前已读。", "A notice is read after it was sent."),
}
