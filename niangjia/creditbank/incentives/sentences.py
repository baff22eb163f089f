"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "plan_ends_after_start": Term(
        "结束日期早于开始日期。请改正其中一个。", "It ends before it starts: correct one of the days."
    ),
    "plan_has_a_budget": Term("预算要大于 0。", "The budget is more than 0."),
    "plan_approved_by_another": Term(
        "起草人不能批准自己的计划。请另一位同事批准。", "Who drafted a plan can't approve it: ask a colleague."
    ),
    "plan_rule_place_once": Term("两条规则的次序相同。", "Two rules stand in one place."),
    "plan_rule_gives_something": Term("奖励学分要大于 0。", "A rule gives more than 0 credits."),
    "event_once": Term(
        "这个赛事已经登记过（同名、同一天）。请直接选用。", "This event is on record (same name and day): choose it."
    ),
    "event_related_with_a_word": Term(
        "要说明两个赛事是什么关系，才能只奖励一次。", "Say how the two events are related, so that they reward once."
    ),
    "result_document_once": Term(
        "这份结果文件已经登记过（同一单位、同一文号）。", "This result document is on record (same issuer and number)."
    ),
    "result_document_is_official": Term(
        "结果文件要有发文单位和文号。", "A result document has an issuer and a number."
    ),
    "bonus_once_an_outcome": Term("这项成果已经奖励过。", "This outcome is rewarded already."),
    "rewarded_once": Term(
        "此人的同一项成绩已经奖励过：同一赛事、它的选拔赛或上级赛只奖励一次。",
        "This achievement of the person is rewarded already: an event and its heats reward once.",
    ),
    "unrewarded_said_once": Term("不奖励的理由已经记下。", "The reason is noted already."),
    "bonus_of_its_event": Term(
        "奖励与结果文件的赛事不符。请刷新后重试。", "The bonus is not of the document's event: reload and try again."
    ),
    "event_root_is_a_root": Term("请直接选最上面的那个赛事。", "Choose the event that stands on top of the others."),
}
