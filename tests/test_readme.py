"""What the README tells people to type exists."""

import re

import pytest
from django.conf import settings
from typer.main import get_command

from niangjia.__main__ import app

README = (settings.PROJECT / "README.md").read_text()
LINES_ON_A_SCREEN = 60


def test_readme_is_one_screen():
    assert README.count("\n") <= LINES_ON_A_SCREEN


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make (\w+)", README))))
def test_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", (settings.PROJECT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"niangjia ([a-z-]+)\b", README))))
def test_command_of_the_readme_exists(command):
    assert command in get_command(app).commands


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_page_that_the_readme_links_to_exists(path):
    assert (settings.PROJECT / path).exists()
