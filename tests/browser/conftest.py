"""Chromium for the browser tests: wide, narrow and without JavaScript; and axe, which looks for barriers on a page.

Where Chromium or its driver is missing the tests are skipped with the line that installs them; with REQUIRE_BROWSER=1
they fail.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.catalogue_data import load_documents

REMEDY = "on Debian: apt-get install chromium libatomic1"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# CSS pixels; the narrowest is also what 1280 are at 400 %.
WIDE, NARROW, NARROWEST = 1280, 360, 320

# Chromium says so where a page stood before the transition to it could begin. Nothing of it is seen.
SKIPPED = "Transition was aborted because of invalid state"

# The size of targets is left out by axe unless it is asked for, and counted by Lighthouse. Of what is in order axe
# need not tell place by place: that is most of what it would send.
AXE = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def do_without(reason: str) -> NoReturn:
    words = f"no browser tests: {reason} ({REMEDY})"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, once it is known that Playwright's driver can run here at all."""
    given = os.environ.get("CHROMIUM")
    path = given or next(filter(None, map(shutil.which, NAMES)), None)
    if not path or not Path(path).exists():
        do_without(f"CHROMIUM={given} is not there" if given else "Chromium is not installed")
    # Tried apart first: a driver that cannot start would leave a half-made connection in this process.
    driver = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False
    )
    if driver.returncode:
        do_without(f"Playwright's driver does not start: {driver.stderr.strip()}")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=chromium)
        except Error as problem:
            do_without(f"Chromium does not start: {problem.message.splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def catalogue(transactional_db) -> None:
    """The facts of the two documents, where the server under test sees them."""
    load_documents()


@pytest.fixture
def new_page(browser: Browser, live_server) -> Iterator[NewPage]:
    """Opens pages by width, with or without JavaScript; short addresses lead to the site under test.

    At the end it fails if a page met an error in a script or something that the content security policy forbids.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = WIDE, javascript: bool = True) -> Page:
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, java_script_enabled=javascript, base_url=live_server.url))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)) if SKIPPED not in str(error) else None)
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture
def narrow_page(new_page: NewPage) -> Page:
    return new_page(width=NARROW)


@pytest.fixture
def plain_page(new_page: NewPage) -> Page:
    """A page without JavaScript."""
    return new_page(javascript=False)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Lists what axe finds wrong on a page, one line a place; empty for a page without barriers that it can see.

    After a click the next page may have come without its body: it is waited for.
    """

    def violations(page: Page) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(Axe().axe_script)
        found = page.evaluate("options => axe.run(options).then(results => results.violations)", AXE)
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    return violations


@pytest.fixture
def examined(browser: Browser, live_server) -> Iterator[Callable[[int], Page]]:
    """Opens a page without content security policy, for the tool that looks for barriers breaks it itself."""
    contexts = []

    def opened(width: int) -> Page:
        size = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=size, base_url=live_server.url, bypass_csp=True))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def examined_page(request: pytest.FixtureRequest, examined: Callable[[int], Page]) -> Page:
    return examined(request.param)
