"""What this app's constraints say to a person, and why a replay came to no end."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "replay_compares_two_books": Term(
        "试算新规则要有两份规则书：新的和现行的。", "A replay needs two rule books: the new one and the one in force."
    ),
    "difference_is_one": Term("前后学分相同，不算变化。", "Equal credits before and after are no difference."),
}

BROKE_OFF_CODE: Final = "batch_broke_off"
BROKE_OFF: Final = Term(
    "计算中断了，已算好的都保留着。再运行一次，就从断开的地方接着算。",
    "The computation broke off. What is done is kept: run it again and it goes on from there.",
)
CHANGED_CODE: Final = "draft_changed"
DRAFT_CHANGED: Final = Term(
    "试算途中草稿改过了，没有算完。请按现在的草稿再试算一次。",
    "The draft was changed meanwhile, so the replay came to no end. Replay the draft as it stands now.",
)
FAILURES: Final = {BROKE_OFF_CODE: BROKE_OFF, CHANGED_CODE: DRAFT_CHANGED}
