"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

_TAKEN: Final = Term("这个用户名已有人使用。请换一个。", "This username is taken. Choose another.")

SENTENCES: Final = {
    "access_account_username_key": _TAKEN,
    "access_account_person_id_key": Term(
        "此人已有账号。请使用原账号，或先停用它。", "This person has an account already. Use it, or disable it first."
    ),
    "account_username_plain": Term(
        "用户名不能为空，不能含空格或大写字母。", "A username is not empty and has neither spaces nor capitals."
    ),
    "account_has_label": Term("账号要有称谓，例如“示例县总工会 经办一”。", "An account needs a label."),
    "grant_once_at_a_time": Term(
        "该账号在这段时间已有这个角色。", "The account holds this role there in that period already."
    ),
    "grant_ends_after_start": Term("授权的终止日期早于起始日期。", "The grant would end before it began."),
    "grant_role_known": Term("没有这个角色。", "There is no such role."),
}
