"""Every sentence of the pages has its English."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from niangjia.web.extraction import sentences

CATALOGUE = settings.PROJECT / "locale" / "en" / "LC_MESSAGES" / "django.po"
TEMPLATES = sorted((settings.PROJECT / "niangjia").glob("**/templates/**/*.html"))
FILLED = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def english():
    with CATALOGUE.open("rb") as file:
        return {message.id: message for message in read_po(file, locale="en") if message.id}


def spoken(message):
    return [message] if isinstance(message, str) else list(message)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(settings.PROJECT).as_posix())
def test_every_sentence_of_a_template_has_its_english(english, template: Path):
    wanted = [message for _, message in sentences(template.read_text())]
    assert [message for message in wanted if message not in english or not all(spoken(english[message].string))] == []


def test_an_english_sentence_fills_in_what_the_chinese_one_does(english):
    wrong = [
        message.id
        for message in english.values()
        for text in spoken(message.string)
        if sorted(set(FILLED.findall(text))) != sorted(set(FILLED.findall(spoken(message.id)[0])))
    ]
    assert wrong == []


def test_what_is_compiled_says_what_the_catalogue_says(english):
    """Pages speak by the compiled words, which no one edits and no one keeps: they must not fall behind."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = {spoken(message.id)[0]: spoken(message.string) for message in read_mo(file) if message.id}
    assert compiled == {spoken(message.id)[0]: spoken(message.string) for message in english.values()}


def test_no_sentence_is_said_in_the_catalogue_that_no_page_speaks(english):
    said = {message for template in TEMPLATES for _, message in sentences(template.read_text())}
    assert sorted(english.keys() - said, key=str) == []
