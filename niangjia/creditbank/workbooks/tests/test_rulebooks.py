from dataclasses import replace
from datetime import date
from decimal import Decimal

from niangjia.core.conditions import all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import (
    DecidedBy,
    LimitKind,
    Recognition,
    RelationKind,
    RoundingPlace,
    ValidOn,
)
from niangjia.creditbank.engine.problem import Cover, Remainder, Rounding, Side, SinkKind
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.tests.files import COURSE_HEADER, MAJOR_HEADER, ON, programmes, workbook

SETTINGS = [
    ("项目", "内容"),
    ("规则书代码", "RD"),
    ("版本", 2),
    ("名称", "认定规则"),
    ("发布单位", "示例学院"),
    ("生效日期", date(2025, 9, 1)),
]
VALUATIONS = [
    ("编号", "依据", "成果类型", "等级", "奖项", "折算学分", "计量", "每学分计"),
    ("Z1", "第五条", "技能等级证书", "三级、二级", None, 6, None, None),
    ("Z2", "第六条", "培训", None, None, None, "学时", 18),
]
RECOGNITIONS = [
    ("编号", "依据", "职业", "最低等级", "认定课程", "认定方式"),
    ("R1", "第七条", "车工；铣工", "四级", "数控车削、3", "免修"),
]


def book_file(**sheets):
    return workbook(**{"设置": SETTINGS, "折算": VALUATIONS, "认定": RECOGNITIONS, **sheets})


def read(**sheets):
    return read_rule_book(book_file(**sheets), programmes=programmes(), on=ON)


def codes(reading):
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in reading.faults]


def test_settings_are_read_in_any_order_with_their_defaults():
    book = read().content
    assert (book.code, book.version, book.publisher, book.effective_from) == ("RD", 2, "示例学院", date(2025, 9, 1))
    more = [
        *SETTINGS,
        ("取整方式", "四舍五入"),
        ("取整位置", "合计"),
        ("最小学分单位", 0.1),
        ("有效期核对日", "取得日"),
        ("计学分的认定方式", "免修"),
    ]
    book = read(设置=[more[0], *more[:0:-1]]).content
    assert (book.rounding, book.rounding_place, book.step) == (Rounding.HALF_UP, RoundingPlace.TOTAL, Decimal("0.1"))
    assert (book.valid_on, book.gives_credit) == (ValidOn.AWARD, (Recognition.EXEMPTION,))


def test_each_filled_cell_is_one_condition_and_several_values_mean_any_of_them():
    book = read().content
    first, second = book.valuations
    assert first.when == all_of(fact("kind").equals("skill_certificate"), fact("level").one_of(Decimal(4), Decimal(5)))
    assert (first.credits, second.measure, second.per) == (6, "hours", 18)
    [row] = book.rows
    assert row.when == all_of(
        one_or_more_of(fact("occupation").under("6-18-01-01"), fact("occupation").under("6-18-01-02")),
        fact("level").at_least(Decimal(3)),
    )
    assert row.courses == ("1", "3")


def test_limits_relations_gates_packages_and_the_never_list_are_read():
    book = read(
        限额=[
            ("编号", "依据", "名称", "限额种类", "成果类型", "课程类别", "上限"),
            ("L1", "十", "四成", "占总学分比例", None, None, "40%"),
            ("L2", "十", "三本", "成果个数", "证书", None, 3),
            ("L3", "十", "公共课", "学分上限", None, "公共基础课", 2.5),
            ("L4", "十", "四分之一门数", "课程门数", None, None, 0.25),
        ],
        互斥=[
            ("编号", "依据", "关系", "月数以内"),
            ("X1", "八", "同职业低等级", None),
            ("X2", "八", "培训含于证书", 12),
        ],
        门槛=[("编号", "依据", "名称", "学籍状态", "最低年龄"), ("M1", "三", "在籍成年", "在籍", 18)],
        组合=[
            ("编号", "依据", "成果类型", "取用学分", "换得课程", "决定方式"),
            ("P1", "九", "证书", 3, "机械制图", "专家评审"),
            ("P1", "九", "培训", None, None, None),
        ],
        不认定=[("编号", "依据", "取得方式"), ("B1", "四", "只凭资历取得")],
        成果种类=[
            ("成果类型", "可用次数", "余额处理", "有效月数"),
            ("证书", 3, "保留", None),
            ("竞赛", "不限", "作废", 60),
        ],
    ).content
    share, count, sink, courses = book.limits
    assert (share.kind, share.part, share.whole, share.when) == (LimitKind.SHARE_OF_PROGRAMME, 2, 5, None)
    assert (count.count, count.side, count.when) == (3, Side.SOURCE, fact("kind").equals("skill_certificate"))
    assert (sink.credits, sink.side, sink.when) == (
        Decimal("2.5"),
        Side.SINK,
        fact("course_category").equals("公共基础课"),
    )
    assert (courses.kind, courses.count) == (LimitKind.COURSE_COUNT, None)
    assert [(row.kind, row.within_months) for row in book.relations] == [
        (RelationKind.SAME_OCCUPATION_LOWER_LEVEL, None),
        (RelationKind.TRAINING_INSIDE_CERTIFICATE, 12),
    ]
    assert book.gates[0].when == all_of(fact("is_enrolled").is_true(), fact("age_years").at_least(18))
    [package] = book.packages
    assert ([take.credits for take in package.takes], package.gives, package.decided_by) == (
        [3, None],
        ("2",),
        DecidedBy.PANEL,
    )
    assert book.never[0].when == fact("certificate_class").equals("experience")
    assert [(each.fan_out, each.remainder) for each in book.kinds] == [(3, Remainder.KEPT), (None, Remainder.LOST)]


