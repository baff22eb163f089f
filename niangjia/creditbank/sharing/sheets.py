"""Papers laid out: what stands on a transcript and on an attestation, word for word, in one language."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

import rfc8785
import segno

from niangjia.core.terms import Term
from niangjia.creditbank.engine.wording import day
from niangjia.creditbank.sharing.codes import grouped
from niangjia.creditbank.sharing.types import CourseLine, DecisionLine, OnRecord, OutcomeLine, PaperKind, Studies

MOST_ON_ATTESTATION: Final = 6  # so that it always fits one page, which longer texts than these would not
LONGEST_ON_ATTESTATION: Final = 40
NUMBER: Final = Term("证件号码", "Identity number")
HEADS: Final = {
    "outcomes": (
        Term("学习成果", "Learning outcomes"),
        Term("成果", "Outcome"),
        Term("编号、颁发", "Number, awarded by"),
        Term("取得日期", "Awarded on"),
        Term("认证机构", "Certified by"),
        Term("标准学分", "Std. credits"),
    ),
    "courses": (
        Term("课程", "Courses"),
        Term("课程", "Course"),
        Term("方式", "Way"),
        Term("成绩", "Mark"),
        Term("学分", "Credits"),
        Term("日期", "On"),
    ),
    "decisions": (
        Term("认定决定", "Decisions of recognition"),
        Term("文号", "Number"),
        Term("依据", "By"),
        Term("课程", "Courses"),
        Term("学分", "Credits"),
        Term("日期", "On"),
    ),
}
WIDTHS: Final = {"outcomes": (4, 4, 0, 3, 0), "courses": (5, 0, 0, 0, 0), "decisions": (0, 5, 0, 0, 0)}
FIGURES: Final = {"outcomes": (4,), "courses": (3,), "decisions": (2, 3)}
NONE_YET: Final = Term("没有登记。", "None on record.")
REVERSED: Final = Term("（已冲销）", " (reversed)")
BOOK: Final = Term("《{title}》第 {version} 版", "{title}, version {version}")
LEFT: Final = Term("标准学分还剩 {left}。", "{left} standard credits are left.")
RECOGNISED: Final = Term(
    "认定课程学分合计 {sum}，与学分账一致。", "{sum} course credits recognised, as the ledger proves."
)
ENROLLED: Final = Term("{college}　{programme}　学号 {number}", "{college}, {programme}, student number {number}")
ATTESTED: Final = Term(
    "兹证明：{name}（证件号码 {number}）在职工学分银行存有经认证的学习成果 {outcomes} 项；经学院按公布的规则认定课程 "
    "{courses} 门，计 {credits} 学分。",
    "This is to attest that {name} (identity number {number}) holds {outcomes} certified learning outcome(s) in the "
    "workers' credit bank, and that {courses} course(s) worth {credits} credits were recognised by published rules.",
)
HEREBY: Final = Term("特此证明。", "Issued at the holder's request.")
MORE: Final = Term("另有 {count} 项，见成绩单。", "{count} more: see the transcript.")
BY_HERSELF: Final = Term(
    "本件由本人从职工学分银行取得。真伪与现状以核验结果为准。",
    "Taken by its holder from the workers' credit bank. What the verification says is decisive.",
)
BY_COLLEGE: Final = Term(
    "本件由学院教务打印，盖章有效。真伪与现状以核验结果为准。",
    "Printed by the registrar, valid when sealed. What the verification says is decisive.",
)
SEAL: Final = Term("（盖章处）", "(seal)")
PAGE_OF: Final = Term("第 {{n}} 页　共 {{m}} 页", "Page {{n}} of {{m}}")
VERIFY_AT: Final = Term("扫码核验，或打开 {address} 输入核验码", "Scan to verify, or enter the code at {address}")
HASH_LINE: Final = Term("内容校验值 SHA-256 {hash}", "SHA-256 of the content {hash}")
FONT_LINE: Final = Term(
    "本件正文以思源宋体（Noto Serif SC）代仿宋。", "Set in Noto Serif SC, which stands in for FangSong."
)
QR_ALT: Final = Term("核验用二维码", "QR code for verification")


@dataclass(frozen=True, slots=True)
class Told:
    """Whom a paper is about and who stands for it, beside what is on record."""

    number: str  # masked
    issuer: str
    by_college: bool


def sheet_of(record: OnRecord, told: Told, *, kind: PaperKind, language: str, on: date) -> dict[str, Any]:
    """A paper laid out, without its code: texts alone, which are what is hashed and kept."""
    say = _in(language)
    body = _transcript(record, told, language) if kind is PaperKind.TRANSCRIPT else _attestation(record, told, language)
    return {
        "title": say(kind.term),
        "lang": "en" if language == "en" else "zh",
        "region": "gb" if language == "en" else "cn",
        "issuer": told.issuer,
        "seal": say(SEAL),
        "seal_note": say(BY_COLLEGE if told.by_college else BY_HERSELF),
        "indent": 0 if language == "en" else 2,
        "issued": [on.year, on.month, on.day],
        "issued_on": say(day(on)),
        **body,
    }


def content_hash(sheet: dict[str, Any]) -> str:
    """SHA-256 of what a paper says, whatever the day on which it says so (RFC 8785)."""
    undated = {name: value for name, value in sheet.items() if name not in {"issued", "issued_on"}}
    return sha256(rfc8785.dumps(undated)).hexdigest()


def with_code(sheet: dict[str, Any], *, code: str, language: str, verify_url: str) -> dict[str, Any]:
    """A sheet with its foot: the code, the QR code to verify it by, the hash. ``verify_url`` ends in a slash."""
    say = _in(language)
    drawn = io.BytesIO()
    segno.make(f"{verify_url}{code}/", error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=0)
    return sheet | {
        "code": grouped(code),
        "qr": drawn.getvalue().decode(),
        "qr_alt": say(QR_ALT),
        "verify_at": say(VERIFY_AT.format(address=verify_url)),
        "hash_line": say(HASH_LINE.format(hash=content_hash(sheet))),
        "font_line": say(FONT_LINE),
        "page_of": say(PAGE_OF.format()),
    }


def _transcript(record: OnRecord, told: Told, language: str) -> dict[str, Any]:
    say = _in(language)
    studies = [part for each in record.studies for part in _of_studies(each, language)]
    left = say(LEFT.format(left=record.left))
    return {
        "facts": [[say(Term("姓名", "Name")), record.name], [say(NUMBER), told.number]],
        "paragraphs": [],
        "sections": [_section("outcomes", _outcome_rows(record.outcomes, language), language, note=left), *studies],
        "notes": [],
    }


def _of_studies(studies: Studies, language: str) -> list[dict[str, Any]]:
    say = _in(language)
    heading = say(ENROLLED.format(college=studies.college, programme=studies.programme, number=studies.student_number))
    total = say(RECOGNISED.format(sum=studies.recognised))
    courses = _section("courses", _course_rows(studies.courses, language), language, note=total)
    return [courses | {"title": heading}, _section("decisions", _decision_rows(studies.decisions, language), language)]


def _attestation(record: OnRecord, told: Told, language: str) -> dict[str, Any]:
    say = _in(language)
    lines = _outcome_rows(record.outcomes[:MOST_ON_ATTESTATION], language)
    rows = [[_cut(text) for text in line] for line in lines]
    more = len(record.outcomes) - len(rows)
    attested = ATTESTED.format(
        name=record.name,
        number=told.number,
        outcomes=len(record.outcomes),
        courses=recognised_count(record),
        credits=_credits(record.recognised),
    )
    note = say(MORE.format(count=more)) if more else ""
    return {
        "facts": [],
        "paragraphs": [say(attested), say(HEREBY)],
        "sections": [_section("outcomes", rows, language, note=note)] if rows else [],
        "notes": [],
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ON_ATTESTATION else text[: LONGEST_ON_ATTESTATION - 1] + "…"


def recognised_count(record: OnRecord) -> int:
    """How many courses were recognised: those that name a decision."""
    return sum(bool(line.decision) for each in record.studies for line in each.courses)


def _section(key: str, rows: Sequence[Sequence[str]], language: str, *, note: str = "") -> dict[str, Any]:
    say = _in(language)
    title, *heads = HEADS[key]
    return {
        "title": say(title),
        "heads": [say(head) for head in heads],
        "widths": list(WIDTHS[key]),
        "figures": list(FIGURES[key]),
        "rows": [list(row) for row in rows],
        "empty": say(NONE_YET),
        "note": note,
    }


def _outcome_rows(lines: Iterable[OutcomeLine], language: str) -> list[list[str]]:
    say = _in(language)
    return [
        [
            say(line.title),
            "　".join(filter(None, (line.number, line.issuer))) or "—",
            say(day(line.awarded_on)),
            line.body,
            _credits(line.value),
        ]
        for line in lines
    ]


def _course_rows(lines: Iterable[CourseLine], language: str) -> list[list[str]]:
    say = _in(language)
    return [[line.name, say(line.way), line.mark, _credits(line.credits), say(day(line.on))] for line in lines]


def _decision_rows(lines: Iterable[DecisionLine], language: str) -> list[list[str]]:
    say = _in(language)
    return [
        [
            line.number + (say(REVERSED) if line.is_reversed else ""),
            say(BOOK.format(title=line.book, version=line.version)),
            str(line.courses_count),
            _credits(line.credits),
            say(day(line.on)),
        ]
        for line in lines
    ]


def _credits(value: Decimal) -> str:
    return f"{value:.1f}" if value == value.quantize(Decimal("0.1")) else f"{value:.2f}"


def _in(language: str) -> "Say":
    return Say(language)


@dataclass(frozen=True, slots=True)
class Say:
    """Says terms in one language."""

    language: str

    def __call__(self, term: Term) -> str:
        """The term in the language."""
        return term.in_language(self.language)
