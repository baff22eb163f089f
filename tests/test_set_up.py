"""What is set up once is not set up again; what was set up for less does not count for more."""

import runpy
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "set_up.py"


@pytest.fixture
def house(tmp_path):
    """The set-up's own names, looking at an empty folder with the files that it locks."""
    names = runpy.run_path(str(SOURCE))
    for path in {name for locked in names["LOCKS"].values() for name in locked}:
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_text(path)
    (tmp_path / ".venv").mkdir()
    names["is_done"].__globals__.update(ROOT=tmp_path, VENV=tmp_path / ".venv")
    return names


def stamped(house, purpose):
    house["stamp"](purpose).write_text(house["fingerprint"](purpose))


@pytest.mark.parametrize(
    ("stamp", "counts_for"), [("run", ["run"]), ("test", ["run", "test"]), ("soak", ["run", "test", "soak"])]
)
def test_a_set_up_counts_for_itself_and_for_less(house, stamp, counts_for):
    stamped(house, stamp)
    assert [purpose for purpose in ("run", "test", "soak") if house["is_done"](purpose)] == counts_for


def test_a_lock_that_changes_asks_for_a_new_set_up(house, tmp_path):
    stamped(house, "soak")
    (tmp_path / "requirements" / "spark.txt").write_text("newer")
    assert not house["is_done"]("soak")