def test_everything_that_is_wrong_with_a_rule_book_is_told_at_once():
    reading = read(
        设置=[*SETTINGS[:4], ("生效日期", "明天"), ("颜色", "红")],
        折算=[
            *VALUATIONS[:2],
            ("Z1", "六", "培训", None, None, 2, None, None),
            ("Z3", "六", "培训", None, None, None, None, None),
            ("Z4", "六", "培训", None, None, -1, None, None),
        ],
        认定=[
            RECOGNITIONS[0],
            ("R1", "七", "车工", None, "绘画", None),
            ("R2", "七", "车工", None, None, None),
            ("R3", "七", "屠龙", "三级", "1", "免死"),
        ],
        限额=[
            ("编号", "依据", "名称", "限额种类", "上限"),
            ("L1", "十", "比例", "占总学分比例", 40),
            ("L2", "十", "个数", "成果个数", 2.5),
        ],
    )
    assert reading.content is None
    assert codes(reading) == [
        ("setting_missing", "设置", None, None),
        ("no_date", "设置", 5, "B 内容"),
        ("setting_unknown", "设置", 6, "A 项目"),
        ("row_id_twice", "折算", 3, "A 编号"),
        ("value_missing", "折算", 4, "F 折算学分"),
        ("negative", "折算", 5, "F 折算学分"),
        ("course_unknown", "认定", 2, "E 认定课程"),
        ("course_missing", "认定", 3, "E 认定课程"),
        ("occupation_unknown", "认定", 4, "C 职业"),
        ("not_a_choice", "认定", 4, "F 认定方式"),
        ("limit_bound", "限额", 2, "E 上限"),
        ("limit_bound", "限额", 3, "E 上限"),
    ]


def test_a_column_that_is_not_known_is_never_passed_over_in_a_rule_book():
    header = (*RECOGNITIONS[0], "最底等级")
    assert codes(read(认定=[header, (*RECOGNITIONS[1], "三级")])) == [("unknown_header", "认定", 1, "G 最底等级")]


def test_worked_examples_are_read_as_outcomes():
    header = ("编号", "说明", "成果类型", "名称", "取得日期", "职业", "等级", "专业", "课程", "结论")
    row = ("Y1", "车工三级", "证书", "车工", "2025-01-01", "车工", "三级", "数控技术", "数控车削", "认定")
    [example] = read(样例=[header, row]).content.examples
    assert (example.programme, example.course, example.accepted, example.outcome.level) == ("SK", "1", True, Decimal(4))
    lacking = (*row[:6], None, *row[7:])
    assert codes(read(样例=[header, lacking])) == [("level_missing", "样例", 2, "G 等级")]


def test_a_programme_is_read_with_pools_levels_and_floors():
    [programme] = programmes()
    assert (programme.total_credits, programme.residency, programme.occupations) == (12, 4, ("6-18-01",))
    assert [course.level for course in programme.courses] == [Decimal(4), None, None, None]
    header = (*COURSE_HEADER, "课程或选修池", "不得认定")
    file = workbook(
        专业=[MAJOR_HEADER, ("SK", "数控技术", "2025级", 6, 2, None)],
        课程=[
            header,
            ("数控技术", "P", "选修", 4, "选修课", None, "选修池", None),
            ("全部", "S", "实习", 2, "实践", None, None, "是"),
        ],
        类别下限=[("专业", "课程类别", "最低学分"), ("全部", "实践", 2)],
    )
    [programme] = read_programmes(file).content
    pool, never = programme.courses
    assert (pool.kind, pool.cover, never.never, never.kind) == (SinkKind.POOL, Cover.PART, True, SinkKind.COURSE)
    assert [(floor.category, floor.minimum) for floor in programme.floors] == [("实践", 2)]


def test_what_is_wrong_with_a_programme_is_told():
    file = workbook(
        专业=[MAJOR_HEADER, ("SK", "数控技术", 2025, 12, 14, None), ("SK", "数控", 2025, 8, 2, None)],
        课程=[
            COURSE_HEADER,
            ("SK", "1", "车削", 4, "核心", None),
            ("SK", "1", "铣削", 4, "核心", None),
            ("MJ", "2", "模具", 4, "核心", None),
            ("SK", "3", "钳工", -2, "核心", None),
        ],
    )
    assert [(fault.code, fault.row) for fault in read_programmes(file).faults] == [
        ("row_twice", 3),
        ("row_twice", 3),
        ("major_unknown", 4),
        ("negative", 5),
    ]
    file = workbook(
        专业=[MAJOR_HEADER, ("SK", "数控技术", 2025, 12, 14, None)],
        课程=[COURSE_HEADER, ("SK", "1", "车削", 4, "核心", None)],
    )
    assert [fault.code for fault in read_programmes(file).faults] == ["residency_too_high", "courses_too_few"]


def test_the_same_book_reads_the_same_whatever_the_order_of_its_columns():
    turned = [row[::-1] for row in RECOGNITIONS]
    assert read(认定=turned).content == read().content
    assert replace(read().content, title="另一本") != read().content
