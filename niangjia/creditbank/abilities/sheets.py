"""The workbook of a framework: 框架, 能力, 来源, 先后."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from niangjia.core.terms import Term
from niangjia.creditbank.abilities.types import FrameworkContent, Mastery, NewItem, NewSource, SourceKind
from niangjia.creditbank.workbooks.forms.programme import LEVELS_TOLD
from niangjia.creditbank.workbooks.reading.cells.occupations import read_occupation_group
from niangjia.creditbank.workbooks.reading.cells.plain import read_identifier, read_text
from niangjia.creditbank.workbooks.reading.cells.words import choice, read_level
from niangjia.creditbank.workbooks.reading.forms import Column, Form
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.reading.workbook import Reading, Tables, read_tables
from niangjia.creditbank.workbooks.writing.office import OutColumn, OutSheet, workbook_bytes
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.types import OrganisationKind

MASTERY_WORDS: Final = {each.term.zh: each for each in Mastery}
KIND_WORDS: Final = {
    "证书": SourceKind.CERTIFICATE,
    "课程": SourceKind.COURSE,
    "培训": SourceKind.TRAINING,
    "岗位工作": SourceKind.OCCUPATION,
}
FRAMEWORK: Final = Form(
    Term("框架", "Framework"), (Column("title", Term("框架名称", "Framework title"), read_text, needed=True, width=30),)
)
ITEMS: Final = Form(
    Term("能力", "Abilities"),
    (
        Column("code", Term("能力代码", "Ability code"), read_identifier, ("代码",), needed=True),
        Column("statement", Term("能力", "Ability"), read_text, ("能力名称", "能力描述"), needed=True, width=36),
        Column("parent", Term("上级代码", "Parent code"), read_identifier, ("上级",), note="空白为最上一级"),
        Column("english", Term("英文", "English"), read_text, width=30),
    ),
)
SOURCES: Final = Form(
    Term("来源", "Sources"),
    (
        Column("ability", Term("能力代码", "Ability code"), read_identifier, ("能力",), needed=True),
        Column(
            "mastery",
            Term("掌握程度", "Mastery"),
            choice(MASTERY_WORDS),
            ("程度",),
            needed=True,
            choices=tuple(MASTERY_WORDS),
        ),
        Column(
            "kind",
            Term("来源种类", "Kind of source"),
            choice(KIND_WORDS),
            ("种类",),
            needed=True,
            choices=tuple(KIND_WORDS),
            note="证书、课程、培训能证明这项能力；岗位工作表示这种岗位需要它",
        ),
        Column(
            "occupation",
            Term("职业", "Occupation"),
            read_occupation_group,
            note="证书和岗位工作要填：职业名称或编码，可填到小类",
            width=20,
        ),
        Column("level", Term("证书等级", "Level"), read_level, choices=LEVELS_TOLD, note="证书要填：不低于这一级"),
        Column("college", Term("学院", "College"), read_text, note="课程要填：学院全称", width=24),
        Column("programme", Term("专业代码", "Major code"), read_identifier, note="课程要填"),
        Column("course", Term("课程代码", "Course code"), read_identifier, note="课程要填"),
        Column("subject", Term("培训内容", "Subject"), read_text, note="培训要填：与成果里的“内容”相同", width=20),
    ),
    needed=False,
)
ORDER: Final = Form(
    Term("先后", "Order"),
    (
        Column("first", Term("先学代码", "First"), read_identifier, needed=True),
        Column("second", Term("后学代码", "Second"), read_identifier, needed=True),
    ),
    needed=False,
)
FORMS: Final = (FRAMEWORK, ITEMS, SOURCES, ORDER)
NEEDED: Final[Mapping[SourceKind, tuple[str, ...]]] = {
    SourceKind.CERTIFICATE: ("occupation", "level"),
    SourceKind.COURSE: ("college", "programme", "course"),
    SourceKind.TRAINING: ("subject",),
    SourceKind.OCCUPATION: ("occupation",),
}
MISSING: Final = Term("这种来源要填这一列", "this kind of source needs it")
NO_CODE: Final = Term("“能力”表里没有这个代码", "the sheet of abilities has no such code")
TWICE: Final = Term("这个代码上面已经写过", "this code stands above already")
NO_COLLEGE: Final = Term("系统里没有这所学院；请写全称", "no such college is registered: write its full name")
ONE_TITLE: Final = Term("只写一个框架名称", "write one title only")


def read_framework(file: SourceFile) -> Reading[FrameworkContent]:
    """The framework of a workbook; every fault at once, and nothing of it where there is one."""
    tables = read_tables([file], FORMS)
    titles = [row["title"] for table in tables.of(FRAMEWORK) for _, row in table.rows()]
    items = _items(tables)
    known = {item.code for item in items}
    _check_parents(tables, known)
    sources = _sources(tables, known)
    pairs = _pairs(tables, known)
    if len(titles) != 1 and not tables.faults:
        tables.refuse("one_title", FRAMEWORK.label.zh, "、".join(titles), ONE_TITLE)
    faults = tables.faults_in_order()
    if faults:
        return Reading(None, faults)
    return Reading(FrameworkContent(titles[0][:120], items, sources, pairs))


def framework_template(on: date) -> bytes:
    """An empty workbook of a framework."""
    sheets = [
        OutSheet(
            form.label.zh,
            tuple(
                OutColumn(each.label.zh, each.width, choices=each.choices, prompt=each.note) for each in form.columns
            ),
            [],
            list_rows=200,
        )
        for form in FORMS
    ]
    return workbook_bytes(sheets, on=on, subject="能力框架模板")


def _items(tables: Tables) -> list[NewItem]:
    found: dict[str, NewItem] = {}
    for table in tables.of(ITEMS):
        for position, row in list(table.rows()):
            if row["code"] in found:
                table.refuse(position, "code", "code_twice", TWICE)
                continue
            found[row["code"]] = NewItem(
                row["code"][:40], row["statement"][:200], row.get("parent"), (row.get("english") or "")[:200]
            )
    return list(found.values())


def _check_parents(tables: Tables, known: set[str]) -> None:
    for table in tables.of(ITEMS):
        for position, row in list(table.rows()):
            if row.get("parent") is not None and row["parent"] not in known:
                table.refuse(position, "parent", "code_unknown", NO_CODE)


def _sources(tables: Tables, known: set[str]) -> list[NewSource]:
    colleges = dict(Organisation.objects.filter(kind=OrganisationKind.COLLEGE).values_list("name", "party_id"))
    found = []
    for table in tables.of(SOURCES):
        for position, row in list(table.rows()):
            if _is_whole(table, position, row, known, colleges):
                found.append(_source(row, colleges))
    return found


def _is_whole(
    table: Table, position: int, row: Mapping[str, Any], known: set[str], colleges: Mapping[str, UUID]
) -> bool:
    faults = [(name, "source_incomplete", MISSING) for name in NEEDED[row["kind"]] if row.get(name) is None]
    if row["ability"] not in known:
        faults.append(("ability", "code_unknown", NO_CODE))
    if row["kind"] is SourceKind.COURSE and row.get("college") and row["college"] not in colleges:
        faults.append(("college", "college_unknown", NO_COLLEGE))
    for name, code, expected in faults:
        table.refuse(position, name, code, expected)
    return not faults


def _source(row: Mapping[str, Any], colleges: Mapping[str, UUID]) -> NewSource:
    kind, wanted = row["kind"], NEEDED[row["kind"]]
    told = {name: row[name] for name in wanted}
    level = told.get("level")
    return NewSource(
        ability=row["ability"],
        mastery=row["mastery"],
        kind=kind,
        occupation=told.get("occupation"),
        certificate_level=None if level is None else int(level),
        college_id=colleges.get(told.get("college", "")),
        programme_code=told.get("programme"),
        course_code=told.get("course"),
        subject=told.get("subject"),
    )


def _pairs(tables: Tables, known: set[str]) -> list[tuple[str, str]]:
    found = []
    for table in tables.of(ORDER):
        for position, row in list(table.rows()):
            unknown = [name for name in ("first", "second") if row[name] not in known]
            for name in unknown:
                table.refuse(position, name, "code_unknown", NO_CODE)
            if not unknown:
                found.append((row["first"], row["second"]))
    return found
