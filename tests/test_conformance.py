"""The table of published vectors counts what passed and names what failed."""

import subprocess
import sys

from conformance.checks import Answer, Check, ask, table


def test_a_check_passes_fails_or_breaks():
    assert ask(Check("S", "right", lambda: True)) == Answer("S", "right", "")
    assert ask(Check("S", "wrong", lambda: False)) == Answer("S", "wrong", "another result than published")
    assert ask(Check("S", "broken", lambda: 1 / 0 == 1)) == Answer("S", "broken", "ZeroDivisionError: division by zero")


def test_the_table_names_failures_and_counts_by_standard():
    lines = table([Answer("A", "one", ""), Answer("B", "two", "torn"), Answer("A", "three", "")]).splitlines()
    assert lines[0] == "failed: B: two: torn"
    assert [line.split() for line in lines[1:]] == [
        ["standard", "passed", "failed"],
        ["A", "2", "0"],
        ["B", "0", "1"],
        ["all", "2", "1"],
    ]


def test_a_folder_without_vectors_is_no_success(tmp_path):
    asked = subprocess.run([sys.executable, "-m", "conformance", tmp_path], check=False, capture_output=True, text=True)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert asked.stderr.startswith("usage: make conformance VECTORS=FOLDER")
