"""The second step in a real browser: an app without JavaScript, a passkey under our policy, no barrier on any page."""

from __future__ import annotations

import re
from base64 import b32decode

import pytest
from playwright.sync_api import Page, expect

from catalogue.models import SecondStep
from catalogue.second_step import codes
from catalogue.sign_on_settings import SignOn
from catalogue.staff_accounts import make_staff
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_admin import CUT_OFF, PASSWORD


@pytest.fixture(autouse=True)
def on(settings, live_server, transactional_db) -> None:
    """At a name, since browsers make no passkey for a number."""
    settings.SECOND_STEP = True
    settings.SITE_ORIGIN = live_server.url.replace("127.0.0.1", "localhost")
    make_staff("maria", PASSWORD)


def type_password(page: Page, settings) -> None:
    page.goto(f"{settings.SITE_ORIGIN}/admin/reports/")
    page.get_by_label("Username").fill("maria")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def shown_code(key: bytes, later: int = 0) -> str:
    return codes.code_at(key, codes.half_minute() + later)


def test_an_app_is_set_up_and_used_without_scripts(plain_page: Page, settings) -> None:
    page = plain_page
    type_password(page, settings)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    expect(page.get_by_role("img", name="Square for the camera")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    key = b32decode(page.locator("code").first.inner_text().replace(" ", ""))
    page.get_by_label("Code:").fill(shown_code(key))
    page.get_by_label("Name it").first.fill("Phone")
    page.get_by_role("button", name="Add the app").click()
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/reports/$"))

    page.get_by_role("button", name="Log out").click()
    type_password(page, settings)
    page.get_by_label("Code:").fill(shown_code(key, 1))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/admin/reports/$"))

    page.get_by_role("button", name="Log out").click()
    type_password(page, settings)
    page.get_by_label("Code:").fill(recovery.upper())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Second step").click()
    expect(page.get_by_text("Recovery codes left: 9.")).to_be_visible()


def give_authenticator(page: Page) -> None:
    """One inside the browser, which says yes to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def faults(page: Page, axe) -> list[str]:
    """At both widths, on the page as it stands."""
    found = axe(page)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(CUT_OFF)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width}")
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found


def test_a_passkey_is_made_and_used_and_no_page_has_a_barrier(page: Page, settings, axe) -> None:
    give_authenticator(page)
    found = {}
    type_password(page, settings)
    expect(page.get_by_role("alert")).to_have_count(0)
    found["set up"] = faults(page, axe)
    page.get_by_label("Name it").last.fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".codes code")).to_have_count(10)
    found["codes"] = faults(page, axe)
    page.get_by_role("button", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/reports/$"))
    assert SecondStep.objects.get(kind="passkey").name == "Laptop"

    page.get_by_role("button", name="Log out").click()
    type_password(page, settings)
    found["asked"] = faults(page, axe)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/admin/reports/$"))
    page.get_by_role("link", name="Second step").click()
    found["own"] = faults(page, axe)
    page.get_by_role("link", name="Add an app or a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="The browser made no use of a passkey")).to_be_visible()
    assert {name: each for name, each in found.items() if each} == {}


def test_the_ways_to_sign_in_have_no_barrier(page: Page, settings, axe) -> None:
    settings.SINGLE_SIGN_ON = SignOn("http://127.0.0.1:1/realm", "x", "x", "IDIR", None, "email", False)
    page.goto(f"{settings.SITE_ORIGIN}/admin/login/")
    found = {"login": faults(page, axe)}
    page.get_by_role("link", name="Sign in with IDIR").click()
    expect(page.get_by_role("alert")).to_have_text("IDIR does not answer now. Please try again in a minute.")
    found["it is down"] = faults(page, axe)
    assert {name: each for name, each in found.items() if each} == {}
