"""What the program says, in both languages at once."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A word or sentence in Chinese and English. ``str()`` gives the Chinese."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def in_language(self, code: str | None) -> str:
        """The text for a language code such as ``en`` or ``en-gb``; every other code gives the Chinese."""
        return self.en if (code or "").lower().startswith("en") else self.zh

    def format(self, **values: object) -> "Term":
        """Fill ``{name}`` in both languages; a value that is a Term is taken in the language of the sentence."""
        return Term(self.zh.format(**_spoken(values, "zh")), self.en.format(**_spoken(values, "en")))


def _spoken(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: value.in_language(language) if isinstance(value, Term) else value for name, value in values.items()}
