"""Find the sentences of templates for the catalogue of translations: babel calls ``extract`` for each template."""

import io
import os
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any

import django
from django.template import Engine, Node
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

Message = str | tuple[str, str]
WORDS = re.compile(r'_\("([^"]+)"\)')  # what a tag passes on: {% include … with label=_("…") %}
Found = tuple[int, str, Message, list[str]]


def extract(file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Any) -> Iterator[Found]:  # noqa: ANN401, ARG001 - babel's signature
    """Give line, function, message and comments of each sentence in a template."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "niangjia.config.settings")
    django.setup()
    for line, message in sentences(io.TextIOWrapper(file, "utf-8").read()):
        yield line, "gettext" if isinstance(message, str) else "ngettext", message, []


def sentences(source: str) -> list[tuple[int, Message]]:
    """The sentences of a template with their lines; one that counts as singular and plural."""
    template = Engine.get_default().from_string(source)
    found: list[tuple[int, Message]] = []
    for node in template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            found.append((_line(node), node.filter_expression.var.literal.replace("%", "%%")))
        elif isinstance(node, BlockTranslateNode):
            found.append((_line(node), _blocks(node)))
    found += ((source.count("\n", 0, each.start()) + 1, each[1].replace("%", "%%")) for each in WORDS.finditer(source))
    return found


def _blocks(node: BlockTranslateNode) -> Message:
    singular = node.render_token_list(node.singular)[0]
    return (singular, node.render_token_list(node.plural)[0]) if node.plural else singular


def _line(node: Node) -> int:
    return (node.token.lineno if node.token else None) or 0
