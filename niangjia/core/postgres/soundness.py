"""What must be true of a database that serves; each is one question to PostgreSQL.

Works on any cursor that has ``execute`` and ``fetchone``: Django's or psycopg's.
"""

from collections.abc import Callable
from typing import Any, Final

from niangjia.core.postgres.roles import NEWEST, OLDEST
from niangjia.core.terms import Term

SENTENCES: Final = {
    "trigrams": Term(
        "中文三字组可用，按姓名、单位搜索能走索引",
        "Chinese trigrams work: search by name and organisation can use its index",
    ),
    "version": Term(f"PostgreSQL 版本在 {OLDEST} 到 {NEWEST} 之间", f"PostgreSQL is one of {OLDEST} to {NEWEST}"),
    "encoding": Term("数据库是 UTF-8 编码", "the database is encoded in UTF-8"),
    "role": Term(
        "服务用的角色不是超级用户，也不能绕过行级安全",
        "the serving role is no superuser and cannot pass by row-level security",
    ),
    "schema": Term("连接一建立就在本联合会的模式里", "a connection starts in the federation's schema"),
    "owner": Term("服务用的角色不拥有任何表", "the serving role owns no table"),
    "forced": Term("有行级安全的表都对所有者也强制", "row-level security is forced on its tables for the owner too"),
}
QUESTIONS: Final = {
    "trigrams": "SELECT array_length(public.show_trgm('学分银行'), 1) >= 4"
    " AND public.similarity('学分银行', '工会') < 0.1",
    "version": f"SELECT current_setting('server_version_num')::int / 10000 BETWEEN {OLDEST} AND {NEWEST}",
    "encoding": "SELECT getdatabaseencoding() = 'UTF8'",
    "role": "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user",
    "schema": "SELECT current_schema() = %s",
    "owner": "SELECT NOT EXISTS (SELECT 1 FROM pg_class WHERE relowner = current_user::regrole)",
    "forced": "SELECT NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relrowsecurity AND NOT relforcerowsecurity)",
}


def unsound(ask: Callable[[str, list[str]], tuple[Any, ...] | None], *, schema: str) -> list[str]:
    """The codes of what is not true, as in SENTENCES; ``ask`` runs one question with its values and gives its row."""
    wanted = {"schema": [schema]}
    return [code for code, question in QUESTIONS.items() if ask(question, wanted.get(code, [])) != (True,)]
