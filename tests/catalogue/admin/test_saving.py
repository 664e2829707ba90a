"""One save is one change: the form, its rows and what follows from them, with who and why, or nothing at all."""

import pytest
from django.apps import apps

from catalogue.models import Citation, Microcredential, Participation, Source
from catalogue.models.vocabulary import Basis, Role, SourceKind, State
from institutions.changes import Change, Way
from institutions.models import Institution
from institutions.records import Record
from tests.catalogue.admin.desk import Desk, address
from tests.factories import make_draft, make_institution, make_offering, make_participation

pytestmark = pytest.mark.django_db

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def make_guide() -> Source:
    return Source.objects.create(kind=SourceKind.DOCUMENT, title="A guide", short_title="A guide", paragraphs=9)


def history_since(change: int) -> dict[int, list[str]]:
    """The history rows of all nouns after a change, by the change they point to."""
    rows: dict[int, list[str]] = {}
    for model in RECORDS:
        for row in model.history.filter(change_id__gt=change):
            rows.setdefault(row.change_id, []).append(f"{row.history_type}{model._meta.model_name}")
    return {pk: sorted(names) for pk, names in rows.items()}


def last_change() -> int:
    return Change.objects.values_list("pk", flat=True).first() or 0


def test_a_new_entry_with_provider_and_cited_title_is_one_change(maria: Desk) -> None:
    school, guide, before = make_institution("Camosun College"), make_guide(), last_change()
    sheet = maria.open_new(Microcredential).type(
        title="Welding", why="Told by the dean", participations__0__role="provider"
    )
    sheet.type(participations__0__institution=school.pk)
    sheet.new_row(
        "citations", field="title", source=guide.pk, paragraph=3, basis="stated", says="The title is Welding."
    )
    maria.save(sheet)
    change = Change.objects.get(pk__gt=before)
    assert (change.by, change.by_name, change.way, change.why) == (maria.user, "maria", Way.FORM, "Told by the dean")
    assert history_since(before) == {change.pk: ["+citation", "+microcredential", "+participation"]}
    entry = Microcredential.objects.get(title="Welding")
    assert (entry.slug, entry.state, entry.kind, entry.delivery) == ("welding", State.DRAFT, "", "")
    assert [str(each) for each in entry.participations.all()] == ["Camosun College: Provider"]


def test_a_save_without_a_change_writes_nothing(maria: Desk) -> None:
    entry = make_offering("Welding", skills="cutting\nwelding", other_titles="A\n\nB")
    before = last_change()
    maria.save(maria.open_record(entry).type(why="Just looking"))
    assert last_change() == before


def test_form_rows_and_deleted_rows_are_one_change(maria: Desk) -> None:
    entry = make_draft("Welding")
    first = make_participation(entry, make_institution("A"))
    second = make_participation(entry, make_institution("B"), Role.PLATFORM)
    Citation.objects.create(participation=second, source=make_guide(), paragraph=1, basis=Basis.STATED, says="B it is.")
    sheet, before = maria.open_record(entry), last_change()
    sheet.type(title="Welding of pipes", **{f"{sheet.row_of('participations', first)}-since": "2021-02"})
    sheet.type(**{f"{sheet.row_of('participations', second)}-DELETE": "on"})
    maria.save(sheet)
    assert list(history_since(before).values()) == [
        ["-citation", "-participation", "~microcredential", "~participation"]
    ]


def test_a_save_that_fails_half_way_leaves_neither_values_nor_history(maria: Desk) -> None:
    """The title is written before the last provider's guard speaks."""
    entry = make_offering("Welding", provider="Camosun College")
    provider = entry.participations.get()
    sheet, before = maria.open_record(entry), last_change()
    sheet.type(title="Welding of pipes", **{f"{sheet.row_of('participations', provider)}-DELETE": "on"})
    after = maria.refused(sheet)
    assert "this is its last provider" in after.html
    assert after.values["title"] == ["Welding of pipes"]
    assert (Microcredential.objects.get().title, Participation.objects.count()) == ("Welding", 1)
    assert (history_since(before), last_change()) == ({}, before)


