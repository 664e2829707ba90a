"""No page of any noun has a barrier: list, new one, record, history, deletion. Only in `make full`: they are many."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from playwright.sync_api import Page

from catalogue.admin.list_editing import IN_LIST
from catalogue.admin.reports.pages import REPORTS
from institutions.changes import Change
from institutions.records import Record
from tests.browser.test_admin import CUT_OFF, sign_in
from tests.catalogue.admin.desk import address
from tests.catalogue.admin.rows import rows_of

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
BESIDE = [
    "",
    "catalogue/",
    "institutions/",
    "auth/group/",
    "auth/user/",
    "auth/user/add/",
    "password_change/",
    "catalogue/microcredential/duplicates/",
    *(f"reports/{report.name}/" for report in REPORTS),
]


def pages() -> list[str]:
    """Of every noun of the admin what a list of it leads to."""
    found = [f"/admin/{each}" for each in BESIDE]
    for model in RECORDS:
        row = rows_of(model, 2)[0]
        found += [address(model, name) for name in ("changelist", "add")]
        found += [address(row, name) for name in ("change", "history", "delete")]
    found += [address(model, "changelist") for model in admin.site._registry if model not in RECORDS]
    edited = [model for model, page in admin.site._registry.items() if page.list_editable]
    found += [f"{address(model, 'changelist')}?{IN_LIST}=1" for model in edited]
    found += [f"/admin/{each._meta.label_lower.replace('.', '/')}/deleted/" for each in RECORDS if _comes_back(each)]
    return [*found, address(Change.objects.first(), "change")]


def _comes_back(model: type[Record]) -> bool:
    return bool(getattr(admin.site.get_model_admin(model), "deleted_address", ""))


def test_no_page_of_any_noun_has_a_barrier(examined_page: Page, axe, transactional_db, full: bool) -> None:
    if not full:
        pytest.skip("115 pages and more, in `make full`")
    page, found = examined_page, {}
    sign_in(page)
    User.objects.filter(username="maria").update(is_superuser=True)
    for each in pages():
        answer = page.goto(each)
        page.wait_for_load_state("networkidle")
        faults = [*axe(page), *page.evaluate(CUT_OFF)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("it is too wide")
        found[each] = faults if answer.ok else [f"it answers {answer.status}"]
    assert len(found) > 5 * len(RECORDS)
    assert {each: barriers for each, barriers in found.items() if barriers} == {}
