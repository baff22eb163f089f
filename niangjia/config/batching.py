"""The commands for many learners at once: ``niangjia batch …``."""

import time
from typing import Annotated, Final

import django
import typer

RATE: Final = "{done}/{count}  {rate:.0f}/s"


def batch_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    batch = typer.Typer(help="批量 / many learners at once", no_args_is_help=True)
    batch.command("populate")(populate)
    batch.callback()(lambda: None)
    app.add_typer(batch, name="batch")


def populate(
    count: Annotated[int, typer.Argument(min=1, help="多少名虚构学员 / how many made-up learners")],
    *,
    seed: Annotated[int, typer.Option(min=1, max=99, help="同一个数得到同样的人 / same seed, same people")] = 1,
    posted: Annotated[int, typer.Option(min=0, help="其中多少人已有入账的认定 / how many have a posted decision")] = 0,
) -> None:
    """装入虚构的学员和成果（试压用）/ load made-up learners and outcomes, for trials of speed."""
    django.setup()
    from django.conf import settings

    from niangjia.config.serving import serving_database
    from niangjia.core.clock import now
    from niangjia.creditbank.batch.populations.loading import load_population

    start = time.monotonic()

    def show(done: int) -> None:
        print(RATE.format(done=done, count=count, rate=done / (time.monotonic() - start)), flush=True)

    with serving_database():
        examples = settings.PROJECT / "examples" / "anqing"
        load_population(count, examples=examples, at=now(), seed=seed, posted=posted, on_progress=show)
