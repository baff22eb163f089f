"""What this app's constraints say to a person."""

from typing import Final

from niangjia.core.terms import Term

SENTENCES: Final = {
    "programme_version_once": Term(
        "同事刚刚发布了这个专业的同一版本。请刷新后核对，需要改动的，把版本号加一再导入。",
        "A colleague has just published this version of the programme. Reload and compare; import changes under the "
        "next version number.",
    ),
    "programme_residency_within_total": Term(
        "必须在校修读的学分多于毕业总学分。请改正其中一项。",
        "More credits must be studied here than the programme has in all. Correct one of the two.",
    ),
    "course_code_once": Term(
        "同一专业里有两门课程用了同一代码。请改正其中一门。", "Two courses of one programme share a code. Correct one."
    ),
    "course_credits_positive": Term(
        "课程学分要大于 0。请改正该课程的学分。", "A course is worth more than 0 credits. Correct its credits."
    ),
    "category_floor_once": Term(
        "同一课程类别写了两个最低学分。请只留一个。", "One category has two least credits. Keep one of them."
    ),
    "programme_occupation_once": Term(
        "同一职业写了两次。请只留一个。", "The same occupation is named twice. Keep one of them."
    ),
    "student_number_once": Term(
        "这个学号已登记在一名学员名下。请刷新后核对学号。", "This student number is taken. Reload and check the number."
    ),
    "enrolled_once_in_a_programme": Term(
        "此人已用另一学号登记在这个专业。请核对学号，同一专业只登记一次。",
        "This person is enrolled in the programme under another number. Check it: one enrolment in a programme.",
    ),
    "passed_once": Term(
        "这门课程已登记为通过，不必再登记。", "This course is noted as passed already: there is nothing to add."
    ),
}
