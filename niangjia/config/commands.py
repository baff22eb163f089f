"""The commands of an installation. Django is set up only by those that need it: ``convert`` runs without."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import django
import typer

from niangjia.config.batching import batch_commands

DEFAULT_PORT: Final = 8000
FAULTY: Final = 2
ROTATED: Final = "已换主密钥，重新封装 {count} 人的密钥 / new master key; keys of {count} persons wrapped anew"
FINISHED: Final = (
    "上次更换没有做完，现在做完了：重新封装 {count} 人的密钥；要再换一把请再运行一次 / "
    "an earlier rotation is finished: keys of {count} persons wrapped anew; run again for a new master key"
)
CLEANED: Final = "已清理 {count} 份没有记录用到的附件，共 {size} KB / removed {count} unused uploads, {size} KB"
EXPIRED: Final = "已作废 {count} 笔到期的待定转账 / voided {count} pending transfers that had expired"
RESTORED: Final = "已从 {file} 恢复到 {folder}，可以启动了 / restored; start it now"
OLD_KEYS: Final = "旧主密钥留在 keys 里：以前的备份要用它 / old master keys stay in keys: older backups need them"
DEPOSITED: Final = "已存入 {count} 项 / deposited: {count}"


def installation_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    commands: dict[str, Callable[..., None]] = {
        "run": run,
        "migrate": migrate,
        "check": check,
        "demo": demo,
        "doctor": doctor,
        "backup": backup,
        "restore": restore,
        "rotate-keys": rotate_keys,
        "clean-uploads": clean_uploads,
        "expire-pending": expire_pending,
        "sequence-log": sequence_log,
    }
    for name, command in commands.items():
        app.command(name)(command)
    imports = typer.Typer(help="导入 / import", no_args_is_help=True)
    imports.command("outcomes")(import_outcomes)
    imports.callback()(lambda: None)
    app.add_typer(imports, name="import")
    batch_commands(app)


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
        migrate_database(verbosity=0)
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
    from rich.console import Console

    from niangjia.config.doctor import examine, show
    from niangjia.config.serving import serving_database

    with serving_database():
        code = show(examine(), Console())
    raise typer.Exit(code)


def backup(file: Annotated[Path, typer.Argument(help="备份文件 .tar / the backup file")]) -> None:
    """备份：数据库、附件、密钥 / back up database, blobs and keys."""
    django.setup()
    from niangjia.config.backup import back_up
    from niangjia.config.serving import serving_database
    from niangjia.core.clock import now

    with serving_database():
        back_up(file, at=now())
    print(file)


def restore(file: Annotated[Path, typer.Argument(help="备份文件 .tar / the backup file")]) -> None:
    """恢复到一个空的安装 / restore into an empty installation."""
    django.setup()
    from django.conf import settings

    from niangjia.config.backup import restore as restore_backup
    from niangjia.config.serving import serving_database
    from niangjia.config.static import collect_static

    with serving_database():
        restore_backup(file)
    collect_static()
    print(RESTORED.format(file=file, folder=settings.NIANGJIA_DATA))


def rotate_keys() -> None:
    """更换主密钥，不停机 / make a new master key while pages go on serving."""
    django.setup()
    from niangjia.config.rotating import rotate_keys as rotate
    from niangjia.config.serving import serving_database

    with serving_database():
        done = rotate()
    print((FINISHED if done.finished_earlier else ROTATED).format(count=done.rewrapped_count))
    print(OLD_KEYS)


def clean_uploads(
    older_than_days: Annotated[int, typer.Option(min=1, help="只清理几天以前的 / older than so many days")] = 1,
) -> None:
    """清理没有记录用到的附件 / remove uploads that no record uses."""
    django.setup()
    from niangjia.config.serving import serving_database
    from niangjia.core.clock import now
    from niangjia.kernel.records.cleaning import clean_blobs

    with serving_database():
        cleaned = clean_blobs(at=now(), older_than=timedelta(days=older_than_days))
    print(CLEANED.format(count=cleaned.count, size=cleaned.size_bytes // 1024))


def expire_pending() -> None:
    """作废到期的待定转账 / void pending transfers that have expired."""
    django.setup()
    from niangjia.config.serving import serving_database
    from niangjia.core.clock import now
    from niangjia.kernel.ledger.upkeep import expire_all

    with serving_database():
        count = expire_all(at=now())
    print(EXPIRED.format(count=count))


def sequence_log() -> None:
    """透明日志：每秒编号、签名 / number and sign what the transparency log was told, each second, until stopped."""
    django.setup()
    from niangjia.config.sequencing import sequence
    from niangjia.config.serving import serving_database

    with serving_database():
        sequence()


def import_outcomes(
    file: Annotated[Path, typer.Argument(help="成果工作簿 .xlsx 或 .csv / a workbook of outcomes")],
    *,
    username: Annotated[
        str | None,
        typer.Option(
            "--as", help="以哪个认证员账号导入；只有一个时不必写 / the certifier's account, if there are several"
        ),
    ] = None,
    accept_good_rows: Annotated[
        bool, typer.Option("--accept-good-rows", help="取无误的行，其余写成待修改的工作簿 / take only good rows")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="待修改的行写到这个文件夹 / folder for the rows to mend")] = None,
) -> None:
    """把学习成果存入学分银行 / deposit outcomes with the credit bank."""
    django.setup()
    from niangjia.config.importing import import_outcomes_file
    from niangjia.config.serving import serving_database
    from niangjia.creditbank.workbooks.terminal import Terminal

    mend_folder = (out or file.with_suffix("")) if accept_good_rows else out
    with serving_database():
        report = import_outcomes_file(
            file, username=username, accept_good_rows=accept_good_rows, mend_folder=mend_folder
        )
    terminal = Terminal()
    if report.faults:
        terminal.tell_faults(report.faults, left_out=bool(report.deposited))
    print(DEPOSITED.format(count=report.deposited))
    if report.faults and not accept_good_rows:
        raise typer.Exit(FAULTY)
