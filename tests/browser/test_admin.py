"""Staff at work in a real browser: a new entry with its source, by keyboard alone, and no barrier on any page."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalogue.admin.list_editing import IN_LIST
from catalogue.exchange.incoming.turn import Turn
from catalogue.exchange.incoming.working import work_off_one
from catalogue.models import CheckedLink, Citation, Import, Microcredential, SignInAttempt, Source, Suggestion
from catalogue.models.vocabulary import Delivery, State
from catalogue.signing_in import FROM_A_NETWORK_AT_AN_ACCOUNT, attempt_of
from catalogue.staff_accounts import make_staff
from catalogue.staff_groups import StaffGroup
from institutions.models import Institution
from tests.browser.conftest import WIDE
from tests.catalogue.admin.desk import address
from tests.factories import make_offering

PASSWORD = "seven green herons"
# Fields that reach beyond the line they stand in, where they cannot be seen whole.
CUT_OFF = """() => [...document.querySelectorAll(".form-row :is(input, select, textarea, .select2-container)")]
    .filter((field) => field.offsetWidth > 1 && field.getBoundingClientRect().right
        > field.closest(".form-row").getBoundingClientRect().right + 1)
    .map((field) => field.id || field.className)"""
COLUMNS_CUT_OFF = """() => [...document.querySelectorAll(".model-microcredential .results")]
    .filter((list) => list.scrollWidth > list.clientWidth).map((list) => list.scrollWidth)"""


@pytest.fixture
def guide(transactional_db) -> Source:
    return Source.objects.create(kind="document", title="2021 guide", short_title="2021 guide", paragraphs=79)


@pytest.fixture
def entry(guide: Source) -> Microcredential:
    """A published entry with a cited value that asks for a look, and one without a source."""
    offering = make_offering("Welding of pipes", provider="Camosun College", delivery=Delivery.ONLINE)
    cited = {"source": guide, "paragraph": 7, "basis": "stated", "says": "One learns online."}
    Citation.objects.create(microcredential=offering, field="delivery", needs_look=True, **cited)
    return offering


@pytest.fixture
def read_file(transactional_db) -> Import:
    """A spreadsheet that was read and waits for a decision, with words that nobody knows."""
    text = "Title,School,Kind\nBoats,Nowhere,odd\nWood,Camosun College,badge\n"
    job = Import.objects.create(file_name="courses.csv", data=text.encode())
    work_off_one(Turn())
    return job


def sign_in(page: Page, name: str = "maria", group: StaffGroup = StaffGroup.PUBLISHER) -> None:
    make_staff(name, PASSWORD, group)
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def choose(page: Page, field: str, typed: str, offered: str) -> None:
    """Complete a name with the keyboard alone."""
    page.locator(f"#{field} + .select2 .select2-selection").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(typed)
    expect(page.get_by_role("option", name=offered)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{field} option:checked")).to_have_text(offered)


def test_a_new_entry_from_empty_page_to_published(page: Page, guide: Source) -> None:
    Institution.objects.create(name="Camosun College", slug="camosun")
    sign_in(page)
    page.get_by_role("link", name="Add an entry").click()
    page.get_by_label("Title:", exact=True).fill("Welding of pipes")
    page.get_by_label("Summary:", exact=True).fill("You learn to weld pipes.")
    page.get_by_label("Way of learning:", exact=True).select_option("Online")
    choose(page, "id_participations-0-institution", "camo", "Camosun College")
    page.locator("#id_participations-0-role").select_option("Provider")
    page.get_by_role("button", name="Add another Source").click()
    page.locator("#id_citations-0-field").select_option("Way of learning")
    choose(page, "id_citations-0-source", "2021", "2021 guide")
    page.locator("#id_citations-0-paragraph").fill("7")
    page.locator("#id_citations-0-basis").select_option("Stated")
    page.locator("#id_citations-0-says").fill("One learns online.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("State: draft")).to_be_visible()
    expect(page.get_by_label("End of its web address")).to_have_value("welding-of-pipes")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("State: published")).to_be_visible()
    entry = Microcredential.objects.get()
    assert (entry.state, entry.slug, entry.delivery) == (State.PUBLISHED, "welding-of-pipes", Delivery.ONLINE)
    assert [str(each) for each in entry.participations.all()] == ["Camosun College: Provider"]
    assert [str(each) for each in entry.citations.all()] == ["2021 guide, paragraph 7: One learns online."]
    page.get_by_role("link", name="View on site").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welding of pipes")


def test_a_call_is_written_down_beside_the_value(page: Page, entry: Microcredential) -> None:
    """The source is made in a window of its own while the entry stays open."""
    sign_in(page)
    page.goto(address(entry, "change"))
    page.get_by_role("button", name="Add another Source").click()
    page.locator("#id_citations-1-field").select_option("Way of learning")
    with page.expect_popup() as opened:
        page.locator("#add_id_citations-1-source").click()
    call = opened.value
    call.get_by_label("Kind:", exact=True).select_option("confirmation by an institution")
    choose(call, "id_institution", "camo", "Camosun College")
    call.get_by_label("Confirmed by:", exact=True).fill("Robin Roe")
    call.get_by_label("Confirmed role:", exact=True).fill("registrar")
    call.get_by_label("Read on:", exact=True).fill("2026-11-20")
    call.get_by_role("button", name="Save").click()
    title = "Camosun College, November 20, 2026"
    expect(page.locator("#id_citations-1-source option:checked")).to_have_text(title)
    page.locator("#id_citations-1-basis").select_option("Confirmed by the institution")
    page.locator("#id_citations-1-says").fill("Still online.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text(f"now rests on {title}. It replaces: 2021 guide, paragraph 7")).to_be_visible()


def test_boxes_that_complete_a_name_are_named(page: Page, entry: Microcredential) -> None:
    sign_in(page)
    page.goto(address(entry, "change"))
    institution = page.get_by_role("combobox", name=re.compile("^Institution: .*Camosun College"))
    expect(institution).to_have_count(1)
    institution.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Search: Institution:")).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add another Institution").click()
    expect(page.locator("#id_participations-1-institution + .select2 [role=combobox]")).to_have_attribute(
        "aria-labelledby", re.compile("id_participations-1-institution_label")
    )


def test_the_keyboard_reaches_the_form_and_shows_where_it_is(page: Page, entry: Microcredential) -> None:
    sign_in(page)
    page.goto(reverse("admin:catalogue_microcredential_add"))
    expect(page.get_by_label("Title:", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    web_address = page.get_by_label("End of its web address")
    expect(web_address).to_be_focused()
    expect(web_address).to_have_css("outline-style", "solid")


def test_a_page_can_be_saved_without_scripts(plain_page: Page, entry: Microcredential) -> None:
    sign_in(plain_page)
    plain_page.goto(address(entry, "change"))
    plain_page.get_by_label("Way of learning:", exact=True).select_option("In person")
    plain_page.get_by_label("Why:", exact=True).fill("Read their page")
    plain_page.get_by_role("button", name="Save and continue editing").click()
    expect(plain_page.get_by_text("was changed successfully")).to_be_visible()
    entry.refresh_from_db()
    assert entry.delivery == Delivery.IN_PERSON


def test_no_page_for_staff_has_a_barrier(
    examined_page: Page, axe, entry: Microcredential, read_file: Import, full: bool
) -> None:
    """The quick run opens each page at one of the widths."""
    page, found = examined_page, {}
    CheckedLink.objects.create(address=f"https://school.example/{'x' * 200}", checked_at=timezone.now())
    suggested = [
        Suggestion.objects.create(
            entry=entry, about=about, says="It is.", source="https://school.example/", email="a@b.ca"
        )
        for about in ("delivery", "price")
    ]
    page.goto("/admin/")
    found["login"] = axe(page)
    sign_in(page)
    step = reverse("admin:catalogue_microcredential_step", args=[entry.pk, "withdraw"])
    claim = entry.participations.get()
    preview = reverse("admin:catalogue_microcredential_preview", args=[entry.pk])
    addresses = [
        "/admin/",
        "/admin/password_change/",
        "/admin/reports/",
        "/admin/reports/holdings/",
        "/admin/reports/changes/",
        step,
        preview,
        address(Microcredential, "add"),
        address(Source, "add"),
        address(Import, "add"),
        address(read_file, "change"),
        f"{address(read_file, 'change')}?show=refused",
    ]
    addresses += [address(each, "change") for each in suggested]
    addresses += [address(record, name) for record in (entry, claim) for name in ("change", "delete", "history")]
    addresses += [
        address(model, "changelist") for model in (Microcredential, Citation, Source, Import, CheckedLink, Suggestion)
    ]
    addresses += [f"{address(model, 'changelist')}?{IN_LIST}=1" for model in (Institution, Microcredential)]
    addresses += [address(record, "change") for record in (entry.citations.get(), claim.institution)]
    addresses += [address(entry.history.first().change, "change"), f"{address(Citation, 'changelist')}?needs_look=0"]
    turn = int(page.viewport_size["width"] == WIDE)
    for each in addresses if full else addresses[turn::2]:
        page.goto(each)
        page.wait_for_load_state("networkidle")
        found[each] = axe(page)
        found[f"{each} is too wide"] = page.evaluate("document.documentElement.scrollWidth > innerWidth") and ["it is"]
        found[f"{each} cuts fields off"] = page.evaluate(CUT_OFF)
        found[f"{each} cuts columns off"] = page.evaluate(COLUMNS_CUT_OFF)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are signed out here.")).to_be_visible()
    found["logged out"] = axe(page)
    assert {each: barriers for each, barriers in found.items() if barriers} == {}


def test_who_is_to_wait_is_told_and_can_sign_in_from_there(examined_page: Page, axe, transactional_db) -> None:
    page = examined_page
    who = attempt_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1"), "maria")
    rows = [SignInAttempt(at=timezone.now(), **who._asdict()) for _ in range(FROM_A_NETWORK_AT_AN_ACCOUNT)]
    SignInAttempt.objects.bulk_create(rows)
    sign_in(page)
    expect(page.get_by_text("You can try again at")).to_be_visible()
    expect(page.get_by_label("Username")).to_have_value("maria")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    SignInAttempt.objects.all().delete()
    cache.clear()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Edit the catalogue")).to_be_visible()


def test_a_refused_form_has_no_barrier(examined_page: Page, axe, entry: Microcredential) -> None:
    page = examined_page
    sign_in(page)
    page.goto(address(entry, "change"))
    page.get_by_role("button", name="Add another Source").click()
    page.locator("#id_citations-1-says").fill("No more than that.")
    page.get_by_label("Title:", exact=True).fill("")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Please correct the errors below.")).to_be_visible()
    assert axe(page) == []


def test_a_save_on_an_old_page_loses_nothing(examined_page: Page, axe, entry: Microcredential) -> None:
    page = examined_page
    sign_in(page)
    page.goto(address(entry, "change"))
    entry.refresh_from_db()
    entry.summary, entry.delivery = "Somebody else was quicker.", Delivery.IN_PERSON
    entry.save()
    page.get_by_label("Summary:", exact=True).fill("Maria was slower.")
    page.get_by_role("button", name="Save and continue editing").click()
    choice = page.get_by_role("group", name="Whose is right? Summary of Welding of pipes")
    expect(choice).to_contain_text("Theirs: Somebody else was quicker.")
    expect(page.get_by_label("Summary:", exact=True)).to_have_value("Maria was slower.")
    assert axe(page) == []
    choice.get_by_label("Mine, as it stands in the form below: Maria was slower.").check()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    entry.refresh_from_db()
    assert (entry.summary, entry.delivery) == ("Maria was slower.", Delivery.IN_PERSON)


def test_what_was_typed_while_the_session_ended_is_not_lost(examined_page: Page, axe, entry: Microcredential) -> None:
    page = examined_page
    sign_in(page)
    page.goto(address(entry, "change"))
    page.get_by_label("Summary:", exact=True).fill("Typed for hours.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("What you typed is still here")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Username").fill("maria")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Send it again")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    entry.refresh_from_db()
    assert entry.summary == "Typed for hours."
