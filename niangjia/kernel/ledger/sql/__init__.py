"""The ledger's functions as PostgreSQL reads them, one file for each."""

from importlib.resources import files


def statements(name: str) -> str:
    """The text of ``<name>.sql``."""
    return files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
