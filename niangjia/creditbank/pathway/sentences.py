"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

_HASH: Final = Term(
    "名单的校验值不完整，没有保存。请重新生成名单。", "The list's hash is not whole. Draw the list anew."
)

SENTENCES: Final = {
    "cohort_title_once": Term(
        "已有同名的培养班。请换一个名称，例如加上年份。",
        "There is a cohort of this name. Choose another, with its year.",
    ),
    "cohort_has_places": Term("名额至少是 1 人。请改正名额。", "A cohort has at least one place. Correct it."),
    "cohort_closes_after_it_opens": Term(
        "报名截止日期早于开始日期。请改正其中一个。", "Intake would close before it opens. Correct one of the days."
    ),
    "candidate_once_in_a_cohort": Term(
        "此人已在这个培养班的名单里，不必再加。", "This person is on the cohort's list already."
    ),
    "entrance_checked_by_another": Term(
        "录取信息要由另一位同事核对，不能是登记的人。请转给同事。",
        "Entrance is checked by a colleague, not by whoever put it down. Hand it on.",
    ),
    "entrance_checked_is_stated": Term(
        "录取方式、号码、日期和所见材料没有填全，不能核对。请先补全。",
        "The kind, number, day and evidence of entrance are not all put down. Complete them first.",
    ),
    "enrolled_after_entrance_checked": Term(
        "录取信息还没有核对，不能登记学籍。请先由另一位同事核对。",
        "The entrance is not checked, so there is no enrolment yet. A colleague checks it first.",
    ),
    "progress_consent_once_at_a_time": Term("您已经同意过了。", "You have agreed already."),
    "term_name_once": Term("已有同名的学期。请换一个名称。", "There is a term of this name. Choose another."),
    "term_ends_after_start": Term(
        "学期结束早于开始。请改正日期。", "The term would end before it starts. Correct the days."
    ),
    "term_lets_study": Term("每人每学期的学分上限要大于 0。", "The most credits of a term must be more than 0."),
    "missed_share_is_a_share": Term(
        "允许缺课的比例要在 0 到 1 之间。请改正。", "What may be missed is a share from 0 to 1. Correct it."
    ),
    "one_term_at_a_time": Term(
        "这段时间已有另一个学期。请核对起止日期。", "Another term runs in these days. Check both days."
    ),
    "group_name_once": Term(
        "这门课本学期已有同名的教学班。请换一个班名。", "The course has a group of this name in the term. Rename it."
    ),
    "group_has_places": Term("教学班至少要有 1 个名额。", "A group has at least one place."),
    "group_within_capacity": Term(
        "教学班已经满员，没有加入。请加开一个班，或调整名额。",
        "The group is full, so nobody was added. Open another, or change its places.",
    ),
    "sitting_on_a_weekday": Term("上课时间要写明周一到周日的哪一天。", "A class sits on a day from Monday to Sunday."),
    "sitting_ends_after_start": Term(
        "下课时间早于上课时间。请改正。", "The class would end before it starts. Correct it."
    ),
    "group_sits_once_at_a_time": Term(
        "同一教学班的两个上课时间重叠。请改正其中一个。", "Two times of one group overlap. Correct one of them."
    ),
    "prerequisite_once": Term("这条先修关系已经有了。", "This prerequisite stands already."),
    "prerequisite_of_another": Term("一门课不能以自己为先修。请改正。", "No course comes before itself. Correct it."),
    "in_a_group_once": Term("这名学员已在这个教学班里。", "This learner is in the group already."),
    "attendance_once_a_day": Term(
        "这一天的到课学时已经记过。要更正请在备注里说明，由教务处理。",
        "Hours of this day are noted already. A correction is the registrar's to make.",
    ),
    "attendance_fits_a_day": Term("一天的学时要大于 0、不超过 24。", "A day holds more than 0 and at most 24 hours."),
    "mark_once_an_attempt": Term(
        "这次考试的成绩已经录过。要改请用“更正”，旧成绩会留着。",
        "A mark of this examination is entered already. Correct it; the old one stays.",
    ),
    "mark_says_something": Term("成绩不能为空。", "A mark cannot be empty."),
    "correction_has_reason": Term("更正成绩要写明理由。", "A correction needs a reason."),
    "shifts_one_pattern_at_a_time": Term(
        "这段时间已有一份倒班安排。请从新的日期开始。", "Another pattern of shifts holds then. Begin on another day."
    ),
    "shifts_end_after_start": Term("倒班安排的结束早于开始。", "The pattern would end before it began."),
    "shifts_have_days": Term("一轮倒班最少 1 天、最多 56 天。", "A rotation has from 1 to 56 days."),
    "graduation_list_signed_by_two": Term(
        "毕业名单要由两个人先后签字，不能同一个人签两次。请转给另一位同事。",
        "Two people sign a graduation list, not one twice. Hand it to a colleague.",
    ),
    "graduation_list_hash_shape": _HASH,
    "graduation_row_once": Term("这名学员已在名单里。", "This learner is on the list already."),
    "graduation_row_hash_shape": _HASH,
    "graduation_requirement_once": Term("同一项要求写了两次。", "One requirement stands twice."),
    "graduation_certificate_once": Term(
        "这个毕业证书编号已经用过。请核对编号。", "This certificate number is taken. Check the number."
    ),
    "graduation_has_certificate": Term("毕业证书编号不能为空。", "A graduation has a certificate number."),
    "pathway_graduation_enrolment_id_key": Term(
        "这名学员已经毕业，不能再发一次。请刷新名单。", "This learner has graduated already. Draw the list anew."
    ),
}
