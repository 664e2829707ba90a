"""Sources beside values: a call with a school replaces the old word, and an edited value asks for a fresh look."""

import re
from datetime import date

import pytest

from catalogue.models import SUBJECTS, Citation, Microcredential, Source
from catalogue.models.vocabulary import Basis, Delivery, SourceKind
from institutions.changes import Change
from institutions.records import Record
from tests.catalogue.admin.desk import Desk, address
from tests.catalogue.admin.rows import rows_of
from tests.factories import make_draft, make_institution, make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(db: None) -> Source:
    return Source.objects.create(kind=SourceKind.DOCUMENT, title="2021 guide", short_title="2021 guide", paragraphs=79)


@pytest.fixture
def call(db: None) -> Source:
    return Source.objects.create(
        kind=SourceKind.CONFIRMATION,
        title="A call",
        short_title="BCIT, November 20, 2026",
        institution=make_institution("BCIT"),
        confirmed_by="Robin Roe",
        confirmed_role="registrar",
        read_on=date(2026, 11, 20),
    )


def cite(subject: Record, source: Source, field: str = "delivery", **fields) -> Citation:
    name = {Microcredential: "microcredential"}.get(type(subject), type(subject)._meta.model_name)
    defaults = {"paragraph": 7, "basis": Basis.STATED, "says": "One learns online."}
    return Citation.objects.create(**{name: subject}, source=source, field=field, **{**defaults, **fields})


def test_beside_each_value_stand_its_sources(maria: Desk, guide: Source) -> None:
    entry = make_offering("Wood", delivery="online")
    other = Source.objects.create(kind=SourceKind.DOCUMENT, title="Us", short_title="Us & <them>", paragraphs=79)
    old = cite(entry, guide, paragraph=8, says="Replaced.")
    old.superseded_by = cite(entry, guide)
    old.save()
    cite(entry, other, paragraph=3, basis=Basis.INFERRED, says="We read it so.")
    page = maria.client.get(address(entry, "change")).content.decode()
    beside = re.search(r'id="id_delivery_helptext">(.*?)</div>\s*</div>', page, re.DOTALL)[1]
    words = "From: 2021 guide, paragraph 7 (Stated); Us &amp; &lt;them&gt;, paragraph 3 (Our reading)."
    assert " ".join(re.sub("<[^>]+>", "", beside).split()) == words


def test_a_call_is_written_down_without_inventing_titles(maria: Desk) -> None:
    school = make_institution("British Columbia Institute of Technology", short_name="BCIT")
    sheet = maria.open(f"{address(Source, 'add')}?kind=confirmation")
    sheet.type(institution=school.pk, confirmed_by="Robin Roe", confirmed_role="registrar", read_on="2026-11-20")
    maria.save(sheet)
    source = Source.objects.get()
    assert (source.kind, source.short_title) == (SourceKind.CONFIRMATION, "BCIT, November 20, 2026")
    assert source.title == "Confirmation by BCIT, November 20, 2026"


@pytest.mark.parametrize("missing", ["institution", "confirmed_by", "confirmed_role", "read_on"])
def test_a_call_says_who_in_what_role_and_when(maria: Desk, missing: str) -> None:
    told = {"institution": make_institution("BCIT").pk, "confirmed_by": "Robin", "confirmed_role": "dean"}
    told |= {"read_on": "2026-11-20", "title": "A call", "short_title": "A call", missing: ""}
    after = maria.refused(maria.open(f"{address(Source, 'add')}?kind=confirmation").type(**told))
    assert "A confirmation needs the institution, the person, their role and the date." in after.html


def test_a_document_needs_its_title(maria: Desk) -> None:
    assert "Give it a title." in maria.refused(maria.open_new(Source).type(kind="document")).html


def test_a_confirmation_replaces_the_older_source_and_says_so(maria: Desk, guide: Source, call: Source) -> None:
    entry = make_draft("Welding", delivery=Delivery.ONLINE)
    older = cite(entry, guide)
    other = cite(entry, guide, field="title")
    sheet = maria.open_record(entry).type(delivery="blended")
    sheet.new_row("citations", field="delivery", source=call.pk, basis="confirmed", says="Both ways now.")
    before = Change.objects.count()
    after = maria.saved(sheet)
    assert (
        "“Way of learning” of Welding now rests on BCIT, November 20, 2026. "
        "It replaces: 2021 guide, paragraph 7 (“One learns online.”)."
    ) in after.html
    older.refresh_from_db()
    other.refresh_from_db()
    newer = Citation.objects.get(source=call)
    assert (older.superseded_by, older.needs_look, other.superseded_by) == (newer, False, None)
    assert Change.objects.count() == before + 1
    assert "Replaced by:" in after.html


