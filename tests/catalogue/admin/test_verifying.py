"""“Verified today”: in one click on the page of an entry, in its row of the list, and for many at once."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from catalogue.models import Microcredential, Proposal
from catalogue.models.vocabulary import State
from catalogue.upkeep import BETWEEN_CHECKS, SOON, Due
from institutions.changes import Change, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_offering

pytestmark = pytest.mark.django_db
LIST = address(Microcredential, "changelist")
DAYS = (-400, -1, 0, 1, 89, 90, 91, 365, None)


def click(desk: Desk, entry: Microcredential, seen: object = None) -> HttpResponse:
    there = address(entry, "change").replace("/change/", "/verified/")
    return desk.client.post(there, {"seen": entry.version if seen is None else seen}, follow=True)


def said(response: HttpResponse) -> str:
    return " ".join(str(each) for each in response.context["messages"])


def checked_on(entry: Microcredential) -> tuple:
    entry.refresh_from_db()
    return entry.last_verified, entry.review_due


def test_one_click_says_when_and_when_next_and_nothing_else(maria: Desk, bcit: Institution) -> None:
    entry = make_offering("Welding", provider=bcit)
    page = maria.open_record(entry).html
    assert f'form="verified" name="seen" value="{entry.version}"' in page
    answer = click(maria, entry)
    today = timezone.localdate()
    assert checked_on(entry) == (today, today + BETWEEN_CHECKS)
    newest, before = entry.history.all()[:2]
    assert {each.field for each in newest.diff_against(before).changes} == {"last_verified", "review_due"}
    assert (newest.change.by, newest.change.why) == (maria.user, "Verified today")
    assert f"institution={bcit.pk}" in said(answer)  # leads on to the call, which is a source of its own
    assert "already" in said(click(maria, entry))
    assert entry.history.count() == 2


def test_what_somebody_changed_since_the_page_was_opened_was_not_checked(maria: Desk, jonas: Desk) -> None:
    entry = make_offering("Welding")
    seen = entry.version
    with recording(by=jonas.user):
        entry.delivery = "online"
        entry.save()
    assert "jonas changed “Way of learning”" in said(click(maria, entry, seen))
    for broken in ("", "x", "9" * 30):
        assert "how it stood" in said(click(maria, entry, broken))
    assert checked_on(entry) == (None, None)


def test_of_what_visitors_read_an_editor_proposes_it(editor: Desk) -> None:
    draft, entry = make_draft("Draft"), make_offering("Welding")
    click(editor, draft)
    assert checked_on(draft)[0] == timezone.localdate()
    assert "proposal" in said(click(editor, entry))
    assert checked_on(entry) == (None, None)
    assert {*Proposal.objects.get().edits[0]["values"]} == {"last_verified", "review_due"}


def test_only_for_those_who_may_and_for_what_is_there(maria: Desk, viewer: Desk, limited: Desk) -> None:
    entry, gone = make_offering("Welding"), make_offering("Gone", state=State.WITHDRAWN)
    for desk in (viewer, limited):
        assert click(desk, entry).status_code == 403
        assert "Verified today" not in desk.open_record(entry).html
    assert "Verified today" not in viewer.open(LIST).html
    assert "is withdrawn" in said(click(maria, gone))
    assert 'form="verified"' not in maria.open_record(gone).html
    assert checked_on(entry) == checked_on(gone) == (None, None)
    assert maria.client.get(address(entry, "change").replace("/change/", "/verified/")).status_code == 302
    for pk in ("0", "x", "9" * 40):
        assert maria.client.post(f"{LIST}{pk}/verified/").status_code == 404


def test_a_row_of_the_list_has_the_same_button(maria: Desk) -> None:
    entry = make_offering("Welding", review_due=timezone.localdate() - timedelta(days=1))
    page = maria.open(LIST).html
    assert (
        f'name="seen" value="{entry.version}" formaction="/admin/catalogue/microcredential/{entry.pk}/verified/"'
        in page
    )
    assert f"{entry.review_due}: overdue" in page
    pressed = address(entry, "change").replace("/change/", "/verified/")
    for came, there in (
        (f"http://testserver{LIST}?queue=overdue", f"{LIST}?queue=overdue"),
        (f"http://elsewhere.example{LIST}", address(entry, "change")),
        ("http://[", address(entry, "change")),
    ):
        assert maria.client.post(pressed, {"seen": entry.version}, headers={"Referer": came}).url == there


def test_only_their_rows_have_the_button(limited: Desk, bcit: Institution) -> None:
    theirs, other = make_offering("Welding", provider=bcit), make_offering("Brazing")
    page = limited.open(LIST).html
    assert f"/{theirs.pk}/verified/" in page
    assert f"/{other.pk}/verified/" not in page


def test_many_at_once_are_one_change(maria: Desk) -> None:
    entries = [make_offering(f"Welding {number}") for number in range(3)]
    answer = choose(maria, entries)
    assert "Verified today: 3." in said(answer)
    assert {checked_on(entry)[0] for entry in entries} == {timezone.localdate()}
    change = Change.objects.first()
    assert (change.way, change.why, change.by) == ("action", "Verified today", maria.user)
    assert {entry.history.first().change for entry in entries} == {change}
    assert "already" in said(choose(maria, entries))


def test_many_at_once_are_all_or_none(maria: Desk, editor: Desk) -> None:
    entries = [make_draft("Draft"), make_offering("Seen"), make_offering("Gone", state=State.WITHDRAWN)]
    assert "is withdrawn" in said(choose(maria, entries))
    assert [checked_on(entry) for entry in entries] == [(None, None)] * 3
    assert "Verified today: 1. Kept as proposals, since visitors read them: 1." in said(choose(editor, entries[:2]))
    assert [checked_on(entry)[0] for entry in entries] == [timezone.localdate(), None, None]
    assert Proposal.objects.get().entry == entries[1]


def choose(desk: Desk, entries: list[Microcredential]) -> HttpResponse:
    chosen = {"action": "verify_chosen", "_selected_action": [entry.pk for entry in entries]}
    return desk.client.post(LIST, chosen, follow=True)


@pytest.mark.parametrize("due", Due)
def test_a_row_and_the_database_agree_on_what_is_due(due: Due) -> None:
    today = timezone.localdate()
    entries = [make_draft("Draft", review_due=None if days is None else today + timedelta(days=days)) for days in DAYS]
    found = {*Microcredential.objects.filter(due.where(today))}
    assert found == {entry for entry in entries if Due.of(entry, today) == due}
    assert found


def test_soon_is_ninety_days() -> None:
    today = timezone.localdate()
    assert Due.of(Microcredential(review_due=today + SOON), today) == Due.SOON
    assert Due.of(Microcredential(review_due=today + SOON + timedelta(days=1)), today) == Due.LATER
    assert SOON.days == 90
