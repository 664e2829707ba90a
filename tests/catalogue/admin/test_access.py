"""Who may read and send which page of the admin: every address of the resolver against the table in access.txt."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.http import QueryDict
from django.utils import timezone

from catalogue.admin.reports.pages import REPORTS
from catalogue.models import CheckedLink, Citation, FruitlessSearch, Import, Microcredential, Source, Suggestion
from catalogue.models.vocabulary import State
from catalogue.proposals import changed, propose
from catalogue.staff_groups import StaffGroup
from institutions.changes import Change, recording
from institutions.models import Institution
from tests.catalogue.admin.access import Line, addresses, answers, lines
from tests.catalogue.admin.rows import rows_of
from tests.factories import make_account, make_institution, make_offering, make_price

PK = "<path:object_id>"
_LIKE_A_PUBLISHER = {"manager", "superuser"}


def test_every_address_has_an_expectation_and_none_is_left_over() -> None:
    assert {line.address for line in lines()} == addresses()


def asked(line: Line, full: bool) -> dict[str, str]:
    """What to ask for: where time is short, one noun of those that share a line, and of its pages no manager."""
    if full or line.address.startswith("auth/"):
        return line.expected
    return {name: each for name, each in line.expected.items() if line.is_sample and name not in _LIKE_A_PUBLISHER}


@pytest.mark.django_db
def test_every_account_gets_what_the_table_says(full: bool, settings: Any) -> None:
    settings.SECOND_STEP = True
    bcit = make_institution("BCIT")
    accounts = _accounts(bcit)
    places = _places(accounts, bcit)
    differences = [
        f"{line}: {name} gets {got}, expected {expected}"
        for line in lines()
        for name, expected in asked(line, full).items()
        if (got := answers(accounts[name], _example(line, places))) != expected
    ]
    assert differences == []


def _accounts(bcit: Institution) -> dict[str, Any]:
    return {
        "anonymous": AnonymousUser(),
        "no-group": User.objects.create_user("nobody", is_staff=True),
        "viewer": make_account("viewer", StaffGroup.VIEWER),
        "editor": make_account("editor", StaffGroup.EDITOR),
        "limited": make_account("limited", StaffGroup.EDITOR, bcit),
        "publisher": make_account("publisher", StaffGroup.PUBLISHER),
        "manager": make_account("manager", StaffGroup.MANAGER),
        "superuser": User.objects.create_superuser("root"),
    }


def _places(accounts: dict[str, Any], bcit: Institution) -> dict[tuple[str, str], int]:
    """The record that a line means, by its noun and what stands in brackets."""
    editor, entries = accounts["editor"], _entries(bcit)
    published = entries["published"]
    changes = {"to a draft": entries["theirs"], "to what is published": published}
    cited = {"cited by own": entries["own"], "cited by theirs": entries["theirs"]}
    records = {
        "catalogue/microcredential": entries,
        "catalogue/measure": {which: make_price(entry, 90) for which, entry in entries.items()},
        "catalogue/source": {which: _source_of(entry) for which, entry in cited.items()},
        "institutions/change": {which: _change_of(entry) for which, entry in changes.items()},
        "catalogue/proposal": {"": propose(published, [changed(published, title="Other")], by=editor)},
        "catalogue/checkedlink": {"": CheckedLink.objects.create(address="https://x.ca", checked_at=timezone.now())},
        "catalogue/suggestion": {"": Suggestion.objects.create(entry=published, says="Yes", source="Here")},
        "catalogue/import": {"": Import.objects.create(file_name="programs.csv")},
        "catalogue/fruitlesssearch": {"": FruitlessSearch.objects.create(text="x", day="2026-11-02", count=1)},
        "auth/user": {"another": editor, "a superuser": accounts["superuser"], "the manager": accounts["manager"]},
        "auth/group": {"": Group.objects.first()},
    }
    found = {(noun, which): each.pk for noun, group in records.items() for which, each in group.items()}
    # Where it makes no difference which.
    return found | {(noun, ""): next(iter(group.values())).pk for noun, group in records.items()}


def _entries(bcit: Institution) -> dict[str, Microcredential]:
    draft = {"state": State.DRAFT}
    return {
        "theirs": make_offering("Theirs", **draft),
        "own": make_offering("Own", provider=bcit, **draft),
        "theirs, draft": make_offering("Their draft", **draft),
        "own, draft": make_offering("Own draft", provider=bcit, **draft),
        "published": make_offering("Published", provider=bcit),
    }


def _source_of(entry: Microcredential) -> Source:
    source = Source.objects.create(kind="document", title="A guide", short_title="A guide", paragraphs=9)
    Citation.objects.create(microcredential=entry, source=source, paragraph=1, basis="stated", says="So.")
    return source


def _change_of(entry: Microcredential) -> Change:
    with recording():
        entry.title = f"{entry.title}, changed"
        entry.save()
    return entry.history.latest().change


def _example(line: Line, places: dict[tuple[str, str], int]) -> str:
    """A real address of the kind."""
    noun = "/".join(line.address.split("/")[:2])
    if PK in line.address and line.address.count("<") == 1 and (noun, line.which) not in places:
        places[noun, ""] = rows_of(apps.get_model(noun.replace("/", ".")), 1)[0].pk
    entries = ContentType.objects.get_for_model(Microcredential).pk
    report = REPORTS[0]
    filled = {
        f"<path:content_type_id>/{PK}": f"{entries}/{places['catalogue/microcredential', '']}",
        PK: places.get((noun, line.which)),
        "<str:other_id>": places.get(("catalogue/microcredential", f"{line.which}, draft")),
        "<int:pk>": 1,
        "<id>": places.get((noun, line.which)),
        "<slug:name>": report.name,
        "<slug:table>": report.tables(QueryDict())[0].name if "<slug:table>" in line.address else "",
        "{apps}": "catalogue",
        "<anything else>": "nothing/here/",
        "autocomplete/": "autocomplete/?app_label=catalogue&model_name=participation&field_name=institution&term=",
    }
    address = line.address
    for pattern, value in filled.items():
        address = address.replace(pattern, str(value))
    return f"/admin/{address}"
