"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "record_number_once": Term("这个编号已被使用。请重新取号。", "This number is in use. Take the next one."),
    "record_named": Term("记录要有种类、标题和状态。", "A record needs a kind, a title and a state."),
    "record_follows_a_subject": Term("没有主体的记录不能随主体可见。", "A record without a subject cannot follow one."),
    "record_state_by_move": Term("状态只能通过办理动作改变。", "A state changes by a move alone."),
    "record_stays_what_it_is": Term(
        "记录的种类、所属单位和主体不能改变。", "The kind, the organisation and the subject of a record never change."
    ),
    "move_from_where_it_stands": Term(
        "记录已不在原来的状态（可能别人刚刚办过）。请刷新后重试。",
        "The record is not in that state any more; someone may have just moved it. Reload and try again.",
    ),
    "move_once_a_version": Term(
        "别人刚刚办理了这条记录。请刷新后重试。", "Someone has just moved this record. Reload and try again."
    ),
    "move_starts_somewhere": Term("办理动作要说明原状态。", "A move says where it starts."),
    "move_named": Term("办理动作要有名称和新状态。", "A move needs a verb and a state to lead to."),
    "deadline_open_once": Term(
        "这一事项已有未办结的期限。请先办结或撤销。", "This obligation has an open deadline already. Meet it first."
    ),
    "attachment_named": Term("附件要有文件名。", "A file needs a name."),
    "comment_says_something": Term("备注不能为空。", "A comment says something."),
    "link_once": Term("两条记录已有这种关联。", "The two records are linked like this already."),
    "link_to_another": Term("记录不能关联自己。", "A record cannot be linked to itself."),
    "fact_one_value_at_a_time": Term(
        "这一事实在这段时间已有登记（可能登记了将来的变化）。请先调整其起止日期。",
        "This fact has a value in that period already, perhaps from a later day on. Change that first.",
    ),
    "fact_has_one_value": Term("一项事实有且只有一个值。", "A fact has exactly one value."),
    "fact_ends_after_start": Term("事实的终止日期早于起始日期。", "The fact would end before it began."),
    "fact_has_source": Term("登记事实要写明来源。", "A fact needs its source."),
    "kept_file_once": Term("这份文件已经加过了。", "This file is there already."),
    "kept_file_hash_shape": Term("文件的校验值不完整。请重新上传。", "The file's hash is broken: upload it again."),
}
