"""The program that sets papers, run by itself: a job as JSON comes in, pages in base64 go out."""

import json
import resource
import sys
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import typst

TEMPLATE: Final = Path(__file__).with_name("paper.typ")
CPU_SECONDS: Final = 15
MEMORY_BYTES: Final = 2 << 30
STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]
DOTS_PER_INCH: Final = 110


def main() -> None:
    """Read a job, set it, write its pages."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    job = json.load(sys.stdin)
    year, month, day = job["sheets"][0]["issued"]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=job["fonts"])
    is_pdf = job["format"] == "pdf"
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(
        TEMPLATE.read_bytes(),
        format=job["format"],
        ppi=None if is_pdf else DOTS_PER_INCH,
        sys_inputs={"sheets": json.dumps(job["sheets"], ensure_ascii=False)},
        pdf_standards=[*STANDARDS] if is_pdf else None,
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
    pages = [made] if isinstance(made, bytes) else made or []
    json.dump([b64encode(page).decode() for page in pages], sys.stdout)


if __name__ == "__main__":
    main()
