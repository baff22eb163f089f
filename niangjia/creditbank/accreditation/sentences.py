"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "accreditation_one_at_a_time": Term(
        "这家机构在这段时间已有一项授权。请先结束它，或改起止日期。",
        "The body holds an accreditation in that period already. End that first, or change the dates.",
    ),
    "accreditation_ends_after_start": Term("授权的到期日早于起始日。", "The accreditation would end before it began."),
    "scope_ends_after_start": Term("范围的终止日早于起始日。", "The scope would end before it began."),
    "scope_levels_in_order": Term(
        "等级要从低到高，在学徒工（1）到首席技师（8）之间，起止都要填。",
        "Levels go from low to high, between 1 (apprentice) and 8 (chief technician); give both.",
    ),
    "scope_occupation_shape": Term(
        "职业要写大典的编码，例如 6-18 或 6-18-01-01。",
        "An occupation is a code of the classification, such as 6-18 or 6-18-01-01.",
    ),
    "suspension_one_at_a_time": Term("这家机构已在暂停中。", "The body is suspended already."),
    "suspension_ends_after_start": Term("恢复日早于暂停日。", "The suspension would be lifted before it began."),
    "suspension_has_a_reason": Term("暂停要写明理由。", "A suspension needs a reason."),
    "evaluator_ends_after_start": Term("移出日早于入库日。", "The expert would leave before joining."),
    "evaluator_has_a_field": Term(
        "专家要有姓名、单位和至少一个专业领域。", "An expert needs a name, an employer and at least one field."
    ),
    "evaluation_says_something": Term("评估要写明发现了什么。", "An evaluation says what was found."),
}
