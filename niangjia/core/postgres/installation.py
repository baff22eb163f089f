"""Where an installation keeps its things, and how it reaches its database."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from niangjia.core.postgres.binaries import SHARED
from niangjia.core.postgres.cluster import Cluster
from niangjia.core.postgres.roles import APP, JOBS, OWNER, Logins, parts, prepare_embedded, prepare_external

DATABASE: Final = "niangjia"
SCHEMA: Final = "niangjia"
TIMEOUTS: Final = "-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"


@dataclass(frozen=True)
class Installation:
    """One installation: its data folder and, where it does not use the embedded server, the owner's DSN."""

    data: Path
    external_dsn: str | None = None

    @cached_property
    def cluster(self) -> Cluster | None:
        """The embedded server, or nothing where DATABASE_URL names another."""
        return None if self.external_dsn else Cluster(self.data / "postgres")

    def prepare(self) -> None:
        """Make roles, schema and extensions. The server must run."""
        if self.cluster is not None:
            prepare_embedded(self.cluster.dsn(), database=DATABASE, schema=SCHEMA)
        elif self.external_dsn is not None:
            prepare_external(self.external_dsn, schema=SCHEMA, logins=self.logins())

    def logins(self) -> Logins:
        """The passwords of the serving log-ins; made once and kept, readable by us alone."""
        if self.external_dsn is None:
            return Logins()
        path = self.data / "keys" / "database.json"
        if not path.exists():
            _keep(path, json.dumps({APP: secrets.token_urlsafe(24), JOBS: secrets.token_urlsafe(24)}))
        kept = json.loads(path.read_text())
        return Logins(kept[APP], kept[JOBS])

    def secret_key(self) -> str:
        """What signs sessions and forms; made once and kept, readable by us alone."""
        path = self.data / "keys" / "secret.txt"
        if not path.exists():
            _keep(path, secrets.token_urlsafe(48))
        return path.read_text()

    def databases(self, *, role: str = APP) -> dict[str, dict[str, Any]]:
        """Django's DATABASES: ``default`` as a serving role, ``owner`` for migrations."""
        if self.cluster is not None:
            base: dict[str, Any] = {"HOST": str(self.cluster.sockets), "NAME": DATABASE, "PORT": ""}
            logins = {"default": {"USER": role, "PASSWORD": ""}, "owner": {"USER": OWNER, "PASSWORD": ""}}
        else:
            dsn = parts(self.external_dsn or "")
            base = {"HOST": dsn.get("host", ""), "NAME": dsn.get("dbname", DATABASE), "PORT": dsn.get("port", "")}
            kept = self.logins()
            password = kept.jobs if role == JOBS else kept.app
            logins = {
                "default": {"USER": role, "PASSWORD": password or ""},
                "owner": {"USER": dsn.get("user", ""), "PASSWORD": dsn.get("password", "")},
            }
        return {alias: {**base, **login, **connection_settings()} for alias, login in logins.items()}


def _keep(path: Path, text: str) -> None:
    """Write a secret once, readable by us alone; if another process was faster, its secret stands."""
    path.parent.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123 - with its mode
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def connection_settings() -> dict[str, Any]:
    """What every connection has in common."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c search_path={SCHEMA},public {TIMEOUTS}"},
    }


def installation(project: Path) -> Installation:
    """The installation that the environment names: NIANGJIA_DATA, DATABASE_URL, else beside the project."""
    return Installation(data_folder(project), os.environ.get("DATABASE_URL") or None)


def data_folder(project: Path) -> Path:
    """NIANGJIA_DATA, else ``var`` in the project; for root a folder that the server's own user can reach."""
    named = os.environ.get("NIANGJIA_DATA")
    if named:
        return Path(named).resolve()
    if os.geteuid() != 0:
        return project / "var"
    return SHARED / f"data-{hashlib.sha256(str(project).encode()).hexdigest()[:10]}"
