"""Which rows the whole has, whatever stands in them: those that visitors see, worked out from the history."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.exchange.packages import import_package
from catalogue.generating import generate_entries
from catalogue.models import Audience, AudienceTag, Microcredential, NamedKind
from catalogue.opendata.whole.files import PACKAGE
from catalogue.opendata.whole.nouns import NOUNS
from catalogue.opendata.whole.rows import Whole
from institutions.records import Record
from tests.catalogue.opendata.whole.writing import forget_everything, written
from tests.catalogue.search.editing import Editor
from tests.factories import called_by_a_name, make_institution, make_offering, make_price

pytestmark = pytest.mark.django_db


def public(model: type[Record]) -> set[str]:
    """The keys of the records of a noun that pages show."""
    if model is Audience:
        shown = model.objects.filter(pk__in=AudienceTag.objects.public().values("audience"))
    elif model is NamedKind:
        shown = model.objects.filter(microcredentials__in=Microcredential.objects.public())
    else:
        shown = model.objects.public() if hasattr(model.objects, "public") else model.objects.all()
    return set(shown.values_list("key", flat=True))


def test_the_history_tells_what_the_pages_show(full):
    editor = Editor(5)
    generate_entries(12, seed=5)
    hidden = set()
    for _ in range(300 if full else 40):
        editor.edit()
        whole = Whole(timezone.now())
        told = {noun.name: set(whole.keys[noun.model].values()) for noun in NOUNS}
        owned = ("statement_subjects", "disagreement_sides")
        assert {name: keys for name, keys in told.items() if name not in owned} == {
            noun.name: public(noun.model) for noun in NOUNS if noun.name not in owned
        }
        hidden.add(Microcredential.objects.count() - len(whole.keys[Microcredential]))
    assert len(hidden) > 3, "the editor hid and showed entries"


def test_texts_that_a_table_might_break(tmp_path):
    odd = ' "=A1", line\r\nand\nline\t; é “x” \\ '
    school = make_institution("null", other_names="a\nb")
    entry = make_offering("NA", slug="na", summary=odd, provider=school, **called_by_a_name())
    make_price(entry, 0)
    make_price(entry, 12, measures="course", minimum="12.50")
    before = written(tmp_path / "first")
    forget_everything()
    import_package(tmp_path / "first" / PACKAGE)
    assert written(tmp_path / "second") == before
    assert Microcredential.objects.get().summary == odd


def test_what_is_damaged_is_refused(tmp_path):
    make_offering("Wood", slug="wood")
    written(tmp_path / "first")
    package = tmp_path / "first" / PACKAGE
    (tmp_path / "half.zip").write_bytes(package.read_bytes()[:2000])
    (tmp_path / "other.json").write_text("[]")
    for path in (tmp_path / "half.zip", tmp_path / "other.json", tmp_path / "none.zip"):
        with pytest.raises(CommandError, match="Nothing was taken in"):
            call_command("import_package", path)
