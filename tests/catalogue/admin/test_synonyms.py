"""The list of words at the desk: staff add to it in their own writing, and it is in force with the next reading."""

import pytest

from catalogue.models import Synonym
from catalogue.search.reading import newest_mark, read_catalogue
from institutions.changes import Change
from tests.catalogue.admin.desk import Desk, address

pytestmark = pytest.mark.django_db


def test_a_synonym_is_kept_tidy_and_in_force_with_the_next_reading(maria: Desk) -> None:
    before = newest_mark()
    maria.save(maria.open_new(Synonym).type(asked="Admin  Assistant", means="office administration\n\n secretary\n"))
    assert newest_mark() != before
    assert read_catalogue().synonyms == (("admin assistant", ("office administration", "secretary")),)
    assert Change.objects.latest("pk").by == maria.user


def test_a_change_and_a_deletion_too(maria: Desk) -> None:
    for asked in ("welder", "cook"):
        Synonym.objects.create(asked=asked, means="something")
    assert [asked for asked, _ in read_catalogue().synonyms] == ["cook", "welder"]
    maria.save(maria.open_record(Synonym.objects.get(asked="cook")).type(means="culinary"))
    maria.client.post(address(Synonym.objects.get(asked="welder"), "delete"), {"post": "yes", "why": "No use"})
    assert read_catalogue().synonyms == (("cook", ("culinary",)),)


def test_the_same_word_in_other_letters_is_refused(maria: Desk) -> None:
    Synonym.objects.create(asked="it", means="computing")
    again = maria.refused(maria.open_new(Synonym).type(asked="IT", means="information technology"))
    assert "already exists" in again.html
    assert again.values["means"] == ["information technology"]


def test_a_new_one_can_come_with_its_word(maria: Desk) -> None:
    assert maria.open(f"{address(Synonym, 'add')}?asked=Night+owl").values["asked"] == ["Night owl"]


def test_the_second_saver_is_told(maria: Desk, jonas: Desk) -> None:
    synonym = Synonym.objects.create(asked="cook", means="culinary")
    late = jonas.open_record(synonym)
    maria.save(maria.open_record(synonym).type(means="cooking"))
    assert "maria changed “Also search for” (now cooking)" in jonas.refused(late.type(means="baking")).html


def test_it_is_found_by_either_side_and_by_how_much_it_leads_to(maria: Desk) -> None:
    for asked, means in (("cook", "culinary"), ("builder", "construction\nbuilding")):
        Synonym.objects.create(asked=asked, means=means)

    def listed(question: str) -> list[str]:
        found = maria.client.get(f"{address(Synonym, 'changelist')}?{question}").context["cl"].result_list
        return [synonym.asked for synonym in found]

    assert (listed("q=culin"), listed("q=BUILD")) == (["cook"], ["builder"])
    assert (listed("lines=one"), listed("lines=more"), listed("")) == (["cook"], ["builder"], ["builder", "cook"])
