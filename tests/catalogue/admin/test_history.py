"""The history of a record: who, when, in which way, why, and what was and is, in words."""

import re
from datetime import UTC, datetime

import pytest

from catalogue.admin.states import moment_in_words
from catalogue.models import Microcredential, Participation, Source
from institutions.changes import Change, Way, recording
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_institution, make_offering

pytestmark = pytest.mark.django_db
QUERIES_OF_A_CHANGE = 33


def told(html: str) -> list[str]:
    """The rows of all tables on a page, cells joined."""
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", html, re.DOTALL)
    return [" | ".join(cells) for cells in rows]


def test_it_tells_was_and_now_in_words(maria: Desk) -> None:
    entry = make_draft("Welding")
    maria.save(maria.open_record(entry).type(delivery="online", availability_as_of="2021-02", why="Read their page"))
    html = maria.open(address(entry, "history")).html
    newest = html.split('<article class="act"')[1]
    assert "maria, by form. Why: Read their page" in newest
    assert told(newest) == ["Availability as of | not stated | February 2021", "Way of learning | not stated | Online"]
    assert "Pacific Time" in newest


def test_it_tells_of_rows_on_the_page_also_of_deleted_ones(maria: Desk) -> None:
    entry, school = make_draft("Welding"), make_institution("BCIT")
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    sheet = maria.open_record(entry).new_row("participations", institution=school.pk, role="platform")
    sheet.new_row("citations", field="delivery", source=guide.pk, paragraph=1, basis="inferred", says="Online it is.")
    maria.save(sheet)
    sheet = maria.open_record(entry)
    maria.save(sheet.type(**{f"{sheet.row_of('participations', Participation.objects.get())}-DELETE": "on"}))
    _, deleted, added, *_ = maria.open(address(entry, "history")).html.split('<article class="act"')
    assert "Participation deleted: BCIT: Platform" in deleted
    assert "Role | Platform | not stated" in told(deleted)
    assert "Citation added: A guide, paragraph 1: Online it is." in added
    assert {"Field | not stated | Way of learning", "Basis | not stated | Our reading"} <= set(told(added))


def test_it_outlives_what_it_speaks_of(maria: Desk) -> None:
    unit = make_institution("Unit", unit_of=make_institution("School"))
    unit.unit_of, school = None, unit.unit_of
    with recording(by=maria.user, way=Way.FORM):
        unit.save()
    Institution.objects.get(pk=school.pk).delete()
    html = maria.open(address(unit, "history")).html
    assert "Part of | something deleted since | not stated" in told(html)


def test_a_change_tells_what_it_did_to_every_record(maria: Desk) -> None:
    with recording(by=maria.user, way=Way.FORM, why="A new school"):
        offering = make_offering("Welding", provider="BCIT")
    change = Change.objects.get(why="A new school")
    html = maria.client.get(address(change, "change")).content.decode()
    assert "Somebody else saved this" not in html
    assert 'role="region"' not in html  # many tables here would be landmarks of one name
    for words in ("Microcredential added: Welding", "Institution added: BCIT", "Participation added: BCIT: Provider"):
        assert words in html
    offering.title = "Welding of pipes"
    offering.save()
    html = maria.client.get(address(Change.objects.first(), "change")).content.decode()
    assert told(html) == ["Title | Welding | Welding of pipes"]


def test_the_record_of_changes_is_only_read(maria: Desk) -> None:
    make_draft("Welding")
    change = Change.objects.first()
    assert maria.client.get(address(Change, "add")).status_code == 403
    assert maria.client.get(address(change, "delete")).status_code == 403
    assert maria.client.post(address(change, "delete"), {"post": "yes"}).status_code == 403
    assert maria.client.post(address(change, "change"), {"why": "Another"}).status_code == 403
    assert Change.objects.first().why == change.why


def test_a_long_history_has_pages(maria: Desk) -> None:
    entry = make_draft("Welding")
    for number in range(60):
        entry.title = f"Welding {number}"
        with recording(by=maria.user):
            entry.save()
    html = maria.open(address(entry, "history")).html
    assert (html.count('<article class="act"'), "Page 1 of 2" in html) == (50, True)
    assert maria.open(f"{address(entry, 'history')}?p=2").html.count('<article class="act"') == 11
    for broken in ("?p=x", "?p=99", "?p=-1"):
        assert maria.client.get(address(entry, "history") + broken).status_code == 200


def test_a_history_of_nothing_leads_back(maria: Desk) -> None:
    assert maria.client.get(address(Microcredential, "changelist") + "99/history/").status_code == 302


def test_moments_are_those_of_british_columbia() -> None:
    assert moment_in_words(datetime(2026, 11, 23, 20, 5, tzinfo=UTC)) == "November 23, 2026, 1:05 p.m. Pacific Time"


def test_the_page_of_a_change_asks_the_same_number_of_questions(maria: Desk, django_assert_num_queries) -> None:
    for how_many in (1, 3):
        with recording(why="A list"):
            for number in range(how_many):
                make_offering(f"Program {how_many}{number}", provider=make_institution(f"College {how_many}{number}"))
        change = Change.objects.first()
        page = f"/admin/institutions/change/{change.pk}/change/"
        maria.open(page)
        with django_assert_num_queries(QUERIES_OF_A_CHANGE):
            html = maria.open(page).html
        assert all(f"Program {how_many}{number}" in html for number in range(how_many))
