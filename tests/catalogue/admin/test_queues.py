"""Queues of work on the front page: each counts what waits, and leads to a list of exactly that."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from catalogue.admin.digest import letter_to
from catalogue.admin.queues import QUEUES, Counted
from catalogue.models import (
    CheckedLink,
    Citation,
    Disagreement,
    FruitlessSearch,
    Import,
    Microcredential,
    Source,
    Suggestion,
)
from catalogue.models.link import STRIKES
from catalogue.models.vocabulary import DisagreementKind, SourceKind, State
from catalogue.proposals import changed, decline, propose
from institutions.changes import Change, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk
from tests.factories import make_draft, make_institution, make_length, make_offering, make_part, make_price

pytestmark = pytest.mark.django_db
# Session, user, permissions; one for each of nine nouns and for what was declined; two learn that nothing was written.
QUERIES = 17
ROW = re.compile(r'<th scope="row"><a href="([^"]+)">([^<]+)</a></th><td>(\d+)</td>')


def queues(desk: Desk) -> dict[str, tuple[str, int]]:
    return {label: (there, int(count)) for there, label, count in ROW.findall(desk.open("/admin/").html)}


def counts(desk: Desk) -> dict[str, int]:
    return {label: count for label, (_, count) in queues(desk).items()}


@pytest.fixture
def work(maria: Desk) -> None:
    """Something in each queue, and for each something that looks alike and is not in it."""
    today = timezone.localdate()
    with recording(by=maria.user):
        make_draft("Mine")
    make_draft("Of somebody else")
    make_offering("In review", state=State.IN_REVIEW, delivery="online")
    whole = make_offering("Complete", delivery="online", review_due=today + timedelta(days=1))
    make_price(whole, 90)
    make_length(whole, 8)
    make_part(whole, "Part")
    make_part(whole, "Part!")
    make_offering("Ended", availability="ended")
    with recording(why="A change of its own"):
        make_offering("Due", review_due=today)
    make_offering("Overdue", review_due=today - timedelta(days=1))
    make_offering("Withdrawn", state=State.WITHDRAWN, review_due=today)
    source = Source.objects.create(kind="document", title="Guide", short_title="Guide")
    told = {"source": source, "basis": "stated", "paragraph": 1, "says": "It says so."}
    Citation.objects.create(microcredential=whole, field="title", needs_look=True, **told)
    for kind in ("conflict", "wording", "note"):
        Disagreement.objects.create(kind=kind, title=kind)
    for edit in (changed(whole, title="Other"), changed(whole, title="Another")):
        kept = propose(whole, [edit], by=maria.user)
    decline(kept, by=maria.user, reason="No")
    for day in (1, 2):
        FruitlessSearch.objects.create(day=date(2026, 11, day), text="welding", count=1)
    for state in ("open", "declined"):
        decided = {} if state == "open" else {"reason": "No", "decided_by_name": "maria", "decided_at": timezone.now()}
        Suggestion.objects.create(entry=whole, says="Online", source="Here", state=state, **decided)
    for strikes in (0, STRIKES - 1, STRIKES):
        told = {"strikes": strikes, "first_failed": today if strikes else None, "checked_at": timezone.now()}
        CheckedLink.objects.create(address=f"https://school.example/{strikes}", answer="404 Not Found", **told)
    for state in ("planned", "applied"):
        Import.objects.create(file_name=f"{state}.csv", state=state)


def test_each_count_is_the_number_of_its_list(maria: Desk, work: None) -> None:
    found = queues(maria)
    assert len(found) == len(QUEUES) + 10
    for label, (there, count) in found.items():
        assert count > 0, label
        context = maria.client.get(there).context
        there_are = context["cl"].result_count if "cl" in context else context["page"].paginator.count
        assert there_are == count, label


def test_a_long_count_is_written_for_people() -> None:
    assert [Counted("", "", count).digits for count in (None, 0, 20_016)] == ["being counted", "0", "20,016"]


def test_each_counts_what_it_says(maria: Desk, work: None) -> None:
    Change.objects.filter(pk=Microcredential.history.get(title="Due").change_id).update(
        made_at=timezone.now() - timedelta(days=8)
    )
    found = counts(maria)
    assert found["My drafts"] == 1
    assert found["In review"] == 1
    assert found["Due for a check today"] == found["Overdue for a check"] == found["Due for a check in 90 days"] == 1
    assert found["Without a day for the next check"] == 3
    assert found["Without a cost"] == found["Without a length"] == 5
    assert found["Without a way of learning"] == 4
    assert found["Changed this week"] == Microcredential.objects.count() - 1
    assert found["Proposals that wait for a publisher"] == found["My proposals declined this week"] == 1
    assert found["Sources disagree"] == found["Searches that found nothing"] == found["Sources that need a look"] == 1
    assert found["Spreadsheets taken in this week"] == 1
    assert found["Spreadsheets to look through"] == found["Broken links"] == 1
    assert found["Suggestions from the public"] == 1


def test_a_change_of_a_claim_or_of_a_source_is_a_change_of_its_entry(maria: Desk) -> None:
    entries = {name: make_offering(name) for name in ("measure", "cited", "cited claim", "gone", "nothing")}
    prices = {name: make_price(entry, 90) for name, entry in entries.items()}
    Change.objects.update(made_at=timezone.now() - timedelta(days=8))
    with recording(why="Today"):
        prices["measure"].minimum = 95
        prices["measure"].save()
        prices["gone"].delete()
        source = Source.objects.create(kind="document", title="Guide", short_title="Guide")
        told = {"source": source, "basis": "stated", "paragraph": 1, "says": "It says so."}
        Citation.objects.create(microcredential=entries["cited"], field="title", **told)
        Citation.objects.create(measure=prices["cited claim"], **told)
    there, count = queues(maria)["Changed this week"]
    assert {entry.title for entry in maria.client.get(there).context["cl"].result_list} == {*entries} - {"nothing"}
    assert count == 4


def test_more_work_costs_no_more_queries(maria: Desk, work: None, django_assert_num_queries) -> None:
    for _ in range(2):
        maria.client.get("/admin/")  # the names of entries are read once for each state
        with django_assert_num_queries(QUERIES):
            maria.client.get("/admin/")
        for number in range(20):
            make_offering(f"More {number}")


def test_only_what_one_may_see_is_counted(maria: Desk, work: None) -> None:
    user = User.objects.create_user("kim", is_staff=True)
    assert queues(Desk(user)) == {}
    user.user_permissions.set(Permission.objects.filter(codename="view_disagreement"))
    assert counts(Desk(User.objects.get(pk=user.pk))) == {"Sources disagree": 1}


@pytest.mark.parametrize("name", ["", "x", "mine'--", "9" * 40])
def test_a_queue_that_does_not_exist_filters_nothing(maria: Desk, name: str) -> None:
    make_draft("Welding")
    listing = maria.client.get("/admin/catalogue/microcredential/", {"queue": name})
    assert listing.context["cl"].result_count == 1


def test_who_is_limited_to_institutions_counts_and_lists_only_theirs(
    limited: Desk, editor: Desk, bcit: Institution
) -> None:
    mine = make_offering("Mine", provider=bcit, state=State.IN_REVIEW)
    make_part(mine, "Part", state=State.IN_REVIEW)
    make_offering("Theirs", state=State.IN_REVIEW)
    for desk, count in ((limited, 2), (editor, 3)):
        there, counted = queues(desk)["In review"]
        assert counted == count
        assert desk.client.get(there).context["cl"].result_count == count


def test_of_what_is_about_entries_too_they_count_and_list_only_theirs(
    limited: Desk, editor: Desk, bcit: Institution
) -> None:
    for provider, name in ((bcit, "log"), (make_institution("Elsewhere"), "fish")):
        entry = make_offering(f"Sorting {name}", provider=provider)
        make_offering(f"{name} sorting", slug=f"{name}-2", provider=provider)
        propose(entry, [changed(entry, title="Other")], by=editor.user)
        Suggestion.objects.create(entry=entry, says="Online", source="Here")
    for desk, count in ((limited, 1), (editor, 2)):
        found = queues(desk)
        for label in ("Proposals that wait for a publisher", "Suggestions from the public", "Possible duplicates"):
            there, counted = found[label]
            assert counted == count, label
            context = desk.client.get(there).context
            listed = context["cl"].result_count if "cl" in context else context["page"].paginator.count
            assert listed == count, label


def test_of_sources_and_links_they_count_and_list_only_what_is_of_their_entries(
    limited: Desk, editor: Desk, bcit: Institution
) -> None:
    for provider, name in ((bcit, "log"), (make_institution("Elsewhere"), "fish")):
        entry = make_offering(f"Sorting {name}", provider=provider, web_address=f"https://{name}.example/entry")
        provider.website = f"https://{name}.example/"
        provider.save()
        guide = {"kind": SourceKind.WEB_PAGE, "title": name, "short_title": name, "read_on": timezone.localdate()}
        source = Source.objects.create(address=f"https://{name}.example/guide", **guide)
        told = {"source": source, "basis": "stated", "needs_look": True}
        differ = Disagreement.objects.create(title=f"They differ on {name}", kind=DisagreementKind.CONFLICT)
        for subject, field in (({"microcredential": entry}, "title"), ({"measure": make_price(entry, 9)}, "")):
            said = Citation.objects.create(**subject, field=field, says="It says so.", **told)
            differ.sides.create(citation=said)
        for address in (entry.web_address, provider.website, source.address):
            CheckedLink.objects.create(
                address=address, checked_at=timezone.now(), answer="404", strikes=4, first_failed=timezone.localdate()
            )
    expected = {"Sources disagree": 1, "Sources that need a look": 2, "Broken links": 3}
    for desk, times in ((limited, 1), (editor, 2)):
        for label, count in expected.items():
            there, counted = queues(desk)[label]
            assert counted == count * times, label
            assert desk.client.get(there).context["cl"].result_count == count * times, label
    letter = letter_to(limited.user)
    assert "https://log.example/guide" in letter
    assert "https://fish.example" not in letter
