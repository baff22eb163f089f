"""Why PostgreSQL cannot be had, each as a sentence with the next step."""

from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

SENTENCES: Final = {
    "binaries_missing": Term(
        "找不到内置 PostgreSQL 的程序。请重新运行安装（make run 会自动装），"
        "或用 DATABASE_URL 指定一台 PostgreSQL 15–18。",
        "The embedded PostgreSQL is not installed. Run the set-up again (make run does it), or name "
        "a PostgreSQL 15-18 in "
        "DATABASE_URL.",
    ),
    "data_directory_in_use": Term(
        "数据目录 {path} 正被另一个进程（{pid}）使用。请先停掉它，或用 NIANGJIA_DATA 另指一个目录。",
        "The data directory {path} is in use by process {pid}. Stop it first, or name another "
        "directory in NIANGJIA_DATA.",
    ),
    "data_directory_too_new": Term(
        "数据目录 {path} 属于 PostgreSQL {found}，比本程序带的 {ours} 新。请升级本程序，不要改动数据目录。",
        "The data directory {path} belongs to PostgreSQL {found}, newer than ours ({ours}). Upgrade "
        "this program; leave the "
        "directory as it is.",
    ),
    "data_directory_too_old": Term(
        "数据目录 {path} 属于 PostgreSQL {found}，本程序带的是 {ours}，而 {found} 的程序已经找不到，不能自动升级。"
        "数据没有动。请装上 PostgreSQL {found}（Debian 和 Ubuntu：apt install postgresql-{found}）后再启动；"
        "或用旧版程序运行 niangjia backup，移开这个目录，再用本程序运行 niangjia restore。",
        "The data directory {path} belongs to PostgreSQL {found}; ours is {ours}, and the programs of {found} are "
        "gone, so it cannot be brought up. The data are untouched. Install PostgreSQL {found} (Debian and Ubuntu: "
        "apt install postgresql-{found}) and start again; or run niangjia backup with the old program, move the "
        "directory away, then niangjia restore with this one.",
    ),
    "upgrade_needs_space": Term(
        "数据目录 {path} 要从 PostgreSQL {found} 升级，需要 {needed} MB 空间，磁盘上只有 {free} MB。"
        "数据没有动。请腾出空间后再启动。",
        "The data directory {path} has to be brought up from PostgreSQL {found}; that takes {needed} MB and {free} MB "
        "are free. The data are untouched. Free some space, then start again.",
    ),
    "upgrade_differs": Term(
        "升级后的数据与原来的不一样（{what}），没有换上；原来的数据目录 {path} 没有动。请把这句话告诉开发者。",
        "The upgraded data differ from the old ({what}) and were not put in place; the old data directory {path} is "
        "untouched. Tell the developers this sentence.",
    ),
    "disk_full": Term(
        "磁盘满了，PostgreSQL 起不来（{path}）。已有数据没有动。请腾出空间后再启动。",
        "The disk is full and PostgreSQL cannot start ({path}). The data are untouched. Free some "
        "space, then start again.",
    ),
    "not_a_data_directory": Term(
        "{path} 不是空的，也不是 PostgreSQL 的数据目录。请用 NIANGJIA_DATA 指一个空目录。",
        "{path} is neither empty nor a data directory of PostgreSQL. Name an empty directory in NIANGJIA_DATA.",
    ),
    "start_failed": Term(
        "PostgreSQL 没有起来。日志 {log} 的最后几行：{tail}",
        "PostgreSQL did not start. The last lines of {log}: {tail}",
    ),
    "dump_failed": Term(
        "数据库没有导出或恢复成：{reason}",
        "The database could not be dumped or restored: {reason}",
    ),
    "not_empty": Term(
        "这个安装里已经有数据（{schema}）。恢复只能进空的安装：请用 NIANGJIA_DATA 指一个新目录再恢复。",
        "This installation holds data already ({schema}). A backup is restored into an empty one only: "
        "name a new folder in NIANGJIA_DATA and restore there.",
    ),
    "server_unsupported": Term(
        "DATABASE_URL 指的是 PostgreSQL {found}；支持 15 到 18。",
        "DATABASE_URL names a PostgreSQL {found}; 15 to 18 are supported.",
    ),
    "server_unreachable": Term(
        "连不上 PostgreSQL：{reason}。请检查 DATABASE_URL，或确认服务已启动。",
        "PostgreSQL cannot be reached: {reason}. Check DATABASE_URL, or that the server runs.",
    ),
    "roles_of_another": Term(
        "DATABASE_URL 所在的服务器上已有另一套娘家（数据库 {other}），两套会共用角色和密码。什么都没有改动。"
        "一台服务器只放一套：请另用一台，或先删掉数据库 {other}。",
        "The server of DATABASE_URL serves another installation already (database {other}); the two would share roles "
        "and passwords. Nothing was changed. One server holds one installation: use another, or drop the database "
        "{other} first.",
    ),
    "roles_not_allowed": Term(
        "DATABASE_URL 的用户不能建角色（{reason}）。请用超级用户，或请数据库管理员先执行 "
        "CREATE ROLE niangjia_reader NOLOGIN BYPASSRLS，并给这个用户 CREATEROLE 权限。",
        "The user of DATABASE_URL may not create roles ({reason}). Use a superuser, or have the administrator run "
        "CREATE ROLE niangjia_reader NOLOGIN BYPASSRLS first and give this user CREATEROLE.",
    ),
}


def refusal(code: str, **values: object) -> Refusal:
    """The refusal of a code with its values filled in."""
    return Refusal(code, SENTENCES[code].format(**values))
