"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "expert_once_on_the_roster": Term("这位专家已在名册里。", "This expert is on the roster already."),
    "expert_has_a_field": Term("请写专家的专业方向。", "Say what field the expert knows."),
    "panel_grain_positive": Term("评审没有计量单位，无法保存。", "A panel without a grain cannot be kept."),
    "panel_line_once": Term("同一成果按同一规则行两次用于同一课程。", "An outcome stands twice for one course."),
    "panel_line_positive": Term("用于课程的学分要大于 0。", "What an outcome gives to a course is more than 0."),
    "member_once_a_panel": Term("这位专家已在评审组里。", "This expert sits on the panel already."),
    "member_excused_for_a_reason": Term("回避要写明理由。", "Excusing a member needs a reason."),
    "vote_once_a_line": Term("您对这一项已经表决过。", "You have voted on this already."),
    "vote_has_a_reason": Term("表决要写明理由，职工会看到。", "A vote needs a reason; the worker will read it."),
    "panel_keeps_minutes": Term("评审要有记录。请写会议记录。", "A panel keeps minutes. Write them."),
}
