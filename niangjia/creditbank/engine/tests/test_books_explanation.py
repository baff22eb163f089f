"""Why a course is freed or not: what the worker reads, word by word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from niangjia.core.conditions import Truth, all_of, fact, one_or_more_of
from niangjia.creditbank.engine.books import (
    Case,
    DecidedBy,
    GateRow,
    KindSetting,
    Learner,
    LimitKind,
    LimitRow,
    NeverRow,
    OutcomeKind,
    PackageRow,
    PackageTake,
    PostedCourse,
    PostedLine,
    Prize,
    RelationKind,
    RelationRow,
)
from niangjia.creditbank.engine.bringing import ways_to, would_bring
from niangjia.creditbank.engine.conversion import convert
from niangjia.creditbank.engine.explanation import why_course, why_outcome
from niangjia.creditbank.engine.problem import Cover, Side
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    IS_TRAINING,
    book,
    by_hours,
    case,
    certificate,
    competition,
    course,
    frees,
    pool,
    programme,
    training,
    worth,
)
from niangjia.creditbank.engine.why import Answer, Why, WhyLine

METAL = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)), fact("occupation").under("6-18"))
ELECTRIC = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(3)), fact("occupation").under("6-31"))


def sketch(**settings: object) -> Case:
    """A lathe certificate of 8.0 credits, an electrician's a level short, a training nine hours short."""
    rules = book(
        valuations=(
            worth("V1", "8", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4)))),
            worth("V2", "3", IS_CERTIFICATE),
            by_hours("V3"),
        ),
        rows=(
            frees("12", "NC", when=METAL, mark="合格"),
            frees("11", "LT", when=METAL, mark="合格"),
            frees("17", "EL", when=ELECTRIC),
            frees("21", "JJ", when=all_of(IS_TRAINING, fact("score").at_least(Decimal(60))), article="第九条"),
            frees("27", "PA", when=IS_TRAINING, decided_by=DecidedBy.PANEL),
        ),
        kinds=(KindSetting(OutcomeKind.SKILL_CERTIFICATE, fan_out=2, shelf_life_months=84),),
        limits=(LimitRow("L1", "第十一条", "免修总量没超", LimitKind.SHARE_OF_PROGRAMME, Side.SINK, part=3, whole=10),),
        relations=(RelationRow("X", "第八条", RelationKind.SAME_OCCUPATION_LOWER_LEVEL),),
    )
    major = programme(
        course("NC", "4", name="数控编程"),
        course("LT", "3", name="车工工艺"),
        course("JJ", "3", name="机床夹具设计"),
        course("EL", "3", name="电工电子基础"),
        course("PA", "2", name="创新与专利"),
        course("ZZ", "2", name="思想政治", never=True),
        course("XX", "2", name="大学语文"),
        occupations=("6-31-01-03",),
    )
    outcomes = (
        certificate("A", 4, awarded_on=date(2023, 11, 20), certificate_number="JN-2023-11-08264"),
        certificate("E", 2, title="电工", occupation="6-31-01-03"),
        certificate("B", 3, title="车工"),
        training("T", 45, title="工装夹具与定位", score=Decimal(86)),
        certificate("OLD", 4, title="焊工", occupation="6-18-02-04", awarded_on=date(2016, 1, 1)),
    )
    return case(rules, major, *outcomes, **settings)


def why(asked: Case, code: str) -> Why:
    return why_course(convert(asked), code)


def told(lines: Iterable[WhyLine]) -> list[tuple[str, str, str | None]]:
    return [
        (line.label.zh, "" if line.held is None else line.held.zh, None if line.required is None else line.required.zh)
        for line in lines
    ]


