"""Nothing grows past what one can hold in the head: files, functions, models. Exceptions may only become fewer."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

FILE_LINES = 400
FUNCTION_LINES = 50
MODEL_FIELDS = 20
FOLDERS = ("niangjia", "tests", "soak", "bench", "conformance", "examples")
# path or name: its size on the day on which it was let pass; may only shrink
EXCEPTIONS: dict[str, int] = {}


def sources() -> Iterator[Path]:
    root = settings.PROJECT
    for folder in FOLDERS:
        yield from (path for path in (root / folder).rglob("*.py") if "migrations" not in path.parts)
    yield from root.glob("*.py")


def functions() -> Iterator[tuple[str, int]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(settings.PROJECT)}:{node.name}"
                yield name, (node.end_lineno or node.lineno) - node.lineno + 1


def too_large(sizes: Iterator[tuple[str, int]], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes if size > EXCEPTIONS.get(name, limit)}


def test_no_file_passes_400_lines():
    texts = (path for folder in ("*.py", "*.html", "*.css", "*.js", "*.sql") for path in _all(folder))
    sizes = ((str(path.relative_to(settings.PROJECT)), path.read_text().count("\n")) for path in texts)
    assert too_large(sizes, FILE_LINES) == {}


def test_no_function_passes_50_lines():
    assert too_large(functions(), FUNCTION_LINES) == {}


def test_no_model_passes_20_fields():
    models = (model for model in apps.get_models() if model.__module__.startswith("niangjia."))
    assert too_large(((model._meta.label, len(model._meta.local_fields)) for model in models), MODEL_FIELDS) == {}


def test_exceptions_are_still_needed():
    sizes = dict(functions()) | {str(path.relative_to(settings.PROJECT)): _lines(path) for path in sources()}
    assert {name: size for name, size in EXCEPTIONS.items() if sizes.get(name, 0) != size} == {}


def _all(pattern: str) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in (settings.PROJECT / folder).rglob(pattern) if "migrations" not in path.parts)


def _lines(path: Path) -> int:
    return path.read_text().count("\n")
