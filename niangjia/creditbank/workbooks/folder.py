"""A folder of results is there whole, or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

_TAKEN: Final = Term(
    "文件夹 {path} 里还有别的文件（{name}）。请换一个文件夹，或先移走它们。",
    "The folder {path} holds other files ({name}). Choose another folder, or move them first.",
)
_IS_FILE: Final = Term("{path} 是一个文件。请给出文件夹。", "{path} is a file. Give a folder.")
_DENIED: Final = Term(
    "不能写入 {path}：{reason}。请换一个文件夹。", "Can't write to {path}: {reason}. Choose another folder."
)


def refuse_folder(folder: Path, ours: frozenset[str]) -> None:
    """Refuse (``folder_taken``) a folder that holds anything but results of an earlier run, before work begins."""
    if folder.exists() and not folder.is_dir():
        raise Refusal("folder_is_file", _IS_FILE.format(path=folder))
    strangers = sorted(each.name for each in folder.iterdir() if each.name not in ours) if folder.exists() else []
    if strangers:
        raise Refusal("folder_taken", _TAKEN.format(path=folder, name=strangers[0]))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into the folder in one step, in the place of those of an earlier run. Refuses ``folder_denied``."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            fresh, old = Path(scratch, "fresh"), Path(scratch, "old")
            fresh.mkdir()
            for name, content in files.items():
                (fresh / name).write_bytes(content)
            if folder.exists():
                folder.rename(old)
            _rename_or_restore(fresh, folder, old)
    except OSError as error:
        raise Refusal("folder_denied", _DENIED.format(path=folder, reason=error.strerror or error)) from error


def _rename_or_restore(fresh: Path, folder: Path, old: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            shutil.move(old, folder)
        raise
