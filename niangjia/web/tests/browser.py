"""A real Chromium that looks at pages: axe-core finds nothing, nothing scrolls sideways, the console stays silent."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from django.conf import settings
from playwright.sync_api import Browser, Page, Request, sync_playwright

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PICTURES = "NIANGJIA_PICTURES"  # a folder: every page examined is kept there as a picture to look at
RUN_AXE = "async tags => (await axe.run({runOnly: tags, resultTypes: ['violations']})).violations"
TURN = "([theme, type]) => Object.assign(document.documentElement.dataset, {bsTheme: theme, type: type})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Look:
    """One way in which a reader may see a page."""

    width: int
    theme: str = "light"
    type: str = "normal"

    def __str__(self):
        return "-".join(filter(None, (str(self.width), self.theme.strip("light"), self.type.replace("normal", ""))))


PHONE, DESK = Look(360), Look(1440)
LOOKS = (PHONE, Look(360, "dark", "large"), DESK, Look(1440, "dark"))
_complaints: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Its event loop makes this thread look asynchronous; the ORM may ignore that meanwhile."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def watched(page: Page) -> Page:
    """Remember whatever the page complains of."""
    heard = _complaints[page] = []
    page.set_default_timeout(5_000)
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}") if _is_lost(request) else None)
    return page


def _is_lost(request: Request) -> bool:
    """Not what the browser itself gave up because the reader went on to another page."""
    return request.failure != "net::ERR_ABORTED"


def examined(page: Page, name: str = "", *, looks: tuple[Look, ...] = LOOKS, status: int = 200) -> Page:
    """The page as it stands, in each look, with nothing to find fault with. ``status`` is what it was answered with."""
    expected = f"status of {status}"
    heard = [text for text in _complaints[page] if status == 200 or expected not in text]
    assert not heard, heard
    page.evaluate((settings.LIBRARIES / "axe-core" / "axe.min.js").read_text())
    for look in looks:
        page.set_viewport_size({"width": look.width, "height": 900})
        page.evaluate(TURN, [look.theme, look.type])
        keep_picture(page, name, look)
        assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways at {look}"
        found = [f"{look} {each['id']}: {_nodes(each)}" for each in page.evaluate(RUN_AXE, list(RULES))]
        assert not found, "\n".join(found)
    page.evaluate(TURN, ["light", "normal"])
    page.set_viewport_size({"width": PHONE.width, "height": 900})
    return page


def keep_picture(page: Page, name: str, look: Look) -> None:
    """Keep a picture of the whole page where the environment names a folder."""
    folder = os.environ.get(PICTURES)
    if folder:
        path = name or page.url.split("/", 3)[3].strip("/").replace("/", "-") or "home"
        page.screenshot(path=Path(folder) / f"{path}-{look}.png", full_page=True)


def _nodes(violation: dict) -> str:
    return "; ".join(f"{node['html'][:160]} {node['failureSummary'][:300]}" for node in violation["nodes"])


def log_in(page: Page, username: str, password: str) -> Page:
    """Log in by the form, as people do."""
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.click("main button")
    return page
