"""Rows of the sheet 折算: what each outcome is worth, first match. All figures are made up."""

from collections.abc import Iterator

Row = dict[str, object]


def valuation_rows() -> list[Row]:
    """The table 折算, first match: certificates, prizes, results, hours, months, courses."""
    return [
        *numbered("Z", [*_certificates(), *_prizes(), *_results()]),
        {
            "id": "Z90",
            "article": "第九条",
            "if_kind": "培训学时",
            "if_subject": "安全生产",
            "measure": "学时",
            "per": 16,
        },
        {"id": "Z91", "article": "第九条", "if_kind": "培训学时", "measure": "学时", "per": 18},
        {"id": "Z92", "article": "第十条", "if_kind": "师带徒", "if_least_months": 36, "credits": 4},
        {"id": "Z93", "article": "第十条", "if_kind": "师带徒", "if_least_months": 24, "credits": 3},
        {"id": "Z94", "article": "第十条", "if_kind": "师带徒", "if_least_months": 12, "credits": 2},
        {"id": "Z95", "article": "第十条", "if_kind": "师带徒", "if_least_months": 6, "credits": 1},
        {
            "id": "Z96",
            "article": "第十一条",
            "if_kind": "已修课程",
            "if_least_score": 60,
            "measure": "原学分",
            "per": 1,
        },
    ]


def numbered(letter: str, rows: list[Row]) -> list[Row]:
    """The rows, each with a number of its own: Z01, Z02 and so on."""
    return [{"id": f"{letter}{position:02}", **row} for position, row in enumerate(rows, start=1)]


def _certificates() -> Iterator[Row]:
    worth = {
        "首席技师": 14,
        "特级技师": 12,
        "一级/高级技师": 11,
        "二级/技师": 9,
        "三级/高级工": 7,
        "四级/中级工": 4,
        "五级/初级工": 2,
    }
    for level, credits_ in worth.items():
        yield {"article": "第六条", "if_kind": "技能等级证书", "if_level": level, "credits": credits_}


def _prizes() -> Iterator[Row]:
    alone = {"国家级": (6, 5, 4), "省级": (4, 3, 2), "市级": (3, 2, 1.5), "县级": (2, 1, 0.5), "企业级": (1, 0.5, 0.5)}
    for tier, worth in alone.items():
        for prize, credits_ in zip(("一等奖", "二等奖", "三等奖"), worth, strict=True):
            yield {
                "article": "第七条一",
                "if_kind": "竞赛获奖",
                "if_tier": tier,
                "if_prize": prize,
                "if_is_team": "个人",
                "credits": credits_,
            }
    for tier in ("国家级", "省级"):
        yield {
            "article": "第七条一",
            "if_kind": "竞赛获奖",
            "if_tier": tier,
            "if_prize": "优秀奖",
            "if_is_team": "个人",
            "credits": 1,
        }
    together = {"国家级": (3, 2, 1), "省级": (2, 1.5, 1), "市级": (1, 0.5, 0.5)}
    for tier, worth in together.items():
        for rank, credits_ in enumerate(worth, start=1):
            yield {
                "article": "第七条二",
                "if_kind": "竞赛获奖",
                "if_tier": tier,
                "if_is_team": "团体",
                "if_most_rank": rank,
                "credits": credits_,
            }


def _results() -> Iterator[Row]:
    for tier, credits_ in {"国家级": 5, "省级": 4, "市级": 3, "县级": 2, "企业级": 1}.items():
        yield {"article": "第八条", "if_kind": "五小成果", "if_tier": tier, "credits": credits_, "times_share": "是"}
