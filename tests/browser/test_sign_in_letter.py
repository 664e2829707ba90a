"""A new browser that strangers keep out gets in by a letter, without a barrier on the way."""

from __future__ import annotations

import re

from django.contrib.auth.models import User
from django.core import mail
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalogue.models import SignInAttempt
from catalogue.sign_in_letters import hand_over
from catalogue.signing_in import FROM_A_NETWORK_AT_AN_ACCOUNT, attempt_of
from tests.browser.test_admin import PASSWORD, sign_in
from tests.browser.test_second_step import faults


def test_whoever_is_to_wait_signs_in_by_letter(page: Page, axe, settings, live_server, transactional_db) -> None:
    found = {}
    settings.SITE_ORIGIN = live_server.url
    who = attempt_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"), "maria")
    rows = [SignInAttempt(at=timezone.now(), **who._asdict()) for _ in range(FROM_A_NETWORK_AT_AN_ACCOUNT)]
    SignInAttempt.objects.bulk_create(rows)

    def look(name: str) -> None:
        found[name] = faults(page, axe)

    sign_in(page)
    User.objects.filter(username="maria").update(email="maria@ministry.example")
    page.get_by_role("link", name="Get a letter by e-mail").click()
    page.get_by_label("Username or e-mail address").fill("maria")
    look("ask")
    page.get_by_role("button", name="Send me a letter").click()
    expect(page.get_by_role("status")).to_contain_text("a letter is on its way")
    assert hand_over()
    address = re.search(r"^http\S+$", mail.outbox[0].body, re.MULTILINE)[0]
    page.goto(address)
    look("open")
    page.get_by_role("button", name="Make this browser known").click()
    page.get_by_label("Username").fill("maria")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Edit the catalogue")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("alert")).to_contain_text("you have signed in since")
    look("ended")
    assert {name: each for name, each in found.items() if each} == {}