def test_a_confirmation_replaces_the_source_of_a_claim(maria: Desk, guide: Source, call: Source) -> None:
    provider = make_offering("Welding").participations.get()
    older = cite(provider, guide, field="")
    sheet = maria.open_record(provider)
    assert "citations-0-field" not in sheet.values
    maria.save(sheet.new_row("citations", source=call.pk, basis="confirmed", says="We do."))
    older.refresh_from_db()
    assert older.superseded_by == Citation.objects.get(source=call)


def test_a_confirmation_can_be_added_in_the_list_of_citations(maria: Desk, guide: Source, call: Source) -> None:
    entry = make_draft("Welding")
    older = cite(entry, guide)
    sheet = maria.open_new(Citation).type(source=call.pk, field="delivery", basis="confirmed", says="Online.")
    assert "now rests on BCIT, November 20, 2026" in maria.saved(sheet.type(microcredential=entry.pk)).html
    older.refresh_from_db()
    assert older.superseded_by.source == call


def test_a_citation_in_the_list_speaks_of_exactly_one_thing(maria: Desk, guide: Source) -> None:
    sheet = maria.open_new(Citation).type(source=guide.pk, paragraph=1, field="title", basis="stated", says="So.")
    assert "A citation speaks of exactly one thing." in maria.refused(sheet).html


@pytest.mark.parametrize(
    ("kind", "basis", "words"),
    [
        ("guide", "confirmed", "Only a source of the kind “confirmation” confirms."),
        ("call", "stated", "This source is a confirmation by an institution"),
    ],
)
def test_only_a_confirmation_confirms(maria: Desk, request, kind: str, basis: str, words: str) -> None:
    source = request.getfixturevalue(kind)
    sheet = maria.open_record(make_draft("Welding"))
    sheet.new_row("citations", field="title", source=source.pk, paragraph=1, basis=basis, says="So.")
    assert words in maria.refused(sheet).html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"paragraph": ""}, "Say which paragraph of the document."),
        ({"paragraph": "80"}, "This document has 79 paragraphs."),
        ({"paragraph": "0"}, "Say which paragraph of the document."),
        ({"paragraph": "x"}, "Enter a whole number."),
        ({"paragraph": "9" * 30}, "This document has 79 paragraphs."),
        ({"field": "summary"}, "Select a valid choice."),
        ({"field": ""}, "This field is required."),
        ({"basis": "hearsay"}, "Select a valid choice."),
        ({"says": ""}, "This field is required."),
        ({"source": "99999999999999999999"}, "Select a valid choice."),
    ],
)
def test_a_citation_is_true_to_its_source(maria: Desk, guide: Source, typed: dict, words: str) -> None:
    told = {"field": "title", "source": guide.pk, "paragraph": 1, "basis": "stated", "says": "So.", **typed}
    assert words in maria.refused(maria.open_record(make_draft("Welding")).new_row("citations", **told)).html


def test_values_are_named_as_the_form_names_them(maria: Desk) -> None:
    html = maria.open_record(make_draft("Welding")).html
    assert '<option value="delivery">Way of learning</option>' in html
    assert '<option value="whole">All of it</option>' in html
    assert '<option value="summary">' not in html


def test_a_citation_of_all_of_it_stays_one(maria: Desk, guide: Source) -> None:
    entry = make_draft("Welding")
    row = cite(entry, guide, field="")
    sheet = maria.open_record(entry)
    name = sheet.row_of("citations", row)
    assert sheet.values[f"{name}-field"] == ["whole"]
    maria.save(sheet.type(**{f"{name}-says": "Another word."}))
    row.refresh_from_db()
    assert (row.field, row.says) == ("", "Another word.")


def test_an_edited_value_asks_for_a_look_at_its_source(maria: Desk, guide: Source) -> None:
    entry = make_draft("Welding", delivery=Delivery.ONLINE)
    flagged, other = cite(entry, guide), cite(entry, guide, field="title")
    after = maria.saved(maria.open_record(entry).type(delivery="blended"))
    assert "Look again at: Way of learning (2021 guide, paragraph 7)." in after.html
    assert "<li>Way of learning (2021 guide, paragraph 7)</li>" in after.html
    flagged.refresh_from_db()
    other.refresh_from_db()
    assert (flagged.needs_look, other.needs_look) == (True, False)


