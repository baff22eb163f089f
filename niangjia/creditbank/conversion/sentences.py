"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "grain_positive": Term("认定结果没有计量单位，无法保存。", "A decision without a grain cannot be kept."),
    "decision_line_once": Term(
        "同一成果按同一规则行两次用于同一课程。请重新申请。",
        "One outcome is used twice for one course by one row. Claim again.",
    ),
    "line_amount_positive": Term("用于课程的学分要大于 0。", "What an outcome gives to a course is more than 0."),
    "correction_says_why": Term("更正成绩要写新的成绩和理由。", "A correction needs the right mark and a reason."),
    "course_once_a_decision": Term(
        "同一课程在一份申请里出现了两次。请重新申请。", "One course stands twice in a claim. Claim again."
    ),
    "spend_once_a_decision": Term(
        "同一成果在一份申请里扣减了两次。请重新申请。", "One outcome is spent twice in a claim. Claim again."
    ),
}
