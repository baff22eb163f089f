"""What an English page may still say in Chinese: names and numbers that people wrote, nothing of ours."""

import re

from playwright.sync_api import Page

from niangjia.web.tests.college import ALL, BOOK, PROGRAMME, TABLE

HAN = re.compile(r"[\u4e00-\u9fff]+")
WRITTEN = (
    *(course.name for course in PROGRAMME.courses),
    *(course.category for course in PROGRAMME.courses),
    *(row.article for book in (BOOK, TABLE) for row in (*book.valuations, *book.rows, *book.never)),
    *(row.mark or "" for row in BOOK.rows),
    *(word or "" for outcome in ALL for word in (outcome.title, outcome.issuer, outcome.subject)),
    PROGRAMME.title,
    BOOK.title,
    TABLE.title,
    BOOK.publisher,
    TABLE.publisher,
    "数控一班",
    "望溪禾柏精工有限公司",
    "周晓岚",
    "林静",
    "职工",  # the accounts' labels
    "教务",
    "认证员",
    "认定",  # the series of a claim's number
    "中文",  # the switch back
    "“学员”",  # a sheet of the workbook that is to be uploaded
    "示例",  # the mark on samples, which the foot of every page translates
    "娘",  # the mark
)
NAMES = re.compile("|".join(re.escape(word) for word in sorted(set(filter(None, WRITTEN)), key=len, reverse=True)))


def chinese_left(page: Page) -> list[str]:
    """The lines of the page that still hold Chinese once all names are taken out."""
    lines = page.locator("body").inner_text().splitlines()
    return [line for line in lines if HAN.search(NAMES.sub("", line))]