def test_value_and_source_can_be_edited_together(maria: Desk, guide: Source) -> None:
    """The save of the entry flags the citation just before its own row is saved: no conflict, and no flag left."""
    entry = make_draft("Welding", delivery=Delivery.ONLINE)
    row = cite(entry, guide)
    sheet = maria.open_record(entry).type(delivery="blended")
    maria.save(sheet.type(**{f"{sheet.row_of('citations', row)}-says": "Both ways."}))
    row.refresh_from_db()
    assert (row.says, row.needs_look) == ("Both ways.", False)
    assert row.history.first().change == entry.history.first().change


def test_value_and_source_can_go_together(maria: Desk, guide: Source) -> None:
    entry = make_draft("Welding", delivery=Delivery.ONLINE)
    row = cite(entry, guide)
    sheet = maria.open_record(entry).type(delivery="")
    maria.save(sheet.type(**{f"{sheet.row_of('citations', row)}-DELETE": "on"}))
    assert entry.citations.count() == 0


def test_the_lists_find_what_needs_a_look(maria: Desk, guide: Source) -> None:
    stays, own, claim = (make_offering(title) for title in ("Stays", "Own", "Claim"))
    cite(stays, guide)
    cite(own, guide, needs_look=True)
    cite(claim.participations.get(), guide, field="", needs_look=True)
    found = maria.client.get(f"{address(Microcredential, 'changelist')}?sources=look").context["cl"].queryset
    assert {entry.title for entry in found} == {"Own", "Claim"}
    found = maria.client.get(f"{address(Citation, 'changelist')}?needs_look__exact=1").context["cl"].queryset
    assert {citation.subject for citation in found} == {own, claim.participations.get()}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_cited_noun_is_found_by_what_needs_a_look(maria: Desk, guide: Source, name: str) -> None:
    flagged, _ = rows_of(SUBJECTS[name], 2)
    said = {"source": guide, "paragraph": 1, "basis": Basis.STATED, "says": "So.", "needs_look": True}
    Citation.objects.create(**{name: flagged}, **said)
    found = maria.client.get(f"{address(SUBJECTS[name], 'changelist')}?sources=look").context["cl"].queryset
    assert [*found] == [flagged]


def test_a_wrong_replacement_can_be_taken_back(maria: Desk, guide: Source, call: Source) -> None:
    entry = make_draft("Welding")
    older = cite(entry, guide)
    older.superseded_by = cite(entry, call, paragraph=None, basis=Basis.CONFIRMED)
    older.save()
    maria.client.post(address(Citation, "changelist"), {"action": "stand_again", "_selected_action": [older.pk]})
    older.refresh_from_db()
    assert older.superseded_by is None


def test_the_page_says_which_values_have_no_source(maria: Desk, guide: Source) -> None:
    entry = make_draft("Welding", delivery=Delivery.ONLINE)
    cite(entry, guide, field="title")
    html = maria.open_record(entry).html
    assert "No source yet for" in html
    assert '<p>Way of learning. Name one under <a href="#citations-group">' in html
    step = maria.open(address(entry, "change").replace("/change/", "/step/publish/")).html
    assert f'<a href="{address(entry, "change")}#citations-group">' in step


def test_a_page_shows_twenty_citations_and_where_the_others_are(maria: Desk, guide: Source) -> None:
    """What is not shown is not touched either: by a save, a refusal or a proposal."""
    entry = make_draft("Wood", delivery="online")
    for number in range(23):
        cite(entry, guide, paragraph=number % 7 + 1, says=f"Word {number}")
    sheet = maria.open_record(entry)
    assert sheet.values["citations-TOTAL_FORMS"] == ["20"]
    assert "2021 guide, paragraph 5 (Stated); and 2 more, named below." in sheet.html
    there = f"{address(Citation, 'changelist')}?microcredential__exact={entry.pk}"
    assert f'<a href="{there}">3 more' in sheet.html
    assert maria.client.get(there).context["cl"].result_count == 23
    assert "3 more" in maria.refused(sheet.type(title="")).html
    again = maria.saved(sheet.type(title="Boats", citations__19__says="Word again"))
    assert {each.says for each in entry.citations.all()} > {"Word again"}
    assert ("3 more" in again.html, entry.citations.count()) == (True, 23)
