"""Undoing, bringing back, merging and changing many at once in a real browser: done by hand, and without a barrier."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from catalogue.models import Microcredential
from institutions.changes import Change, recording
from tests.browser import test_admin as at_the_desk
from tests.catalogue.admin.desk import address
from tests.factories import make_draft

entry, guide = at_the_desk.entry, at_the_desk.guide


def write(record: Microcredential, **values: str) -> Change:
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    with recording():
        record.save()
    return Change.objects.first()


def examined(page: Page, axe) -> list:
    found = axe(page)
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["it is too wide"] if too_wide else [])]


def test_a_change_is_undone_where_somebody_wrote_since(examined_page: Page, axe, entry: Microcredential) -> None:
    page = examined_page
    change = write(entry, summary="A slip.", delivery="blended")
    write(entry, summary="Somebody mended it.")
    at_the_desk.sign_in(page)
    page.goto(address(entry, "history"))
    page.locator(f'a[href$="/{change.pk}/undo/"]').click()
    assert examined(page, axe) == []
    page.get_by_label("Keep it: Somebody mended it.").check()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text(f"Change {change.pk} is undone.")).to_be_visible()
    entry.refresh_from_db()
    assert (entry.summary, entry.delivery) == ("Somebody mended it.", "online")


def test_pages_of_the_deleted_and_of_duplicates_have_no_barrier(
    examined_page: Page, axe, entry: Microcredential
) -> None:
    page = examined_page
    twin, gone = make_draft("Pipe welding", level="introductory"), make_draft("Baking")
    with recording(why="Twice there"):
        gone.delete()
    at_the_desk.sign_in(page)
    found = {}
    merge = f"/admin/catalogue/microcredential/{entry.pk}/merge/{twin.pk}/"
    for each in ("deleted/", "duplicates/"):
        page.goto(f"/admin/catalogue/microcredential/{each}")
        found[each] = examined(page, axe)
    for each in (merge, address(twin, "change")):
        page.goto(each)
        found[each] = examined(page, axe)
    assert {each: barriers for each, barriers in found.items() if barriers} == {}
    page.goto(merge)
    page.get_by_role("button", name="Make one of the two").click()
    expect(page.get_by_text("is one entry now.")).to_be_visible()
    page.goto("/admin/catalogue/microcredential/deleted/")
    page.get_by_role("link", name="Bring it back: Baking").click()
    page.get_by_role("button", name="Bring back").click()
    page.wait_for_load_state()
    assert set(Microcredential.objects.values_list("title", flat=True)) == {"Welding of pipes", "Baking"}


def test_many_are_changed_at_once(examined_page: Page, axe, entry: Microcredential) -> None:
    page = examined_page
    make_draft("Baking")
    at_the_desk.sign_in(page)
    page.goto(address(Microcredential, "changelist"))
    page.get_by_role("checkbox", name="Select all objects on this page for an action").check()
    page.get_by_label("Action:").select_option("change_one_value")
    page.get_by_role("button", name="Go", exact=True).click()
    assert examined(page, axe) == []
    page.get_by_label("Which value?").select_option("delivery")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Way of learning:").select_option("In person")
    page.get_by_role("button", name="Show what would change").click()
    assert examined(page, axe) == []
    page.get_by_role("button", name="Change 2 of them").click()
    expect(page.get_by_text("2 microcredentials changed, in one change.")).to_be_visible()
    assert set(Microcredential.objects.values_list("delivery", flat=True)) == {"in-person"}