def test_the_last_provider_can_be_replaced_in_one_save(maria: Desk) -> None:
    entry, other = make_offering("Welding", provider="Camosun College"), make_institution("BCIT")
    sheet = maria.open_record(entry)
    sheet.type(**{f"{sheet.row_of('participations', entry.participations.get())}-DELETE": "on"})
    maria.save(sheet.new_row("participations", institution=other.pk, role="provider"))
    assert [str(each) for each in entry.participations.all()] == ["BCIT: Provider"]


def test_every_history_row_has_its_change(maria: Desk) -> None:
    school = make_institution("Camosun College")
    maria.save(maria.open_record(school).type(city="Victoria"))
    maria.save(maria.open_new(Institution).type(name="BCIT", short_name="BCIT"))
    for model in RECORDS:
        assert not model.history.filter(change__isnull=True).exists()
    assert school.history.first().change.by == maria.user


def test_a_database_rule_is_told_in_words(maria: Desk) -> None:
    """The form cannot see the state, so the database is the first to refuse."""
    entry = make_offering("Welding")
    after = maria.refused(maria.open_record(entry).type(summary=""))
    assert "A published entry needs a summary." in after.html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"availability": "offered"}, "“Offered” needs the date on which staff checked it with the school."),
        ({"availability_as_of": "2021-13"}, "There is no such date."),
        ({"web_address": "ftp://example.org/"}, "A web address starts with https:// or http://."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"title": "  "}, "This field is required."),
        ({"why": "x" * 501}, "at most 500 characters"),
        ({"why": "a\0b"}, "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_said_at_the_form(maria: Desk, typed: dict, words: str) -> None:
    entry = make_draft("Welding")
    before = last_change()
    assert words in maria.refused(maria.open_record(entry).type(**typed)).html
    assert last_change() == before


def test_two_rows_that_say_the_same_are_refused(maria: Desk) -> None:
    entry, school = make_draft("Welding"), make_institution("BCIT")
    sheet = maria.open_record(entry)
    for since in ("", "2021"):
        sheet.new_row("participations", institution=school.pk, role="provider", since=since)
    assert "Two rows say the same: BCIT: Provider." in maria.refused(sheet).html


def test_slugs_are_made_and_never_twice_the_same(maria: Desk) -> None:
    for known in (0, 1):
        another = [each.pk for each in Microcredential.objects.all()]
        assert len(another) == known
        maria.save(maria.open_new(Microcredential).type(title="Café management", another=another))
    assert [entry.slug for entry in Microcredential.objects.order_by("pk")] == ["cafe-management", "cafe-management-2"]
    assert "small letters and hyphens" in maria.refused(maria.open_new(Microcredential).type(title="???")).html


def test_after_a_claim_staff_are_back_at_its_entry(maria: Desk) -> None:
    entry = make_offering("Welding")
    sheet = maria.open_record(entry.participations.get()).type(since="2021")
    assert maria.send(sheet, _save="Save").url == address(entry, "change")


def test_a_list_action_is_one_change(maria: Desk) -> None:
    entry, guide = make_draft("Welding"), make_guide()
    cited = {"microcredential": entry, "source": guide, "basis": Basis.STATED, "needs_look": True}
    chosen = [Citation.objects.create(**cited, field="title", paragraph=n, says="So.") for n in (1, 2)]
    before = last_change()
    maria.client.post(
        address(Citation, "changelist"), {"action": "still_says_so", "_selected_action": [each.pk for each in chosen]}
    )
    change = Change.objects.get(pk__gt=before)
    assert (change.by_name, change.way) == ("maria", Way.ACTION)
    assert history_since(before) == {change.pk: ["~citation", "~citation"]}
