"""The life of an entry in the admin: its steps, what keeps one from being taken, and who may take it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Microcredential
from catalogue.models.vocabulary import State
from institutions.changes import Change
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_offering, make_part

pytestmark = pytest.mark.django_db


def step(entry: Microcredential, name: str) -> str:
    return reverse("admin:catalogue_microcredential_step", args=[entry.pk, name])


def take(desk: Desk, entry: Microcredential, name: str, **typed: str) -> HttpResponse:
    return desk.client.post(step(entry, name), {**desk.open(step(entry, name)).values, **typed})


@pytest.mark.parametrize(
    ("before", "name", "after", "why"),
    [
        (State.DRAFT, "submit", State.IN_REVIEW, "Submitted for review"),
        (State.DRAFT, "publish", State.PUBLISHED, "Published"),
        (State.IN_REVIEW, "publish", State.PUBLISHED, "Published"),
        (State.WITHDRAWN, "publish", State.PUBLISHED, "Published"),
        (State.IN_REVIEW, "reopen", State.DRAFT, "Taken back into work"),
        (State.WITHDRAWN, "reopen", State.DRAFT, "Taken back into work"),
    ],
)
def test_a_step_is_one_change_of_who_took_it(maria: Desk, before: str, name: str, after: str, why: str) -> None:
    entry = make_offering("Welding", state=before)
    assert take(maria, entry, name).url == address(entry, "change")
    entry.refresh_from_db()
    change = entry.history.first().change
    assert (entry.state, change.by, change.why) == (after, maria.user, why)


def test_withdrawing_needs_a_reason_for_visitors(maria: Desk) -> None:
    entry = make_offering("Welding")
    for reason in ("", "   ", "a\0b", "x" * 501):
        assert take(maria, entry, "withdraw", public_reason=reason, why="Because").status_code == 200
    assert Microcredential.objects.get().state == State.PUBLISHED
    take(maria, entry, "withdraw", public_reason="The school ended it.")
    entry.refresh_from_db()
    assert (entry.state, entry.withdrawn_on) == (State.WITHDRAWN, timezone.localdate())
    assert entry.withdrawal_reason == "The school ended it."
    assert Change.objects.first().why == "Withdrawn: The school ended it."


def test_colleagues_may_read_another_reason_than_visitors(maria: Desk) -> None:
    entry = make_offering("Welding")
    take(maria, entry, "withdraw", public_reason="The school ended it.", why="Ms. Roe called")
    entry.refresh_from_db()
    assert (entry.withdrawal_reason, Change.objects.first().why) == (
        "The school ended it.",
        "Withdrawn: Ms. Roe called",
    )


def test_publishing_says_what_is_missing(maria: Desk) -> None:
    entry = make_draft("Welding", summary="")
    page = maria.open(step(entry, "publish"))
    missing = ["Write a summary of one to three plain sentences.", "Add the institution that provides it."]
    for words in missing:
        assert words in page.html
        assert words in maria.open_record(entry).html
    assert 'type="submit" value="Publish"' not in page.html
    refused = take(maria, entry, "publish").content.decode()
    assert all(words in refused for words in missing)
    assert Microcredential.objects.get().state == State.DRAFT


def test_a_part_waits_for_its_whole(maria: Desk) -> None:
    part = make_part(make_offering("Whole", state=State.DRAFT), "Part", state=State.DRAFT)
    assert "Publish “Whole” first" in maria.open(step(part, "publish")).html


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.DRAFT, {"submit", "publish"}),
        (State.IN_REVIEW, {"publish", "reopen"}),
        (State.PUBLISHED, {"withdraw"}),
        (State.WITHDRAWN, {"publish", "reopen"}),
    ],
)
def test_the_page_offers_the_steps_that_are_open(maria: Desk, state: str, buttons: set[str]) -> None:
    entry = make_offering("Welding", state=state)
    html = maria.open_record(entry).html
    assert {name for name in ("submit", "publish", "withdraw", "reopen") if step(entry, name) in html} == buttons
    for closed in {"submit", "publish", "withdraw", "reopen"} - buttons:
        maria.client.post(step(entry, closed), {"opened": 1, "why": "Because"})
    assert Microcredential.objects.get().state == state


def test_who_may_not_publish_neither_publishes_nor_withdraws(db: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    names = ["view_microcredential", "change_microcredential"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    kim, draft, shown = Desk(user), make_offering("Draft", state=State.DRAFT), make_offering("Shown")
    assert step(draft, "publish") not in kim.open_record(draft).html
    for entry, name in ((draft, "publish"), (shown, "withdraw")):
        assert kim.client.get(step(entry, name)).status_code == 403
        assert kim.client.post(step(entry, name), {"opened": 1, "why": "Because"}).status_code == 403
    assert {entry.title: entry.state for entry in Microcredential.objects.all()} == {
        "Draft": State.DRAFT,
        "Shown": State.PUBLISHED,
    }
    take(kim, draft, "submit")
    assert Microcredential.objects.get(title="Draft").state == State.IN_REVIEW


@pytest.mark.parametrize("where", ["999/step/publish/", "x/step/publish/", f"{'9' * 30}/step/publish/"])
def test_a_step_of_nothing_is_not_found(maria: Desk, where: str) -> None:
    assert maria.client.get(address(Microcredential, "changelist") + where).status_code == 404


def test_an_unknown_step_is_not_found(maria: Desk) -> None:
    assert maria.client.get(step(make_draft("Welding"), "burn")).status_code == 404


@pytest.mark.parametrize("state", State.values)
def test_only_what_is_public_links_to_the_site(maria: Desk, state: str) -> None:
    entry = make_offering("Welding", state=state)
    assert (entry.get_absolute_url() in maria.open_record(entry).html) == (state == State.PUBLISHED)


def test_a_part_of_a_hidden_whole_does_not_link_to_the_site(maria: Desk) -> None:
    part = make_part(make_offering("Whole", state=State.WITHDRAWN), "Part", state=State.PUBLISHED)
    assert part.get_absolute_url() not in maria.open_record(part).html
