"""The rules that stand in the database for the nouns of the catalogue: each CHECK and UNIQUE, past `full_clean`."""

from datetime import date

import pytest
from django.db import connection

from catalogue.models import (
    Audience,
    AudienceTag,
    Citation,
    Disagreement,
    DisagreementSide,
    FundingLink,
    Group,
    Measure,
    Membership,
    Microcredential,
    NamedKind,
    Participation,
    Recognition,
    Sector,
    SectorTag,
    Source,
    Statement,
    StatementSubject,
    Synonym,
)
from institutions.models import Institution
from tests.rules import KEYS, LEAST, Rule, assert_once, assert_refused, untested, valid

CLAIMS = (Participation, Recognition, Measure, FundingLink, SectorTag, AudienceTag)
SLUGGED = (Sector, Audience, NamedKind, Group, Microcredential)
TERMS = (Sector, Audience, NamedKind)
CONFIRMATION = {
    "kind": "confirmation",
    "institution": Institution,
    "read_on": date(2026, 11, 2),
    "confirmed_by": "Ada",
    "confirmed_role": "Registrar",
}
WEB_PAGE = {"kind": "web-page", "address": "https://example.ca", "read_on": date(2026, 11, 2)}

RULES: list[Rule] = [
    *((f"{noun._meta.model_name}_has_slug", noun, {"slug": ""}) for noun in SLUGGED),
    *((f"{noun._meta.model_name}_slug_not_taken", noun, {"slug": "not-stated"}) for noun in TERMS),
    *((f"{noun._meta.model_name}_has_name", noun, {"name": ""}) for noun in (*TERMS, Group)),
    ("namedkind_knows_its_words", NamedKind, {"kind": ""}),
    *((f"{noun._meta.model_name}_has_one_subject", noun, {"microcredential": None}) for noun in CLAIMS),
    *((f"{noun._meta.model_name}_has_one_subject", noun, {"group": Group}) for noun in CLAIMS),
    ("microcredential_has_title", Microcredential, {"title": ""}),
    ("microcredential_published_has_summary", Microcredential, {"state": "published", "summary": ""}),
    (
        "microcredential_only_withdrawn_has_day",
        Microcredential,
        {"withdrawn_on": date(2026, 11, 2), "withdrawal_reason": "The school ended it."},
    ),
    ("microcredential_withdrawn_says_why", Microcredential, {"state": "withdrawn", "withdrawn_on": date(2026, 11, 2)}),
    (
        "microcredential_withdrawal_reason_has_day",
        Microcredential,
        {"state": "withdrawn", "withdrawal_reason": "The school ended it."},
    ),
    ("microcredential_not_in_itself", Microcredential, {"parent": "itself"}),
    ("microcredential_offered_is_verified", Microcredential, {"availability": "offered"}),
    ("microcredential_web_address_is_http", Microcredential, {"web_address": "javascript:alert(1)"}),
    ("microcredential_known_state", Microcredential, {"state": ""}),
    ("microcredential_knows_its_words", Microcredential, {"kind": "degree"}),
    ("microcredential_knows_its_words", Microcredential, {"availability": "open"}),
    ("microcredential_knows_its_words", Microcredential, {"delivery": "hybrid"}),
    ("microcredential_knows_its_words", Microcredential, {"pace": "quick"}),
    ("microcredential_knows_its_words", Microcredential, {"assessed": "so"}),
    ("microcredential_knows_its_words", Microcredential, {"level": "expert"}),
    ("microcredential_as_of_is_date", Microcredential, {"availability_as_of": "spring"}),
    ("microcredential_named_kind_has_kind", Microcredential, {"named_kind": NamedKind}),
    ("participation_names_institution", Participation, {"institution": None}),
    ("participation_since_is_date", Participation, {"since": "spring"}),
    ("participation_knows_its_words", Participation, {"role": "owner"}),
    ("recognition_since_is_date", Recognition, {"since": "spring"}),
    ("recognition_knows_its_words", Recognition, {"target": "doctorate"}),
    ("recognition_knows_its_words", Recognition, {"force": ""}),
    ("measure_not_negative", Measure, {"minimum": -1}),
    ("measure_range_goes_up", Measure, {"maximum": 8}),
    ("measure_range_goes_up", Measure, {"minimum": None, "approximation": "several", "maximum": 8}),
    ("measure_has_number_or_word", Measure, {"minimum": None}),
    ("measure_has_number_or_word", Measure, {"approximation": "free"}),
    ("measure_knows_its_words", Measure, {"quantity": "weight"}),
    ("measure_knows_its_words", Measure, {"approximation": "roughly"}),
    ("measure_knows_its_words", Measure, {"measures": "lesson"}),
    ("measure_knows_its_words", Measure, {"unit": "fortnight"}),
    ("membership_knows_its_words", Membership, {"standing": "perhaps"}),
    ("statement_has_text", Statement, {"text": ""}),
    ("statement_as_of_is_date", Statement, {"as_of": "spring"}),
    ("statement_knows_its_words", Statement, {"topic": "weather"}),
    ("statementsubject_is_one", StatementSubject, {"sector": None}),
    ("statementsubject_is_one", StatementSubject, {"group": Group}),
    ("source_has_title", Source, {"title": ""}),
    ("source_has_title", Source, {"short_title": ""}),
    *(("source_confirmation_says_who", Source, {**CONFIRMATION, name: None}) for name in ("institution", "read_on")),
    *(
        ("source_confirmation_says_who", Source, {**CONFIRMATION, name: ""})
        for name in ("confirmed_by", "confirmed_role")
    ),
    ("source_web_page_says_where", Source, {**WEB_PAGE, "address": ""}),
    ("source_web_page_says_where", Source, {**WEB_PAGE, "read_on": None}),
    ("source_dated_is_date", Source, {"dated": "spring"}),
    ("source_knows_its_words", Source, {"kind": "rumour"}),
    ("source_address_is_http", Source, {"address": "javascript:alert(1)"}),
    ("citation_has_one_subject", Citation, {"sector": None}),
    ("citation_has_one_subject", Citation, {"group": Group}),
    ("citation_says_something", Citation, {"says": ""}),
    ("citation_knows_its_words", Citation, {"basis": "guessed"}),
    ("citation_paragraph_from_1", Citation, {"paragraph": 0}),
    ("citation_not_superseded_by_itself", Citation, {"superseded_by": "itself"}),
    ("disagreement_has_title", Disagreement, {"title": ""}),
    ("disagreement_knows_its_words", Disagreement, {"kind": "quarrel"}),
    *(("synonym_has_asked", Synonym, {"asked": asked}) for asked in ("", "-", "’")),
    ("synonym_has_means", Synonym, {"means": ""}),
    *(rule for rule in KEYS if rule[1]._meta.app_label == "catalogue"),
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "noun", "fields"), RULES)
def test_the_database_refuses(name, noun, fields):
    assert_refused(name, noun, fields)


