"""The made-up programme: eight majors of the 2025 adult associate-degree intake, about 80 credits each."""

from typing import Final, NamedTuple

INTAKE: Final = 2025
TOTAL: Final = 80
RESIDENCY: Final = 40


class Subject(NamedTuple):
    """A course: code, name, credits; the least certificate level that may free it; term."""

    code: str
    name: str
    credits: str
    term: int
    level: str | None = None
    never: bool = False


class Major(NamedTuple):
    """A major: its occupations by code, its own basic and core courses."""

    code: str
    title: str
    occupations: tuple[str, ...]
    basic: tuple[Subject, ...]
    core: tuple[Subject, ...]
    training: str


GENERAL: Final = (
    Subject("GG01", "思想道德与法治", "3", 1, never=True),
    Subject("GG02", "毛泽东思想和中国特色社会主义理论体系概论", "2", 2, never=True),
    Subject("GG03", "习近平新时代中国特色社会主义思想概论", "3", 2, never=True),
    Subject("GG04", "形势与政策", "1", 1, never=True),
    Subject("GG05", "大学语文", "2", 1),
    Subject("GG06", "高等数学", "4", 1),
    Subject("GG07", "实用英语", "4", 1),
    Subject("GG08", "信息技术", "3", 2),
    Subject("GG09", "体育与健康", "2", 1, never=True),
    Subject("GG10", "安全生产与职业健康", "2", 1),
    Subject("GG11", "职业素养与工匠精神", "2", 2),
)
DRAWING: Final = Subject("ZJ01", "机械制图", "3", 2)
MECHANICS: Final = Subject("ZJ02", "机械基础", "3", 2)
MEASURING: Final = Subject("ZJ03", "公差配合与测量技术", "2", 3)
MATERIALS: Final = Subject("ZJ04", "工程材料与热处理", "2", 3)
ELECTRICS: Final = Subject("ZJ05", "电工电子技术", "4", 2)
HYDRAULICS: Final = Subject("ZJ06", "液压与气动技术", "2", 3)
CIRCUITS: Final = Subject("ZJ07", "电气制图与 CAD", "3", 3)
PROGRAMMING: Final = Subject("ZJ08", "C 语言程序设计", "3", 3)
POWER: Final = Subject("ZJ09", "电力电子技术", "3", 3)
_MECHANICAL: Final = (DRAWING, MECHANICS, MEASURING, MATERIALS, ELECTRICS, HYDRAULICS)
_ELECTRICAL: Final = (DRAWING, ELECTRICS, CIRCUITS, PROGRAMMING, POWER)


def _core(prefix: str, *names: str) -> tuple[Subject, ...]:
    """Six core courses of 4, 4, 3, 3, 3 and 3 credits; the two largest ask for 三级, the others for 四级."""
    worth = ("4", "4", "3", "3", "3", "3")
    levels = ("三级/高级工", "三级/高级工", "四级/中级工", "四级/中级工", "四级/中级工", "四级/中级工")
    return tuple(
        Subject(f"{prefix}{position:02}", name, each, 3 + position // 3, level)
        for position, (name, each, level) in enumerate(zip(names, worth, levels, strict=True), start=1)
    )


MAJORS: Final = (
    Major(
        "SK2025",
        "数控技术",
        ("6-18-01", "6-20-03-01"),
        _MECHANICAL,
        _core(
            "SK",
            "数控车削编程与加工",
            "数控铣削编程与加工",
            "机械制造工艺与夹具",
            "CAD/CAM 应用",
            "数控机床装调与维修",
            "多轴加工技术",
        ),
        "数控加工技能实训",
    ),
    Major(
        "JD2025",
        "机电一体化技术",
        ("6-31-01", "6-20-01-01", "6-20-03-01"),
        _MECHANICAL,
        _core(
            "JD",
            "机电设备装调与维修",
            "PLC 应用技术",
            "传感器与检测技术",
            "伺服与变频技术",
            "机电设备管理",
            "自动化生产线安装与调试",
        ),
        "机电设备维修实训",
    ),
    Major(
        "QC2025",
        "新能源汽车技术",
        ("6-22-02", "4-12-01"),
        (DRAWING, MECHANICS, MATERIALS, ELECTRICS, Subject("QC10", "汽车构造", "4", 2)),
        _core(
            "QC",
            "动力电池及管理系统",
            "驱动电机及控制技术",
            "新能源汽车电气系统检修",
            "汽车底盘检修",
            "新能源汽车综合故障诊断",
            "汽车装配工艺",
        ),
        "新能源汽车检修实训",
    ),
    Major(
        "HG2025",
        "应用化工技术",
        ("6-11", "6-31-03-01"),
        (
            Subject("HJ01", "无机化学", "3", 2),
            Subject("HJ02", "有机化学", "3", 2),
            Subject("HJ03", "分析化学", "4", 2),
            Subject("HJ04", "化工制图", "2", 3),
            Subject("HJ05", "物理化学", "2", 3),
            Subject("HJ06", "化工仪表及自动化", "2", 3),
        ),
        _core(
            "HG",
            "化工单元操作",
            "化学反应过程与设备",
            "化工 DCS 操作与控制",
            "化工安全技术",
            "精细化工生产技术",
            "环境保护概论",
        ),
        "化工总控技能实训",
    ),
    Major(
        "JQ2025",
        "工业机器人技术",
        ("6-31-07", "6-31-01-10"),
        _ELECTRICAL,
        _core(
            "JQ",
            "工业机器人操作与编程",
            "工业机器人系统集成",
            "机器视觉应用",
            "工业机器人维护与保养",
            "PLC 与工业网络",
            "离线编程与仿真",
        ),
        "工业机器人操作实训",
    ),
    Major(
        "DQ2025",
        "电气自动化技术",
        ("6-31-01-03", "6-28-01", "6-24-02"),
        _ELECTRICAL,
        _core(
            "DQ",
            "电机与电气控制",
            "PLC 与变频器应用",
            "供配电技术",
            "自动控制原理与系统",
            "过程控制技术",
            "电气设备安装与检修",
        ),
        "电工技能实训",
    ),
    Major(
        "MJ2025",
        "模具设计与制造",
        ("6-18-04", "6-18-01"),
        _MECHANICAL,
        _core(
            "MJ",
            "冲压工艺与模具设计",
            "注塑成型工艺与模具设计",
            "模具制造技术",
            "模具 CAD/CAE",
            "模具数控加工",
            "模具装配与调试",
        ),
        "模具制作实训",
    ),
    Major(
        "WL2025",
        "现代物流管理",
        ("4-02-06", "6-30-05-01"),
        (
            Subject("WJ01", "管理学基础", "3", 2),
            Subject("WJ02", "经济学基础", "3", 2),
            Subject("WJ03", "物流学基础", "3", 2),
            Subject("WJ04", "统计基础", "2", 3),
            Subject("WJ05", "物流法规", "2", 3),
            Subject("WJ06", "基础会计", "3", 3),
        ),
        _core("WL", "仓储与配送管理", "供应链管理", "运输管理实务", "采购管理", "物流信息技术", "物流成本管理"),
        "仓储作业实训",
    ),
)
