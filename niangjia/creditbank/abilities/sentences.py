"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

_MASTERY: Final = Term(
    "掌握程度应在了解（1）到能带人（5）之间。", "Mastery lies between 1 (knows of it) and 5 (teaches others)."
)
SENTENCES: Final = {
    "framework_title_once": Term(
        "本单位已有同名的能力框架。请改名，或更新原来那份。",
        "There is a framework of this title already: rename it, or update that one.",
    ),
    "framework_has_a_title": Term("能力框架要有名称。", "A framework needs a title."),
    "ability_code_once": Term("同一框架里能力代码不能重复。", "An ability's code stands once in a framework."),
    "ability_says_something": Term("能力要有代码和内容。", "An ability needs a code and a statement."),
    "ability_not_its_own_parent": Term("能力不能是自己的上级。", "An ability can't be its own parent."),
    "ability_link_once": Term("这两项能力的关系已经写过。", "This relation of the two abilities stands already."),
    "ability_link_to_another": Term("能力只能与另一项能力建立关系。", "An ability is related to another one only."),
    "ability_source_once": Term(
        "这项能力的同一来源写了两次。请删去一行。", "One source of this ability stands twice: remove a row."
    ),
    "source_mastery_of_the_five": _MASTERY,
    "source_says_what": Term(
        "来源没有写全：证书要有职业和等级，课程要有学院、专业和课程代码，培训要有内容。",
        "A source is incomplete: certificates need occupation and level, courses college, major and course code, "
        "training its subject.",
    ),
    "post_title_once": Term("本单位已有同名岗位。请改名，或改原来那一个。", "There is a post of this title already."),
    "post_needs_someone": Term("岗位至少需要 1 人。", "A post needs at least one person."),
    "post_has_a_title": Term("岗位要有名称。", "A post needs a title."),
    "post_need_once": Term("同一项能力在岗位里写了两次。", "One ability stands twice in the post."),
    "need_mastery_of_the_five": _MASTERY,
    "offer_ends_after_start": Term(
        "结束日期早于开始日期。请改正其中一个。", "It ends before it starts: correct one day."
    ),
    "offer_has_a_place": Term("至少要有 1 个名额。", "At least one place is needed."),
    "offer_says_what_and_where": Term("要写明名称和地点。", "Say what it is and where."),
    "offer_ability_once": Term("同一项能力写了两次。", "One ability stands twice."),
    "offer_mastery_of_the_five": _MASTERY,
    "share_once_a_post": Term("您已经同意过，不用再点。", "You agreed already."),
    "share_holds_within_need": Term("具备的能力多于要求的能力。", "More abilities held than asked for."),
    "share_line_once": Term("同一项能力写了两次。", "One ability is shown twice."),
    "silence_once_a_post": Term("您已经选择不再询问。", "You chose not to be asked already."),
}
