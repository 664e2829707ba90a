"""Whatever staff, or somebody in their place, send: an error at the form or a refusal, never a failure of the site."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.admin.refusals import RULES
from catalogue.models import Citation, Measure, Microcredential, Participation, Source
from institutions.changes import Change
from institutions.models import Institution
from institutions.records import Record, new_key
from tests.catalogue.admin.desk import Desk, Sheet, address, as_sent
from tests.catalogue.admin.rows import rows_of
from tests.factories import make_draft, make_institution, make_participation

pytestmark = pytest.mark.django_db

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
HUGE = "9" * 40
HOSTILE = ["", " ", "\0", "x", "-1", "1.5", "1e400", "NaN", "Infinity", HUGE, "x" * 70_000, "٣", "<b>", "%00", "None"]


@pytest.fixture
def hostile(full: bool) -> list[str]:
    """Values that no field expects; a few of each kind where time is short."""
    return HOSTILE if full else ["\0", "x", HUGE, "NaN", "x" * 70_000]


def survives(answer: HttpResponse) -> bool:
    return answer.status_code in {200, 302, 400, 403, 404}


def columns(model: type[Record]) -> list[str]:
    return [field.name for field in model._meta.fields if field.editable and field.name != "id"]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_no_value_of_a_field_breaks_a_form(maria: Desk, hostile: list[str], model: type[Model]) -> None:
    blank = maria.open(address(model, "add"))
    for value in hostile:
        typed = {**blank.values, **dict.fromkeys(columns(model), value)}
        assert survives(maria.client.post(blank.address, typed)), value[:20]


def test_no_value_of_a_row_breaks_a_form(maria: Desk, hostile: list[str]) -> None:
    entry = make_draft("Welding")
    make_participation(entry, make_institution("BCIT"))
    sheet = maria.open_record(entry)
    of_the_row = [name for name in sheet.values if re.match(r"\w+-0-", name)]
    assert len(of_the_row) == 6
    for value in hostile:
        for name in of_the_row:
            assert survives(maria.client.post(sheet.address, {**sheet.values, name: value})), name
        new = Sheet(sheet.address, "", dict(sheet.values))
        for rows, model in (("citations", Citation), ("participations", Participation), ("measures", Measure)):
            new.new_row(rows, **dict.fromkeys(columns(model), value))  # Django looks at all rows, whichever is wrong
        assert survives(maria.send(new, _continue="1")), value[:20]


@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"])
def test_no_tampered_count_of_rows_breaks_a_form(maria: Desk, name: str) -> None:
    entry = make_draft("Welding")
    make_participation(entry, make_institution("BCIT"))
    before = Change.objects.count()
    sheet = maria.open_record(entry)
    for value in ("", "x", "-1", "0", "1", "5", "501", HUGE, "\0"):
        sent = {**as_sent(sheet.values), f"participations-{name}": value, "_continue": "1"}
        assert survives(maria.client.post(sheet.address, sent)), value
        assert (entry.participations.count(), Change.objects.count()) == (1, before), value


def test_a_form_without_its_rows_is_refused(maria: Desk) -> None:
    entry = make_draft("Welding")
    answer = maria.client.post(address(entry, "change"), {"title": "Other", "opened": "1"})
    assert answer.status_code == 200
    assert Microcredential.objects.get().title == "Welding"


def test_a_row_of_another_entry_is_not_taken_over(maria: Desk) -> None:
    mine, theirs = make_draft("Mine"), make_draft("Theirs")
    make_participation(mine, make_institution("BCIT"))
    row = make_participation(theirs, make_institution("Camosun"))
    answer = maria.send(
        maria.open_record(mine).type(**{"participations-0-id": row.pk, "participations-0-since": "2021"})
    )
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.microcredential, row.since) == (theirs, "")


@pytest.mark.parametrize(
    "query",
    [
        "p=x", "p=-1", f"p={HUGE}", "o=x", "o=99.-99", f"o={HUGE}", "all=", "e=1", "q=" + "a+" * 1500,
        "state__exact=x", "state__exact=%20", "sources=x", "part=x", f"id__in={HUGE}", "id__in=x,", f"id__exact={HUGE}",
        "parent__isnull=x", "title__regex=[", "title__regex=(a%2B)%2B$", "last_verified__gte=x",
        "parent__state__exact=x",
        "last_verified__gte=99999-01-01", "parent__parent__parent__title=x", "nothing=x", "title__nothing=x",
        "_facets=x",
        "participations__institution__name=x", "version__range=1", "slug__in=" + "a," * 1500, "__=x", "=", "_popup=x",
        "_to_field=x", "pk=x", "is_facets=1", "id__gte=x", f"version__gte={HUGE}", "state__isnull=maybe",
    ],
)  # fmt: skip
def test_no_address_of_a_list_breaks_it(maria: Desk, query: str) -> None:
    make_draft("Welding")
    assert survives(maria.client.get(f"{address(Microcredential, 'changelist')}?{query}", follow=True))


@pytest.mark.parametrize("number", ["x", "-1", HUGE, "1_5F2", "_00", "٣", "1/2", "a" * 900])
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_no_number_of_a_record_breaks_a_page(maria: Desk, page: str, number: str) -> None:
    where = f"{address(Microcredential, 'changelist')}{number}/{page}/"
    assert survives(maria.client.get(where, follow=True))
    assert survives(maria.client.post(where, {"post": "yes"}, follow=True))


@pytest.mark.parametrize("query", ["parent=x", f"parent={HUGE}", "parent=999", "title=" + "x" * 3000, "state=published",
                                   "version=7", "key=x", "_to_field=x", "_popup=1", "nothing=x"])  # fmt: skip
def test_no_address_of_a_new_page_breaks_it(maria: Desk, query: str) -> None:
    assert survives(maria.client.get(f"{address(Microcredential, 'add')}?{query}"))


def test_nobody_publishes_by_a_field_that_the_form_does_not_have(maria: Desk) -> None:
    sheet = maria.open_new(Microcredential).type(title="Welding", state="published", key="mine", version="9")
    maria.save(sheet)
    entry = Microcredential.objects.get()
    assert (entry.state, entry.version, entry.key == "mine") == ("draft", 1, False)


@pytest.mark.parametrize(
    "asked",
    [
        {"term": "x"},
        {"field_name": "x"},
        {"model_name": "x"},
        {"app_label": "auth", "model_name": "user", "field_name": "groups"},
        {"term": "a " * 1500},
        {"page": "x"},
        {"page": HUGE},
    ],
)
def test_completing_a_name_survives(maria: Desk, asked: dict[str, str]) -> None:
    known = {"app_label": "catalogue", "model_name": "participation", "field_name": "institution", "term": ""}
    assert survives(maria.client.get("/admin/autocomplete/", {**known, **asked}))


@pytest.mark.parametrize("chosen", [["x"], [HUGE], ["-1"], ["\0"], ["999"], [], ["1", "x"]])
@pytest.mark.parametrize("action", ["still_says_so", "nothing", "\0"])
def test_no_choice_in_a_list_breaks_it(maria: Desk, action: str, chosen: list[str]) -> None:
    make_draft("Welding")
    sent = {"action": action, "_selected_action": chosen, "index": "0"}
    assert survives(maria.client.post(address(Citation, "changelist"), sent))


@pytest.mark.parametrize("name", ["username", "password", "next"])
def test_no_way_of_signing_in_breaks_it(client, db: None, hostile: list[str], name: str) -> None:
    for value in hostile:
        assert survives(client.post("/admin/login/", {"username": "maria", "password": "x", name: value}))


def test_nobody_is_sent_elsewhere_after_signing_in(client, maria: Desk) -> None:
    signed = {"username": "maria", "password": "seven green herons", "next": "https://example.org/"}
    assert client.post("/admin/login/", signed).url == "/admin/"


@pytest.fixture
def blank_forms(maria: Desk) -> tuple[Sheet, Sheet]:
    """Of a source and of a school, opened once for all that is typed."""
    return maria.open_new(Source), maria.open_new(Institution)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), number=st.one_of(st.integers(), st.floats(), st.text(max_size=12)))
def test_any_text_and_number_is_saved_or_refused(
    maria: Desk, blank_forms: tuple[Sheet, Sheet], text: str, number: Any
) -> None:
    source, school = (form.type(page_key=new_key()) for form in blank_forms)  # as if each were a page of its own
    typed = {"kind": "document", "title": text, "short_title": text[:60], "notes": text, "paragraphs": str(number)}
    assert survives(maria.send(source.type(**typed)))
    typed = {"name": text, "slug": text[:50], "website": f"https://example.org/{text}", "city": text, "why": text}
    assert survives(maria.send(school.type(**typed)))


def test_every_rule_that_a_form_can_break_has_words() -> None:
    """Django's own words for a rule name its constraint, which says nothing to staff."""
    unspoken = [
        rule.name
        for model in RECORDS
        for rule in model._meta.constraints
        if "%(name)s" in str(rule.violation_error_message) and rule.name not in RULES
    ]
    # Fields that may not be empty, dates and vocabularies are checked by the form before; twins by its rows. What
    # replaces a citation is no field of a form.
    by_the_form = [
        r"_has_(key|slug|name|title|text)$",
        r"_(dates|is_date|knows_its_words|known_state|says_something)$",
        r"_once_per_|_once$",
        "superseded",
    ]
    assert [name for name in unspoken if not re.search("|".join(by_the_form), name)] == []


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_form_without_anything_in_it_is_refused(maria: Desk, model: type[Model]) -> None:
    row = rows_of(model, 1)[0]
    for page in (address(model, "add"), address(row, "change")):
        assert maria.client.post(page, {}).status_code == 200, page
