"""The commands of an installation. Django is set up only by those that need it: ``convert`` runs without."""

from pathlib import Path
from typing import Annotated, Final

import django
import typer

DEFAULT_PORT: Final = 8000


def installation_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for name, command in {
        "run": run,
        "migrate": migrate,
        "check": check,
        "demo": demo,
        "doctor": doctor,
        "backup": backup,
        "restore": restore,
    }.items():
        app.command(name)(command)


def run(
    port: Annotated[int, typer.Option(envvar="PORT", help="端口 / port")] = DEFAULT_PORT,
) -> None:
    """启动：数据库、网页、后台任务 / start database, pages and job worker."""
    from django.conf import settings

    from niangjia.config.supervisor import Supervisor

    raise typer.Exit(Supervisor(port, settings.INSTALLATION).run())


def migrate() -> None:
    """把数据库升到本版 / bring the database up to date."""
    django.setup()
    from niangjia.config.migrating import migrate as migrate_database
    from niangjia.config.serving import serving_database
    from niangjia.config.static import collect_static

    with serving_database():
        migrate_database()
    collect_static()


def check() -> None:
    """静态检查：模型、迁移、设置 / check models, migrations and settings."""
    django.setup()
    from django.core.management import call_command

    from niangjia.config.serving import serving_database

    with serving_database():
        call_command("check", databases=["default"])
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def demo() -> None:
    """装入示例数据（只装一次）/ load the demo data once."""
    django.setup()
    from niangjia.config.demo import load_demo
    from niangjia.config.serving import serving_database

    with serving_database():
        load_demo()


def doctor() -> None:
    """体检：逐项说明是否正常 / say item by item whether all is well."""
    django.setup()
    from niangjia.config.doctor import examine

    raise typer.Exit(examine())


def backup(file: Annotated[Path, typer.Argument(help="备份文件 .tar / the backup file")]) -> None:
    """备份：数据库、附件、密钥 / back up database, blobs and keys."""
    django.setup()
    from niangjia.config.backup import back_up
    from niangjia.config.serving import serving_database

    with serving_database():
        back_up(file)


def restore(file: Annotated[Path, typer.Argument(help="备份文件 .tar / the backup file")]) -> None:
    """恢复到一个空的安装 / restore into an empty installation."""
    django.setup()
    from niangjia.config.backup import restore as restore_backup
    from niangjia.config.serving import serving_database

    with serving_database():
        restore_backup(file)
