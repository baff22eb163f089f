"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "rule_book_version_once": Term(
        "同事刚刚传了同一版本的草稿。请刷新后核对。", "A colleague has just uploaded this version. Reload and compare."
    ),
    "rule_book_ends_after_start": Term(
        "规则书的终止日期早于生效日期。请改正其中一项。", "The rule book would end before it begins. Correct one date."
    ),
    "rule_book_published_by_another": Term(
        "规则书由第二个人发布：起草人不能发布自己的草稿。请交给另一位同事。",
        "A rule book is published by a second person, never by its drafter. Ask another colleague.",
    ),
    "rule_book_programme_once": Term(
        "同一专业在规则书的适用专业里写了两次。请只留一个。",
        "One programme is named twice among those that the rule book holds for. Keep one of them.",
    ),
    "rule_book_published_stays": Term(
        "已发布的规则书不能改，也不能删。请把版本号加一，另存一份草稿。",
        "A published rule book never changes and never goes. Upload a draft under the next version number.",
    ),
    "notice_once_a_draft": Term("这份草稿已经在公示。", "This draft stands in public notice already."),
    "notice_ends_after_it_opens": Term("公示的截止要晚于开始。", "A notice ends after it opens."),
    "objection_by_name": Term("提异议要写姓名和理由。", "An objection needs a name and reasons."),
    "answer_says_something": Term("答复不能空着。", "Write an answer."),
    "discussion_has_minutes": Term("请写明到会的人和讨论的内容。", "Say who was there and what was said."),
    "rule_book_notice_over": Term(
        "草稿还没有公示满，或还有异议没有答复，没有发布。",
        "The draft has not stood in public notice long enough, or objections are unanswered: it was not published.",
    ),
    "rule_book_asks_for_an_approval": Term(
        "发布所需同意数至少是 1 人。请改规则书的设置。", "At least one person approves a rule book. Mend its settings."
    ),
    "rule_book_approved_once": Term(
        "您已经同意过这份草稿，不用再点。", "You have approved this draft already; once is enough."
    ),
    "rule_book_quorum_reached": Term(
        "同意的人数还不够，规则书没有发布。请先请其他同事同意。",
        "Too few people have approved: the rule book was not published. Ask other colleagues to approve first.",
    ),
}