def test_every_rule_is_tested():
    assert untested(RULES, "catalogue") == set()


@pytest.mark.parametrize("noun", LEAST)
def test_what_is_not_refused_stands(noun):
    record = valid(noun)
    record.full_clean()
    record.save()


@pytest.mark.parametrize("fields", [CONFIRMATION, WEB_PAGE])
def test_a_source_that_says_who_or_where_stands(fields):
    record = valid(Source, **fields)
    record.full_clean()
    record.save()


@pytest.mark.parametrize("noun", SLUGGED)
def test_the_database_takes_a_slug_once(noun):
    assert_once(noun, {"slug": "nursing"})


@pytest.mark.parametrize("noun", LEAST)
def test_the_database_takes_a_key_once(noun):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, noun._meta.db_table).values()
    assert ["key"] in [constraint["columns"] for constraint in constraints if constraint["unique"]]


@pytest.mark.parametrize("noun", CLAIMS)
@pytest.mark.parametrize("subject", [{}, {"microcredential": None, "group": Group}], ids=["entry", "group"])
def test_the_same_is_claimed_once_of_one_subject(noun, subject):
    assert_once(noun, subject)


@pytest.mark.parametrize(
    ("noun", "but"),
    [
        (Participation, {"role": "credit"}),
        (Recognition, {"target": "degree"}),
        (Recognition, {"target_name": "Associate of Arts"}),
        (Measure, {"measures": "course"}),
        (Measure, {"quantity": "courses", "unit": "course"}),
    ],
)
def test_something_else_may_be_claimed_beside_it(noun, but):
    valid(noun).save()
    valid(noun, **but).save()
    assert noun.objects.count() == 2


def test_an_entry_has_one_word_on_a_group_and_a_disagreement_a_citation_once():
    assert_once(Membership, {}, standing="not")
    assert_once(DisagreementSide, {})