def test_a_course_that_is_freed() -> None:
    found = why(sketch(), "NC")
    assert (found.answer, found.title.zh, found.figure.zh) == (Answer.YES, "可以免修", "4.0 学分")
    assert found.headline.zh == "凭车工 三级（高级工）"
    assert found.rule is not None
    assert found.rule.term.zh == "《学习成果认定规则（示例）》第 3 版第 12 行，第七条"
    assert told(found.lines) == [
        ("证书等级够", "三级（高级工）", "不低于三级（高级工）"),
        ("职业对口", "6-18-01-01", "属 6-18"),
        ("没有过期", "2023年11月20日取得", "取得不超过 7 年，即到 2030年11月20日"),
        ("分值够用", "5.0 学分", "4.0 学分"),
        ("一项成果用于几门课", "第 2 门", "最多 2 门"),
        ("认定总量没超", "7.0", "不超过 80.0 学分"),
        ("免修总量没超", "7.0", "不超过 24.0 学分"),
    ]
    assert all(line.verdict is Truth.YES for line in found.lines)
    value = found.strands[0].conditions[3]
    assert [(label.zh, figure.zh) for label, figure in value.details] == [
        ("折算", "8.0 学分"),
        ("已用", "3.0 学分"),
        ("还有", "5.0 学分"),
        ("本课", "4.0 学分"),
    ]
    assert found.strands[0].note is not None
    assert found.strands[0].note.zh == "这门课用 4.0 学分，各门课一共用掉 7.0 学分，还剩 1.0 学分"
    assert found.strands[0].conditions[0].source is not None
    assert found.strands[0].conditions[0].source.zh == "证书 JN-2023-11-08264，2023年11月20日"


def test_it_reads_in_english_too() -> None:
    found = why(sketch(), "NC")
    assert [line.label.in_language("en") for line in found.lines][:4] == [
        "level reached",
        "occupation fits",
        "not expired",
        "worth enough",
    ]
    assert found.headline.in_language("en") == "by 车工 grade 3 (senior)"


def test_a_training_nine_hours_short() -> None:
    found = why(sketch(), "JJ")
    assert (found.answer, found.title.zh) == (Answer.NO, "暂不能免修")
    assert found.headline.zh == "还差 0.5 学分（9 学时）"
    assert found.rule is not None
    assert (found.rule.row, found.rule.article) == ("21", "第九条")
    short = next(line for line in found.lines if line.verdict is Truth.NO)
    assert (short.label.zh, short.held and short.held.zh) == ("分值不够", "45 学时 ÷ 18 = 2.5 学分")
    assert (short.required and short.required.zh, short.gap and short.gap.zh) == (
        "3.0 学分（54 学时）",
        "还差 0.5 学分（9 学时）",
    )
    assert short.bar == (Fraction(5, 2), Fraction(3))


def test_a_certificate_a_level_short() -> None:
    found = why(sketch(), "EL")
    assert found.headline.zh == "证书等级不够：还差 1 级"
    assert [strand.outcome for strand in found.strands] == ["E", "A", "B"]
    assert told(found.strands[0].conditions)[:2] == [
        ("证书等级不够", "五级（初级工）", "不低于四级（中级工）"),
        ("职业对口", "6-31-01-03", "属 6-31"),
    ]


@pytest.mark.parametrize(
    ("code", "answer", "title", "headline"),
    [
        ("PA", Answer.ASK, "要专家认定", "这一条要由专家组认定，结果不一定"),
        ("ZZ", Answer.NO, "必须修读", "培养方案规定这门课不能免"),
        ("XX", Answer.NO, "暂不能免修", "规则书没有写什么成果可以认定这门课"),
    ],
)
def test_courses_that_nothing_frees_at_once(code: str, answer: Answer, title: str, headline: str) -> None:
    found = why(sketch(), code)
    assert (found.answer, found.title.zh, found.headline.zh) == (answer, title, headline)


def test_a_course_that_is_settled() -> None:
    history = (PostedLine("d", "A", "LT", Decimal(3), Decimal(3), "11", "h"),)
    asked = sketch(history=history, learner=Learner("w", passed_courses=frozenset({"XX"})))
    assert (why(asked, "LT").title.zh, why(asked, "LT").answer) == ("已记入", Answer.DONE)
    assert (why(asked, "XX").title.zh, why(asked, "XX").answer) == ("已修完", Answer.DONE)
    assert told(why(asked, "NC").conditions) == [
        ("认定总量没超", "3.0 + 4.0 = 7.0", "不超过 80.0 学分"),
        ("免修总量没超", "3.0 + 4.0 = 7.0", "不超过 24.0 学分"),
    ]


