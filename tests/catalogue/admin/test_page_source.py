"""One source for all that is typed into the page of an entry, and how its texts read."""

from __future__ import annotations

import pytest

from catalogue.admin.hints import length_and_grade
from catalogue.models import Citation, Microcredential, Proposal, Source
from institutions.models import Institution
from tests.catalogue.admin.desk import Desk, Sheet, address
from tests.factories import make_offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db: None) -> Source:
    return Source.objects.create(
        kind="web-page",
        title="Welding",
        short_title="Welding, BCIT",
        address="https://bcit.example",
        read_on="2026-11-27",
    )


def citing(sheet: Sheet, source: Source, basis: str = "outside", **typed: str) -> Sheet:
    return sheet.type(page_source=source.pk, page_basis=basis, **typed)


def said() -> dict[str, str]:
    return {each.says: str(each.subject) for each in Citation.objects.all()}


def test_a_new_entry_names_its_source_once(maria: Desk, bcit: Institution, page: Source) -> None:
    sheet = citing(maria.open_new(Microcredential), page).type(title="Welding", delivery="online", summary="Ours.")
    sheet.type(participations__0__institution=bcit.pk, participations__0__role="provider")
    sheet.new_row("measures", quantity="price", approximation="exact", minimum="90", unit="cad", measures="program")
    after = maria.saved(sheet)
    price = Microcredential.objects.get().measures.get()
    assert said() == {
        "Title: Welding": "Welding",
        "Way of learning: Online": "Welding",
        "BCIT: Provider": "BCIT: Provider",
        next(each for each in said() if "90" in each): str(price),
    }
    assert {(each.source, each.basis) for each in Citation.objects.all()} == {(page, "outside")}
    assert "No source yet for" not in after.html


def test_only_what_is_changed_is_cited_and_what_has_a_source_by_hand_keeps_it(
    maria: Desk, bcit: Institution, page: Source
) -> None:
    entry = make_offering("Welding", provider=bcit)
    other = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    sheet = citing(maria.open_record(entry), page).type(delivery="online", level="introductory", language="English")
    sheet.new_row("citations", field="delivery", source=other.pk, paragraph="4", basis="stated", says="Online.")
    maria.save(sheet)
    assert {(each.field, each.source.short_title) for each in Citation.objects.all()} == {
        ("delivery", "A guide"),
        ("level", "Welding, BCIT"),
        ("language", "Welding, BCIT"),
    }


def test_half_a_source_is_refused(maria: Desk, page: Source) -> None:
    guide = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    blank = {"page_source": "", "page_basis": "", "page_paragraph": ""}
    wrong = [
        {"page_basis": "stated"},
        {"page_source": page.pk},
        {"page_source": page.pk, "page_basis": "confirmed"},
        {"page_source": guide.pk, "page_basis": "stated"},
        {"page_source": guide.pk, "page_basis": "stated", "page_paragraph": "10"},
        {"page_source": "x", "page_basis": "stated"},
    ]
    sheet = maria.open_new(Microcredential).type(title="Welding")
    for typed in wrong:
        maria.refused(sheet.type(**{**blank, **typed}))
    assert not Microcredential.objects.exists()


def test_in_a_proposal_the_source_waits_too(editor: Desk, maria: Desk, bcit: Institution, page: Source) -> None:
    entry = make_offering("Welding", provider=bcit)
    sheet = citing(editor.open_record(entry), page).type(delivery="online")
    sheet.new_row("measures", quantity="price", approximation="exact", minimum="90", unit="cad", measures="program")
    editor.save(sheet)
    assert not Citation.objects.exists()
    decide = maria.open(address(Proposal.objects.get(), "change"))
    maria.client.post(decide.address, {**decide.values, "decision": "accept"})
    assert "Way of learning: Online" in said()
    assert entry.measures.get().citations.get().source == page


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("You learn to weld.", "1 sentence, 4 words, reads at grade 1."),
        ("Participants acquire interdisciplinary competencies.", "Aim for grade 8"),
        ("One. Two. Three. Four.", "Aim for 3 sentences."),
    ],
)
def test_a_text_says_how_it_reads(text: str, words: str) -> None:
    assert (words in length_and_grade(text)) if words else (length_and_grade(text) == "")


def test_the_page_says_how_its_texts_read(maria: Desk) -> None:
    entry = make_offering("Welding", summary="You learn to weld.")
    assert "1 sentence, 4 words, reads at grade 1." in maria.open_record(entry).html
    refused = maria.refused(maria.open_record(entry).type(title="", summary="You weld. You learn."))
    assert "2 sentences, 4 words" in refused.html
