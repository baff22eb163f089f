"""What proofreading finds: examples that a registrar could check."""

from dataclasses import replace
from decimal import Decimal

import pytest

from niangjia.core.conditions import all_of, fact, none_of, one_or_more_of
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import (
    ExampleRow,
    LimitKind,
    LimitRow,
    NeverRow,
    Recognition,
    RecognitionRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.engine.coverage import coverage_of
from niangjia.creditbank.engine.findings import Finding
from niangjia.creditbank.engine.problem import Side
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.engine.soundness import faults_of
from niangjia.creditbank.engine.tests.samples import (
    IS_CERTIFICATE,
    IS_COMPETITION,
    IS_TRAINING,
    book,
    by_hours,
    course,
    frees,
    programme,
    training,
    worth,
)

MAJOR = programme(course("1", "4"), course("2", "3"))


def level(least: int | str) -> object:
    return all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(least)))


def found(rules: RuleBook) -> dict[str, list[tuple[str, ...]]]:
    codes: dict[str, list[tuple[str, ...]]] = {}
    for finding in coverage_of(rules, ()):
        codes.setdefault(finding.code, []).append(finding.rows)
    return {code: rows for code, rows in codes.items() if code != "gap"}


def gaps(*valuations: ValuationRow, never: tuple[NeverRow, ...] = ()) -> dict[str, str]:
    """The gap of each kind, in Chinese."""
    findings = coverage_of(book(valuations=valuations, never=never), ())
    sentences = [
        finding.term.zh.removesuffix("。请补一行，或写明不认定。") for finding in findings if finding.code == "gap"
    ]
    return dict(sentence.split("有没写到的情形：") for sentence in sentences)


def test_a_table_written_from_the_special_to_the_general_is_sound() -> None:
    rules = book(valuations=(worth("V1", "8", level(5)), worth("V2", "6", level(4)), worth("V3", "4", level(3))))
    assert found(rules) == {}


def test_a_row_below_a_more_general_one_is_never_reached() -> None:
    rules = book(valuations=(worth("V1", "4", level(3)), worth("V2", "6", level(4)), worth("V3", "4", level("4.5"))))
    assert found(rules) == {"row_unreachable": [("V2", "V1"), ("V3", "V2")]}


def test_two_rows_together_may_cover_a_third() -> None:
    low = all_of(IS_CERTIFICATE, fact("level").at_most(Decimal(3)))
    middle = all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(2)), fact("level").at_most(Decimal(6)))
    rules = book(valuations=(worth("V1", "8", level("3.5")), worth("V2", "4", low), worth("V3", "5", middle)))
    assert found(rules) == {"row_unreachable": [("V3", "V1", "V2")]}


def test_half_levels_lie_between() -> None:
    """Level 4 and above, and level 3 and below, leave the half step between them open."""
    low = all_of(IS_CERTIFICATE, fact("level").at_most(Decimal(3)))
    assert gaps(worth("V1", "8", level(4)), worth("V2", "4", low))["技能等级证书"] == "证书等级四级（中级工）以上半级"


def test_crossing_rows_are_remarked_on() -> None:
    province = all_of(IS_COMPETITION, fact("tier").equals(4))
    first = all_of(IS_COMPETITION, fact("prize").equals("first"))
    rules = book(valuations=(worth("V1", "3", province), worth("V2", "2", first)))
    assert found(rules) == {"rows_overlap": [("V2", "V1")]}


def test_each_conflict_is_told_by_a_case_that_both_rows_speak_of() -> None:
    province = all_of(IS_COMPETITION, fact("tier").equals(4))
    first = all_of(IS_COMPETITION, fact("prize").equals("first"))
    crossing = book(valuations=(worth("V1", "3", province), worth("V2", "2", first)))
    marks = book(rows=(frees("9", "1", when=level(4), mark="合格"), frees("24", "1", when=level(5), mark="90")))
    covered = book(valuations=(worth("V1", "4", level(3)), worth("V2", "6", level(4))))
    told = [
        finding.term.zh
        for rules in (crossing, marks, covered)
        for finding in coverage_of(rules, ())
        if finding.code in {"rows_overlap", "rows_differ", "row_unreachable"}
    ]
    cases = [sentence.partition("例如：")[2].partition("。")[0] for sentence in told]
    assert cases == [
        "成果种类：竞赛获奖，奖项：一等奖，级别：省级",
        "成果种类：技能等级证书，证书等级：二级（技师）",
        "成果种类：技能等级证书，证书等级：三级（高级工）",
    ]


