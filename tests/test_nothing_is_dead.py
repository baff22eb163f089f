"""What is defined is named somewhere else: a function that only its own definition names has no reader."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORD = re.compile(r"\w+")
SOURCES = [
    path
    for folder in ("niangjia", "bench", "conformance", "soak", "tests", "examples", "docs")
    for ending in ("*.py", "*.html", "*.md")
    for path in (ROOT / folder).rglob(ending)
] + [ROOT / name for name in ("conftest.py", "set_up.py", "pyproject.toml")]
BY_FRAMEWORKS = re.compile(r"^(test_|pytest_|__)|^(handler\d+|ready|forwards|backwards)$")


def defined(path: Path) -> Iterator[str]:
    """The functions and classes at the top of a file that nothing but their name leads to."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name


def test_every_function_and_class_is_named_elsewhere() -> None:
    words = Counter(word for path in SOURCES for word in WORD.findall(path.read_text()))
    alone = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "niangjia").rglob("*.py"))
        if "migrations" not in path.parts and "tests" not in path.parts and path.name != "apps.py"
        for name in defined(path)
        if words[name] == 1 and not BY_FRAMEWORKS.search(name)
    ]
    assert alone == []
