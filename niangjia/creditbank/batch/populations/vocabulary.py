"""What made-up learners have learned, made and won, and how often: all names and figures are invented."""

from typing import Final

from niangjia.creditbank.engine.books import CertificateClass, OutcomeKind, Prize

Weighted = tuple[tuple[object, ...], tuple[int, ...]]
"""Things to draw, and how many times in all each is drawn."""

SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN: Final = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕春梅红玲辉鹏飞宇晨欣怡佳雪琳博浩然子轩梦瑶嘉诚"
)
COUNTS: Final = ((0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20), (24, 25, 19, 12, 7, 5, 3, 2, 1, 1, 1, 1))
KINDS: Final = (tuple(OutcomeKind), (30, 16, 7, 31, 7, 9))
LEVELS: Final = ((3, 4, 5, 6, 7, 8), (24, 38, 27, 8, 2, 1))  # of the eight-level system, from junior worker
TIERS: Final = ((1, 2, 3, 4, 5), (42, 22, 20, 12, 4))
PRIZES: Final = (tuple(Prize), (18, 27, 35, 20))
CLASSES: Final = (tuple(CertificateClass)[:3], (94, 4, 2))
HOURS: Final = (6, 8, 12, 16, 18, 24, 24, 32, 36, 36, 40, 48, 54, 72, 90)
MONTHS: Final = (4, 6, 8, 12, 12, 12, 18, 24, 24, 36)
SHARES: Final = (20, 30, 40, 50, 60, 100)  # hundredths
UNRELATED: Final = ("6-18-02-04", "6-31-03-05", "6-31-01-03", "4-02-06-01")
TRAININGS: Final = (
    "安全生产", "计算机应用", "职业素养", "班组长", "电工安全", "职场英语", "数控编程", "化工安全", "仓储管理",
    "工会知识",
)  # fmt: skip
EARLIER: Final = (
    ("高等数学", 4), ("大学语文", 2), ("实用英语", 4), ("信息技术", 3), ("机械制图", 3), ("机械基础", 3),
    ("管理学基础", 3), ("无机化学", 3), ("有机化学", 3), ("工程材料与热处理", 2), ("液压与气动技术", 2),
    ("统计基础", 2), ("基础会计", 3),
)  # fmt: skip
HOSTS: Final = ("示例企业工会", "示例县总工会", "示例市总工会", "示例省总工会", "全国示例竞赛组委会")  # by tier
THINGS: Final = ("工装夹具改进", "节能改造", "检测装置", "上下料机构", "操作法", "防错装置")
