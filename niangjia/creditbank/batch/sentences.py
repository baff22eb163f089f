"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "replay_compares_two_books": Term(
        "试算新规则要有两份规则书：新的和现行的。", "A replay needs two rule books: the new one and the one in force."
    ),
    "difference_is_one": Term("前后学分相同，不算变化。", "Equal credits before and after are no difference."),
}
