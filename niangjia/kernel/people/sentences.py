"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "person_has_name": Term("姓名不能为空。", "A person needs a name."),
    "paper_number_once": Term(
        "这个证件号码已登记在另一人名下。请先核对；确为同一人的，办理合并。",
        "This paper is registered for another person. Check it; if they are one person, merge them.",
    ),
    "phone_once_a_person": Term("此人已登记过这个电话号码。", "This person has this telephone number already."),
    "organisation_has_name": Term("组织名称不能为空。", "An organisation needs a name."),
    "organisation_credit_code_once": Term(
        "这个统一社会信用代码已登记。请先检索，避免重复登记。",
        "An organisation with this credit code is registered already. Search for it first.",
    ),
    "organisation_credit_code_shape": Term(
        "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。",
        "A credit code has 18 digits or capitals, without I, O, S, V and Z.",
    ),
    "organisation_division_code_shape": Term(
        "行政区划代码应为 6、9 或 12 位数字。", "A division code has 6, 9 or 12 digits."
    ),
    "edge_one_parent_at_a_time": Term(
        "该组织在这段时间已有上级（可能登记了将来的调整）。请先调整原有关系的起止日期。",
        "This organisation has a superior in that period already, perhaps from a later day on. Change that first.",
    ),
    "edge_ends_after_start": Term("上下级关系的终止日期早于起始日期。", "The place would end before it began."),
    "edge_not_to_itself": Term("组织不能是自己的上级。", "An organisation cannot stand under itself."),
    "edge_makes_no_circle": Term(
        "不能放到自己的下级之下：会形成循环。请选择别的上级。",
        "An organisation cannot be placed under one that stands under it. Choose another superior.",
    ),
    "affiliation_once_at_a_time": Term(
        "此人在这段时间已与该组织有同一种隶属关系。", "This person has this affiliation with the organisation already."
    ),
    "affiliation_ends_after_start": Term(
        "隶属关系的终止日期早于起始日期。", "The affiliation would end before it began."
    ),
    "occupation_once_at_a_time": Term(
        "此人在这段时间已登记这一职业。", "This person's occupation in that period is on record already."
    ),
    "occupation_ends_after_start": Term("从业的终止日期早于起始日期。", "The occupation would end before it began."),
    "alias_once_at_a_time": Term(
        "这一方已经并入别处。请先撤销原来的合并。", "This party is merged into another already. Undo that merge first."
    ),
    "alias_not_of_itself": Term("不能与自己合并。", "A party cannot be merged with itself."),
    "alias_has_reason": Term("合并要写明理由。", "A merge needs a reason."),
    "register_into_own_subtree": Term(
        "只能登记到您管理的组织。请选择本级或下级组织。",
        "You can register persons only into organisations of your own. Choose yours or one under it.",
    ),
    "find_from_a_seat": Term("请先登录有经办权限的账号再查找人员。", "Log in with a role before looking persons up."),
    "forget_in_own_subtree": Term(
        "此人不在您的管理范围内，不能删除其资料。",
        "This person is outside your organisation; you cannot delete her data.",
    ),
    "rename_in_own_subtree": Term(
        "此人不在您的管理范围内，不能更名。", "This person is outside your organisation; you cannot change her name."
    ),
}
