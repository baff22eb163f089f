"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "deposit_on_behalf_has_consent": Term(
        "代职工存入，要有她本人的书面同意，或由她在自己的页面确认。",
        "A deposit on somebody's behalf needs her signed consent, or her own confirmation.",
    ),
    "offer_for_own_people": Term(
        "只能为本人，或为本单位的职工存入成果。", "Outcomes are handed in for oneself, or for one's own people."
    ),
    "lookup_names_register": Term("请写明在哪里查的。", "Say where it was looked up."),
    "trusted_issuer_once_at_a_time": Term(
        "这个签发者已经在名单上。要改，请先结束原来的一条。",
        "This issuer is listed already: end that entry first.",
    ),
    "trusted_issuer_ends_after_start": Term("结束日期早于开始日期。", "The end lies before the start."),
    "issuer_is_told": Term("请写明签发者的标识、名称和理由。", "Give the issuer's identifier, its name and a reason."),
    "merge_of_own_people": Term(
        "只能合并本单位管理范围内的两个账户。", "Only two accounts within your own organisation can be merged."
    ),
    "draft_ends_once": Term(
        "这份草稿已经办结（存入或不同意）。请刷新后再看。", "This draft has ended already. Reload the page."
    ),
    "certificate_number_once": Term(
        "这张技能等级证书已经存入过。一张证书只能存一次：请核对编号。",
        "This skill certificate is deposited already. One certificate counts once: check its number.",
    ),
    "certificate_once_a_person": Term(
        "此人的这张证书已经存入过。请核对编号。",
        "This certificate of the person is deposited already: check its number.",
    ),
    "outcome_once_a_person": Term(
        "此人的这项成果已经存入过（可能别人刚刚存入）。同一项成果只能存一次：请删去，或核对各项内容。",
        "This outcome of the person is deposited already, perhaps just now by someone else. One outcome counts once: "
        "remove it, or check its facts.",
    ),
    "outcome_expires_after_award": Term(
        "成果的有效期早于取得日期。请改正其中一项。", "The outcome would expire before its award. Correct one date."
    ),
    "level_of_the_eight": Term(
        "技能等级应在学徒工（1）到首席技师（8）之间。", "A level lies between 1 (apprentice) and 8 (chief technician)."
    ),
    "tier_of_the_five": Term(
        "级别应在企业级（1）到国家级（5）之间。", "A tier lies between 1 (enterprise) and 5 (nation)."
    ),
    "hours_positive": Term("学时要大于 0。", "Hours are more than 0."),
    "earlier_credits_positive": Term("学分要大于 0。", "Credits are more than 0."),
    "share_within_whole": Term("贡献比例要大于 0，不超过 100%。", "A share is more than 0 and at most 100 per cent."),
    "score_within_hundred": Term("成绩应在 0 到 100 分之间。", "A score lies between 0 and 100."),
}
