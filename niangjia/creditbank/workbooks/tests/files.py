"""Small workbooks as offices make them, to read in examples."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook

from niangjia.creditbank.engine.books import Programme
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.reading.sheets import SourceFile

ON = date(2026, 3, 2)
MAJOR_HEADER = ("专业代码", "专业名称", "年级", "总学分", "最低在校修读学分", "对口职业")
COURSE_HEADER = ("专业", "课程代码", "课程名称", "学分", "课程类别", "最低等级")
LEARNER_HEADER = ("学号", "姓名", "证件号码", "专业", "单位")
OUTCOME_HEADER = ("学号", "成果类型", "名称", "证书编号", "取得日期", "职业", "等级", "学时")
MEI = ("001", "王梅", "340899199001010011", "数控技术", "示例机床厂")
QIANG = ("002", "李强", "340899198502030024", "数控技术", "示例机床厂")
LATHE = ("001", "技能等级证书", "车工", "S2024001", "2024-05-01", "车工", "三级", None)
HOURS = ("002", "培训学时", "安全生产培训", None, "2025-03-04", None, None, 36)


def workbook(name: str = "file.xlsx", /, **sheets: Sequence[Sequence[object]]) -> SourceFile:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return SourceFile(name, target.getvalue())


def text_file(name: str, text: str, encoding: str = "utf-8") -> SourceFile:
    return SourceFile(name, text.encode(encoding))


def programme_file() -> SourceFile:
    return workbook(
        专业=[MAJOR_HEADER, ("SK", "数控技术", 2025, 12, 4, "6-18-01")],
        课程=[
            COURSE_HEADER,
            ("SK", "1", "数控车削", 4, "专业核心课", "三级"),
            ("SK", "2", "机械制图", 4, "专业基础课", None),
            ("SK", "3", "安全生产", 2, "公共基础课", None),
            ("SK", "4", "毕业设计", 2, "实践环节", None),
        ],
    )


def programmes() -> tuple[Programme, ...]:
    content = read_programmes(programme_file()).content
    assert content is not None
    return content


def record_file(*outcomes: Sequence[object], learners: Sequence[Sequence[object]] = (MEI, QIANG)) -> SourceFile:
    return workbook(学员=[LEARNER_HEADER, *learners], 成果=[OUTCOME_HEADER, *(outcomes or (LATHE, HOURS))])