def test_a_shut_gate_is_the_reason() -> None:
    gate = GateRow("G", "第二条", fact("is_enrolled").is_true(), "在籍")
    asked = sketch(learner=Learner("w", is_enrolled=False))
    found = why(replace(asked, book=replace(asked.book, gates=(gate,))), "NC")
    assert found.headline.zh == "您现在不符合认定的条件"
    assert told(found.lines) == [("在籍", "否", "是")]


def test_a_cap_is_the_reason() -> None:
    asked = sketch()
    cap = LimitRow("L1", "第十一条", "免修总量没超", LimitKind.AMOUNT, Side.SINK, credits=Decimal(4))
    found = why(replace(asked, book=replace(asked.book, limits=(cap,))), "LT")
    assert found.headline.zh == "到了上限"
    assert told(found.conditions) == [
        ("认定总量没超", "4.0", "不超过 80.0 学分"),
        ("免修总量没超", "4.0 + 3.0 = 7.0", "不超过 4.0 学分"),
    ]
    assert [line.verdict for line in found.conditions] == [Truth.YES, Truth.NO]


def test_what_is_less_than_the_smallest_unit_is_said_to_be_so() -> None:
    """Half a credit of the pool is recorded and 0.38 are left: no cap is reached, and none is named."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "P"),))
    history = (PostedLine("d", "T", "P", Decimal("0.5"), Decimal("0.62"), "R", "h"),)
    found = why(case(rules, programme(pool("P", "4")), training("T", 18), history=history), "P")
    assert (found.answer, found.headline.zh) == (Answer.NO, "剩余 0.38 学分，不足最小单位 0.5 学分")
    assert found.conditions == ()
    short = next(line for line in found.lines if line.verdict is Truth.NO)
    assert (short.required and short.required.zh, short.gap and short.gap.zh) == (
        "0.5 学分（9 学时）",
        "还差 0.12 学分（2.16 学时）",
    )


def test_a_course_that_lacks_less_than_the_smallest_unit() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "P"),))
    history = (PostedLine("d", "T", "P", Decimal("3.7"), Decimal("3.7"), "R", "h"),)
    credited = (PostedCourse("d", "P", Decimal("3.7")),)
    asked = case(rules, programme(pool("P", "4")), training("T", 180), history=history, credited=credited)
    assert why(asked, "P").headline.zh == "这门课只差 0.3 学分，不足最小单位 0.5 学分"


def test_a_course_that_takes_no_further_outcome() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    major = programme(course("1", "3", cover=Cover.PART, contributors=1))
    history = (PostedLine("d", "T", "1", Decimal(1), Decimal(1), "R", "h"),)
    found = why(case(rules, major, training("T", 18), training("U", 36), history=history), "1")
    assert found.headline.zh == "用于这门课的成果已满额"


def test_several_trainings_together_are_not_enough() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),))
    found = why(case(rules, programme(course("1", "3")), training("T", 27), training("U", 18)), "1")
    assert found.headline.zh == "还差 0.5 学分（9 学时）"
    assert told(found.conditions) == [("几项成果合起来还不够", "1.5 + 1.0 = 2.5", "3.0 学分")]


def test_a_related_outcome_is_used_instead() -> None:
    rules = book(
        valuations=(worth("V1", "4", fact("level").at_least(Decimal(4))), worth("V2", "2")),
        rows=(frees("R1", "1", when=fact("level").at_least(Decimal(4))), frees("R2", "2", when=IS_CERTIFICATE)),
        relations=(RelationRow("X", "第八条", RelationKind.SAME_OCCUPATION_LOWER_LEVEL),),
    )
    asked = case(rules, programme(course("1", "4"), course("2", "2")), certificate("A", 4), certificate("B", 3))
    found = why(replace(asked, outcomes=asked.outcomes), "2")
    assert found.answer is Answer.NO
    assert "已经用了车工 三级（高级工）" in {
        line.held.zh for strand in found.strands for line in strand.conditions if line.held
    }


@pytest.mark.parametrize(
    ("key", "answer", "headline"),
    [
        ("A", Answer.YES, "用掉 7.0 学分，还剩 1.0 学分"),
        ("B", Answer.NO, "不重复计算：已经用了车工 三级（高级工）"),
        ("E", Answer.NO, "现在没有一门课用得上它"),
        ("T", Answer.NO, "分值还不够免任何一门课"),
        ("OLD", Answer.NO, "已经过期：要求取得不超过 7 年，即到 2023年1月1日"),
    ],
)
def test_what_becomes_of_each_outcome(key: str, answer: Answer, headline: str) -> None:
    found = why_outcome(convert(sketch()), key)
    assert (found.answer, found.headline.zh) == (answer, headline)


def test_each_course_of_an_outcome_says_what_it_took_itself() -> None:
    rules = book(valuations=(worth("V", "9"),), rows=(frees("R", "1", "2", "3"),))
    asked = case(rules, programme(course("1", "4"), course("2", "4"), course("3", "1")), certificate("A", 5))
    found = why_outcome(convert(asked), "A")
    assert found.headline.zh == "用掉 9.0 学分，还剩 0.0 学分"
    assert [(strand.note and strand.note.zh) for strand in found.strands] == [
        "这门课用 4.0 学分",
        "这门课用 4.0 学分",
        "这门课用 1.0 学分",
    ]


def test_an_outcome_that_is_never_recognised_or_not_valued() -> None:
    never = NeverRow("N", "第十二条", IS_COMPETITION)
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1"),), never=(never,))
    asked = case(rules, programme(course("1", "3")), competition("C", 4, Prize.FIRST), certificate("A", 4))
    found = convert(asked)
    assert why_outcome(found, "C").headline.zh == "这类成果不予认定"
    assert why_outcome(found, "A").headline.zh == "规则书没有写明折多少学分"


def test_alternatives_of_a_row_stand_below_one_line() -> None:
    when = all_of(IS_TRAINING, one_or_more_of(fact("score").at_least(Decimal(90)), fact("hours").at_least(Decimal(72))))
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=when),))
    found = why(case(rules, programme(course("1", "2")), training("T", 36, score=Decimal(80))), "1")
    line = found.strands[0].conditions[0]
    assert (line.label.zh, told(line.children)) == (
        "符合下列之一",
        [("成绩不够", "80 分", "不低于 90 分"), ("学时不够", "36 学时", "满 72 学时")],
    )


def test_a_fact_that_is_not_recorded_is_asked_for() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=fact("score").at_least(Decimal(60))),))
    found = why(case(rules, programme(course("1", "2")), training("T", 36)), "1")
    assert found.headline.zh == "成绩：要先登记成绩"
    assert found.strands[0].conditions[0].verdict is Truth.UNKNOWN


def test_a_package_is_explained_by_its_own_row() -> None:
    takes = PackageTake(IS_CERTIFICATE, Decimal(4)), PackageTake(IS_TRAINING)
    rules = book(
        valuations=(worth("V", "5", IS_CERTIFICATE), by_hours("W")),
        packages=(PackageRow("P1", "第六条", takes, ("1", "2")),),
    )
    major = programme(course("1", "4"), course("2", "3"))
    found = why(case(rules, major, certificate("A", 4), training("T", 18)), "1")
    assert (found.answer, found.rule and found.rule.row) == (Answer.YES, "P1")


def test_what_one_more_certificate_would_bring() -> None:
    asked = sketch()
    brings = would_bring(asked, certificate("new", 3, title="电工", occupation="6-31-01-03"))
    assert (brings.gained, brings.freed, brings.no_longer_freed) == (3, ("EL",), ())
    nothing = would_bring(asked, certificate("new", 5))
    assert (nothing.gained, nothing.freed) == (0, ())


def test_ways_to_a_course_are_tried_by_solving_again() -> None:
    found = convert(sketch())
    assert [(way.text.zh, way.frees, way.gained) for way in ways_to(found, "JJ")] == [("再学 9 学时", True, 3)]
    assert [(way.text.zh, way.frees, way.gained) for way in ways_to(found, "EL")] == [
        ("考取电工 四级（中级工）", True, 3)
    ]
    assert ways_to(found, "XX") == ()
