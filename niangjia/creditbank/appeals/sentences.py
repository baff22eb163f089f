"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "appeal_once_a_decision": Term(
        "这项决定您已经申诉过，一项决定只能申诉一次。请在“我的申诉”里看进展。",
        "You have appealed against this already, and once is all there is. See My appeals for how it stands.",
    ),
    "appeal_says_why": Term("申诉要写明理由。写好以后再提交。", "Write the grounds of the appeal, then file it."),
    "appeal_against_something": Term(
        "不知道申诉的是哪项决定，没有提交。请从成果或申请的页面进入。",
        "What is appealed against is not known, so nothing was filed. Start from the outcome or the claim.",
    ),
}
