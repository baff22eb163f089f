"""The command ``niangjia``."""

import os
import sys

import typer

from niangjia.config.commands import installation_commands
from niangjia.core.refusals import Refusal
from niangjia.creditbank.workbooks.command import convert

app = typer.Typer(
    help="娘家 Niangjia：工会办事与学分银行 / the union's schemes and its credit bank",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks could show whom a row is about
)
app.command("convert")(convert)
installation_commands(app)


def main() -> None:
    """Run a command; a refusal is a sentence on the terminal and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "niangjia.config.settings")
    try:
        app()
    except Refusal as refused:
        language = "en" if os.environ.get("LANG", "").startswith("en") else "zh"
        print(refused.term.in_language(language), file=sys.stderr)  # noqa: T201 - a command speaks on the terminal
        sys.exit(2)


if __name__ == "__main__":
    main()