def test_a_condition_that_contradicts_itself() -> None:
    odd = all_of(level(4), fact("level").less_than(Decimal(4)))
    assert found(book(valuations=(worth("V1", "3", odd),))) == {"never_holds": [("V1",)]}
    assert found(book(rows=(frees("R1", "1", when=odd),))) == {"never_holds": [("R1",)]}


def test_one_outcome_and_course_under_two_marks_is_a_conflict() -> None:
    rules = book(
        rows=(
            frees("9", "1", when=level(4), mark="合格"),
            frees("24", "1", "2", when=level(5), mark="90"),
            frees("25", "2", when=IS_TRAINING, mark="80"),
            frees("26", "1", when=level(5), recognition=Recognition.NO_ATTENDANCE),
        )
    )
    assert found(rules) == {"rows_differ": [("9", "24")]}


def test_the_conflict_may_lie_in_a_category() -> None:
    rules = book(
        rows=(
            frees("9", "1", when=IS_TRAINING, mark="合格"),
            frees("10", categories=("专业课",), when=IS_TRAINING, recognition=Recognition.CREDIT),
        )
    )
    codes = [(finding.code, finding.rows) for finding in coverage_of(rules, (MAJOR,)) if finding.is_error]
    assert codes == [("rows_differ", ("9", "10"))]


def test_gaps_name_what_no_row_speaks_of() -> None:
    """市级 competitions have no row; team results of the province have none either; training is covered whole."""
    single = all_of(IS_COMPETITION, fact("tier").equals(4), fact("is_team").is_false())
    told = gaps(
        worth("V1", "8", level(3)),
        worth("V2", "3", single),
        worth("V3", "5", all_of(IS_COMPETITION, fact("tier").one_of(1, 2, 5))),
        by_hours("V4"),
        worth("V5", "2", fact("kind").one_of("five_smalls", "mentoring")),
        never=(NeverRow("N1", "第十二条", fact("kind").equals("earlier_course")),),
    )
    assert told == {
        "技能等级证书": "证书等级学徒工/五级（初级工）",
        "竞赛获奖": "团体项目是，级别市级/省级；团体项目否，级别市级",
    }


def test_a_never_row_closes_a_gap() -> None:
    low = NeverRow("N1", "第十二条", all_of(IS_CERTIFICATE, fact("level").less_than(Decimal(3))))
    assert "技能等级证书" not in gaps(worth("V1", "8", level(3)), never=(low,))


def test_rows_that_no_course_follows_from() -> None:
    major = replace(MAJOR, courses=(*MAJOR.courses, course("PE", "2", never=True)))
    findings = list(coverage_of(book(rows=(frees("R", "1", when=IS_TRAINING),)), (major,)))
    unreached = [finding.term.zh for finding in findings if finding.code == "courses_unreached"]
    assert unreached == ["《数控技术（示例）》里没有任何一行能认定的课程：课程2。如果是有意的，不用改。"]


