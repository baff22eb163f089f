"""The demo's abilities, posts and incentive plan. Everything in it is made up."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Final
from uuid import UUID

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.clock import day_of
from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.abilities.frameworks import keep_framework
from niangjia.creditbank.abilities.models import Ability
from niangjia.creditbank.abilities.operations import open_offer, open_posts
from niangjia.creditbank.abilities.types import (
    FrameworkContent,
    Mastery,
    NewItem,
    NewOffer,
    NewPost,
    NewSource,
    OfferKind,
    SourceKind,
)
from niangjia.creditbank.incentives.plans import approve_plan, draft_plan
from niangjia.creditbank.incentives.results import file_document, open_event, reward_list
from niangjia.creditbank.incentives.types import EventKind, NewDocument, NewEvent, NewPlan, NewRule
from niangjia.creditbank.workbooks.learner_rows import LearnerRow
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.queries import actor_of, roles_of
from niangjia.kernel.access.unit_of_work import acting

TITLE: Final = "机械加工与设备能力框架（示例）"
ITEMS: Final = (
    NewItem("A", "机械加工", english="Machining"),
    NewItem("A1", "看懂零件图和装配图", "A", "Read part and assembly drawings"),
    NewItem("A2", "选用量具并检测零件", "A", "Choose gauges and measure parts"),
    NewItem("A3", "车削轴类零件", "A", "Turn shafts"),
    NewItem("A4", "铣削平面和沟槽", "A", "Mill faces and slots"),
    NewItem("A5", "磨削零件", "A", "Grind parts"),
    NewItem("A6", "编写数控车削程序", "A", "Write turning programs"),
    NewItem("A7", "编写数控铣削程序", "A", "Write milling programs"),
    NewItem("A8", "设计和使用夹具", "A", "Design and use fixtures"),
    NewItem("A9", "用 CAD/CAM 软件出图编程", "A", "Draw and program by CAD/CAM"),
    NewItem("B", "设备与电气", english="Equipment"),
    NewItem("B1", "保养和维修机床", "B", "Maintain and repair machine tools"),
    NewItem("B2", "安全接线和检修低压电路", "B", "Wire and repair low voltage circuits"),
    NewItem("B3", "编写 PLC 程序", "B", "Program PLCs"),
    NewItem("B4", "操作工业机器人", "B", "Operate industrial robots"),
    NewItem("B5", "调试液压和气动系统", "B", "Set up hydraulics and pneumatics"),
    NewItem("C", "班组与安全", english="Team and safety"),
    NewItem("C1", "按安全规程作业", "C", "Work by the safety rules"),
    NewItem("C2", "带班组开展生产", "C", "Lead a team"),
    NewItem("C3", "用电脑填报生产记录", "C", "Keep production records"),
)
COURSES: Final = {
    "A1": ("ZJ01", Mastery.DOES),
    "A2": ("ZJ03", Mastery.DOES),
    "A6": ("SK01", Mastery.DOES),
    "A7": ("SK02", Mastery.DOES),
    "A8": ("SK03", Mastery.DOES),
    "A9": ("SK04", Mastery.DOES),
    "B1": ("SK05", Mastery.DOES),
    "B5": ("ZJ06", Mastery.DOES),
}
CERTIFICATES: Final = {
    "A3": ("6-18-01-01", 3, Mastery.DOES),
    "A4": ("6-18-01-02", 3, Mastery.DOES),
    "A5": ("6-18-01-04", 3, Mastery.DOES),
    "B2": ("6-31-01-03", 3, Mastery.DOES),
    "B4": ("6-31-07", 3, Mastery.DOES),
}
TRAININGS: Final = {"A6": "数控编程", "B2": "电工安全", "C1": "安全生产", "C2": "班组长", "C3": "计算机应用"}
USUAL: Final = {"6-18-01": ("A1", "A2", "A3", "A6", "C1"), "6-31-01": ("A1", "B1", "B2", "C1")}
ORDER: Final = (("A1", "A6"), ("A1", "A8"), ("A6", "A9"), ("B2", "B3"))
POSTS: Final = {
    "数控车工": (5, "6-18-01-01", ("A1", "A2", "A6", "C1", "C3")),
    "设备维修工": (3, "6-31-01-01", ("B1", "B2", "B5", "C1")),
    "班组长": (2, None, ("C1", "C2", "C3")),
}
PRIZE: Final = fact("kind").equals("competition")
RULES: Final = (
    NewRule("市级以上一等奖", "第四条", all_of(PRIZE, fact("tier").at_least(3), fact("prize").equals("first")), 300),
    NewRule("市级以上二等奖", "第四条", all_of(PRIZE, fact("tier").at_least(3), fact("prize").equals("second")), 200),
)
EVENT: Final = "示例市职工数控技能竞赛"
PRIZES: Final = ("一等奖", "二等奖", "优秀奖")
HEADER: Final = "学号,姓名,成果类型,名称,取得日期,竞赛名称,级别,奖项,名次"


def load_abilities(federation: UUID, college: UUID) -> None:
    """A framework, and a firm (that of the clerk qiye1) with three posts and two practice places."""
    at, account = clock.now(), Account.objects.get(username="qiye1")
    firm = roles_of(account.id, on=day_of(at))[0].organisation_id
    keeper, clerk = _actor("gonghui1"), _actor("qiye1")
    with _acting(keeper):
        content = FrameworkContent(TITLE, ITEMS, _sources(college), ORDER)
        keep_framework(content, organisation_id=federation, actor=keeper, at=at)
    with _acting(clerk):
        keys = dict(Ability.objects.values_list("code", "id"))
        posts = [
            NewPost(title, count, occupation, tuple((keys[code], Mastery.DOES) for code in codes), is_inviting=True)
            for title, (count, occupation, codes) in POSTS.items()
        ]
        open_posts(posts, organisation_id=firm, actor=clerk, at=at)
        for title, codes in (("数控机床跟班实践", ("A6", "A8")), ("机床维修跟班实践", ("B1", "B5"))):
            gives = tuple((keys[code], Mastery.DOES) for code in codes)
            days = day_of(at) + timedelta(days=30), day_of(at) + timedelta(days=90)
            offer = NewOffer(OfferKind.PRACTICE, title, "本厂二车间", *days, 4, gives)
            open_offer(offer, organisation_id=firm, actor=clerk, at=at)


def load_plan(federation: UUID, body: UUID, learners: tuple[LearnerRow, ...]) -> None:
    """A plan in force, and one bureau's result document with three prizes that wait to be certified."""
    drafter, second, at = _actor("gonghui1"), _actor("gonghui2"), clock.now()
    today = day_of(at)
    year = today.replace(month=1, day=1), today.replace(month=12, day=31)
    with _acting(drafter):
        plan = NewPlan(f"{today.year} 年学分激励计划（示例）", *year, 20_000, RULES)
        plan_id = draft_plan(plan, organisation_id=federation, actor=drafter, at=at)
    with _acting(second):
        approve_plan(plan_id, actor=second, at=at)
    event = NewEvent(EVENT, EventKind.COMPETITION, "示例市人社局", today)
    number, file_name = f"示人社〔{today.year}〕31 号", "结果文件（示例）.pdf"
    paper = NewDocument("示例市人社局", number, today, file_name, b"%PDF-1.4\n% made up for the demo\n%%EOF\n")
    rows = [
        f"{learner.number},{learner.name},竞赛获奖,数控车工{prize},{today},{EVENT},市级,{prize},{rank}"
        for rank, (learner, prize) in enumerate(zip(learners, PRIZES, strict=False), start=1)
    ]
    file = SourceFile("获奖名单（示例）.csv", "\n".join([HEADER, *rows]).encode())
    with _acting(drafter):
        event_id = open_event(event, organisation_id=federation, actor=drafter, at=at)
        document_id = file_document(event_id, paper, organisation_id=federation, actor=drafter, at=at)
        reward_list(plan_id, document_id, file, body_id=body, actor=drafter, at=at)


def _sources(college: UUID) -> list[NewSource]:
    kinds = SourceKind
    courses = [
        NewSource(code, mastery, kinds.COURSE, college_id=college, programme_code="SK2025", course_code=course)
        for code, (course, mastery) in COURSES.items()
    ]
    certificates = [
        NewSource(code, mastery, kinds.CERTIFICATE, occupation=occupation, certificate_level=level)
        for code, (occupation, level, mastery) in CERTIFICATES.items()
    ]
    trainings = [NewSource(code, Mastery.DOES, kinds.TRAINING, subject=text) for code, text in TRAININGS.items()]
    usual = [
        NewSource(code, Mastery.DOES, kinds.OCCUPATION, occupation=occupation)
        for occupation, codes in USUAL.items()
        for code in codes
    ]
    return [*courses, *certificates, *trainings, *usual]


def _actor(username: str) -> Actor:
    return actor_of(Account.objects.get(username=username), at=clock.now())


def _acting(actor: Actor) -> AbstractContextManager[None]:
    return acting(actor, before=SYSTEM)
