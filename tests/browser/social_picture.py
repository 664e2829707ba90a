"""Draws the picture of link previews anew from its SVG: `python -m tests.browser.social_picture`. Needs Chromium."""

import shutil

from playwright.sync_api import sync_playwright

from catalogue.environment import ROOT

DRAWN_FROM, PICTURE = ROOT / "static" / "icons" / "social.svg", ROOT / "static" / "social.png"
WIDTH, HEIGHT = 1200, 630


def draw() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(DRAWN_FROM.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    draw()