ODD = RecognitionRow("R", "第七条", IS_TRAINING, courses=("1",))


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("unknown_course", book(rows=(frees("R", "1", "9"),))),
        ("unknown_category", book(rows=(frees("R", categories=("体育课",)),))),
        ("names_no_course", book(rows=(frees("R"),))),
        ("no_article", book(rows=(replace(ODD, article=" "),))),
        ("id_twice", book(rows=(ODD, ODD))),
        ("id_reserved", book(rows=(replace(ODD, id="residency"),))),
        ("unknown_fact", book(rows=(replace(ODD, when=fact("shoe_size").at_least(40)),))),
        ("unknown_fact", book(valuations=(worth("V", "1", fact("course_name").equals("制图")),))),
        ("wrong_value", book(rows=(replace(ODD, when=fact("prize").equals("gold")),))),
        ("wrong_value", book(rows=(replace(ODD, when=fact("level").equals("三级")),))),
        ("no_value", book(valuations=(ValuationRow("V", "第五条", IS_TRAINING),))),
        ("no_value", book(valuations=(ValuationRow("V", "第五条", IS_TRAINING, measure="hours", per=Decimal(0)),))),
        ("limit_incomplete", book(limits=(LimitRow("L", "第十一条", "上限", LimitKind.AMOUNT, Side.SINK, count=3),))),
        ("period_reversed", book(effective_to=book().effective_from.replace(year=2025))),
        ("step_not_positive", book(step=Decimal(0))),
    ],
)
def test_what_cannot_work_is_an_error(code: str, rules: RuleBook) -> None:
    findings = list(faults_of(rules, (MAJOR,)))
    assert [(finding.code, finding.is_error) for finding in findings] == [(code, True)]


def test_the_sentence_says_where_and_what_to_do() -> None:
    assert list(faults_of(book(rows=(frees("R7", "9", when=IS_TRAINING),)), (MAJOR,))) == [
        Finding(
            "unknown_course",
            Term(
                "第 R7 行的课程 9 不在任何一个专业里。请核对课程代码。",
                "Row R7 names 9, which is in no programme. Check the course code.",
            ),
            ("R7",),
        )
    ]


def test_a_condition_that_branches_too_often_is_left_alone() -> None:
    pair = one_or_more_of(fact("tier").equals(4), fact("rank").equals(1))
    wild = none_of(none_of(all_of(*[pair] * 13)))
    rules = book(valuations=(worth("V", "1", wild),))
    assert [(each.code, each.is_error) for each in faults_of(rules, ())] == [("too_many_alternatives", False)]
    assert found(rules) == {}


def example(key: str, hours: int, *, accepted: bool, course_code: str = "1") -> ExampleRow:
    return ExampleRow(key, f"{hours} 学时", training("T", hours), "SK", course_code, accepted=accepted)


def test_examples_are_worked_again() -> None:
    """72 hours free a course of 4.0; 71 do not. An example that says otherwise keeps the book from being published."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=IS_TRAINING),))
    right = replace(rules, examples=(example("E1", 72, accepted=True), example("E2", 71, accepted=False)))
    found = proofread(right, (MAJOR,))
    assert (found.is_publishable, [each.agrees for each in found.examples]) == (True, [True, True])
    assert found.examples[0].rows == ("R",)
    wrong = proofread(replace(rules, examples=(example("E1", 71, accepted=True),)), (MAJOR,))
    assert [(error.code, error.term.zh) for error in wrong.errors] == [
        ("example_differs", "样例 E1“71 学时”应当认定，按规则算出不认定。请改规则或改样例。")
    ]


def test_an_example_is_worked_for_its_own_course_alone() -> None:
    """The training could free 1 or 2, not both; each example asks about one."""
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", "2", when=IS_TRAINING),))
    pair = (example("E1", 72, accepted=True), example("E2", 72, accepted=True, course_code="2"))
    assert proofread(replace(rules, examples=pair), (MAJOR,)).is_publishable


def test_an_example_of_a_course_that_is_not_there() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=IS_TRAINING),))
    found = proofread(replace(rules, examples=(example("E1", 72, accepted=True, course_code="9"),)), (MAJOR,))
    assert [error.code for error in found.errors] == ["example_strange"]


def test_remarks_do_not_keep_a_book_from_being_published() -> None:
    rules = book(valuations=(by_hours("V"),), rows=(frees("R", "1", when=IS_TRAINING),))
    found = proofread(rules, (MAJOR,))
    assert found.is_publishable
    assert {remark.code for remark in found.remarks} == {"gap", "courses_unreached", "no_examples"}


def test_a_book_with_faults_is_not_read_further() -> None:
    found = proofread(book(rows=(frees("R", "9"),)), (MAJOR,))
    assert [finding.code for finding in found.findings] == ["unknown_course"]
    assert not found.is_publishable
