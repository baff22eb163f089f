"""Lock files name what and which, never where from: they must work behind any mirror."""

import json
import re

import pytest
from django.conf import settings

REQUIREMENTS = (
    "requirements/run",
    "requirements/dev",
    "requirements/tool",
    "requirements/node",
    "requirements/spark",
    "bench/peers",
)
ADDRESS = re.compile(r"(?:https?|git|ssh)://|(?<!emit-)index-url|find-links", re.IGNORECASE)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_python_lock_has_hashes_and_no_address(name):
    text = (settings.PROJECT / f"{name}.txt").read_text()
    assert ADDRESS.findall(text) == []
    pinned = re.findall(r"^([a-z0-9][\w.\-\[\]]*)==", text, re.MULTILINE)
    assert pinned
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_what_is_developed_with_is_what_is_run_with():
    pins = {
        name: dict(
            re.findall(
                r"^([a-z0-9][\w.\-]*)(?:\[[^\]]*\])?==(\S+)",
                (settings.PROJECT / "requirements" / f"{name}.txt").read_text(),
                re.MULTILINE,
            )
        )
        for name in ("run", "dev")
    }
    assert {name: pins["dev"].get(name) for name in pins["run"]} == pins["run"]


def test_npm_lock_has_integrity_and_no_address():
    text = (settings.PROJECT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert [name for name, each in packages.items() if "resolved" in each] == []
    assert [name for name, each in packages.items() if name and "integrity" not in each] == []
    assert "omit-lockfile-registry-resolved=true" in (settings.PROJECT / ".npmrc").read_text()


def test_npm_lock_holds_what_the_package_names():
    wanted = json.loads((settings.PROJECT / "package.json").read_text())
    locked = json.loads((settings.PROJECT / "package-lock.json").read_text())["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert locked.get(kind, {}) == wanted.get(kind, {})
