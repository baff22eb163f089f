"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "certified_has_a_value": Term(
        "认证要有标准分值。请先在标准分值表里补上对应的行。",
        "A certified outcome needs a standard value: add a row to the standard table first.",
    ),
    "refusal_has_a_reason": Term(
        "不予认证、撤销认证要写明理由，职工会看到。", "Refusing and revoking need a reason; the worker will read it."
    ),
    "check_once_a_version": Term(
        "别人刚刚初审了这项成果。请刷新后再看。", "Someone has just checked this outcome. Reload the page."
    ),
    "second_check_by_another": Term(
        "初审是您做的，复核要换一个人。", "You made the first check: another person makes the second."
    ),
    "outcome_taken_once": Term("别人刚刚领了这项成果。请刷新后再看。", "Someone has just taken this outcome. Reload."),
    "taking_ends_after_start": Term("交回的时间早于领取的时间。", "It would be given back before it was taken."),
    "check_rule_one_at_a_time": Term(
        "这个种类、这个分值起点已有一条设置。", "There is a rule for this kind and value already."
    ),
    "check_rule_ends_after_start": Term("设置的终止日早于起始日。", "The rule would end before it began."),
    "one_check_or_two": Term("审核次数是一次或两次。", "There are one or two checks."),
    "evidence_within_sixty_days": Term(
        "补充材料的期限是 1 到 60 个工作日。", "There are 1 to 60 working days for more evidence."
    ),
    "certification_reason_code_key": Term("这个代码已经有了。请换一个。", "This code is in use. Choose another."),
    "reason_ends_after_start": Term("理由的终止日早于起始日。", "The reason would end before it began."),
    "reason_in_both_languages": Term(
        "理由要有中文和英文；代码用小写字母、数字和短横线。",
        "A reason needs both languages; its code has small letters, digits and hyphens.",
    ),
    "relation_one_at_a_time": Term("这个人已经申报过。", "This person is declared already."),
    "relation_ends_after_start": Term("关系的终止日早于申报日。", "The relation would end before it was declared."),
    "relation_has_a_name": Term("请填姓名。", "Give the name."),
    "sampling_one_at_a_time": Term(
        "这段时间已有一次抽查。请改起止日期。", "There is a sampling in that period already: change the dates."
    ),
    "sampling_ends_after_start": Term("抽查的终止日早于起始日。", "The period would end before it began."),
    "sampling_announced_before": Term(
        "抽查要在时段开始以前公布：起始日最早是明天。",
        "A sampling is announced before its period begins: tomorrow at the earliest.",
    ),
    "sampling_has_a_size": Term(
        "每家机构的复核抽 1 到 500 项，初审抽 0 到 500 项。",
        "From each body 1 to 500 second checks and 0 to 500 first checks are drawn.",
    ),
    "sampling_commitment_shape": Term("校验码是 64 位十六进制。", "The commitment has 64 hexadecimal digits."),
    "sampling_seed_shape": Term("种子是 64 位十六进制。", "The seed has 64 hexadecimal digits."),
    "sampling_drawn_after_its_end": Term("时段结束以后才能抽取。", "It is drawn after its period has ended."),
    "sampling_seed_as_promised": Term(
        "种子与事先公布的校验码对不上。", "The seed is not the one whose hash was published."
    ),
    "sample_item_once": Term("这一项已经抽中。", "This act is drawn already."),
    "disagreement_says_why": Term("不同意要写明理由。", "Say why you do not agree."),
    "certification_samplefinding_pkey": Term(
        "别人刚刚复查了这一项。请刷新后再看。", "Someone has just checked this one again. Reload the page."
    ),
    "sample_by_a_third_person": Term(
        "这一项的初审或复核是您做的，复查要换一个人。",
        "You made one of the checks of this outcome: a third person checks it again.",
    ),
}
