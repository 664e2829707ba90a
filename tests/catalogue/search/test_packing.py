"""Facts come out of their packing as they went in; another packing has other letters, so it has another name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from catalogue.search.facts import Credit, Facts, Figure, Involvement, Offering, Part, Place, Term
from catalogue.search.packing import ALIKE, FactsPacking, own_words

BCIT = Place("bcit", "B.C. Institute of Technology", "BCIT", "BC Tech", "mainland-southwest", None, "Burnaby")
HEALTH = Term("health", "Health")
TIMBER = Facts(
    Offering(
        1,
        "timber",
        "Mass timber",
        summary="Wood — and ʔəms.",
        kind="badge",
        last_verified=date(2026, 11, 27),
    ),
    parts=[Part("beams", "Beams", "", "joining\nlifting"), Part("joints", "Joints", "", "")],
    involved=[Involvement("provider", BCIT), Involvement("industry-partner", None)],
    credits=[Credit("diploma", "", "counts", "2021", BCIT), Credit("diploma", "", "counts", "2021", None)],
    figures=[Figure("price", Decimal("95.00"), None, "about", "cad", "program")],
    sectors=[HEALTH],
    audiences=[],
    funding=[HEALTH, Term("fund", "Fund")],
)
BLANK = Facts(Offering(2, "blank", "Blank"), [], [], [], [], [], [], [])


def test_facts_come_out_as_they_went_in():
    packing, all_facts = FactsPacking(), (TIMBER, BLANK, BLANK._replace(sectors=[HEALTH]))
    packed = [packing.pack(facts) for facts in all_facts]
    assert len({*packed}) == len(all_facts)
    for facts, each in zip(all_facts, packed, strict=True):
        only_titles = [Part("", part.title, "", "") for part in facts.parts]
        assert packing.unpack(each, facts.offering.pk, facts.offering.slug) == facts._replace(parts=only_titles)


def test_what_is_said_alike_takes_a_letter():
    packing = FactsPacking()
    packing.pack(TIMBER)
    many = TIMBER._replace(credits=TIMBER.credits * 9)
    assert len(packing.pack(many)) == len(packing.pack(TIMBER)) + 8 * len(TIMBER.credits)


def test_letters_tell_what_was_said_alike():
    packing = FactsPacking()
    told = {field: packing.told(field, letters) for field, letters in zip(ALIKE, packing.alike(TIMBER), strict=True)}
    assert told.pop("offering") == Offering(0, "", "", kind="badge", last_verified=date(2026, 11, 27))
    assert told == {field: getattr(TIMBER, field) for field in told}


def test_own_words_lie_packed_as_they_are():
    assert own_words(FactsPacking().pack(TIMBER)) == [words.encode() for words in TIMBER.offering.own]


def test_claims_that_say_the_same_have_one_letter_whichever_object_says_it():
    packing, again = FactsPacking(), [Credit(*credit) for credit in TIMBER.credits]
    assert again[0] is not TIMBER.credits[0]
    assert packing.alike(TIMBER) == packing.alike(TIMBER._replace(credits=again))


def test_no_packing_has_the_name_of_another():
    assert FactsPacking().name != FactsPacking().name
