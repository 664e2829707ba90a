"""The pages of money: figures with who said them, part-of and paid-in apart, silence written out, nothing added up."""

from __future__ import annotations

import re

import pytest

from catalogue.models import FundingLink
from funding.models import FundingFlow, FundingSource
from tests.factories import make_draft, make_funding_source, make_group, make_institution, make_offering
from tests.pages.elements import page
from tests.pages.other_pages import (
    broken,
    cite,
    lines,
    make_source,
    make_statement,
    prose_grade,
    rows,
    section,
    without_source,
    words,
)

pytestmark = pytest.mark.django_db
FOUR_MILLION = "microcredentials-investment"


@pytest.fixture
def shown(client):
    return lambda slug="": page(client.get(f"/funding/{slug}/" if slug else "/funding/"))


def figures(whole) -> dict[str, str]:
    return {
        words(box.one(cls="figure-label")): box.one(cls="figure-value").text
        for box in whole.one(cls="figures").all(cls="figure")
    }


def envelope(whole, name: str):
    return next(each for each in whole.all("li", cls="envelope") if each.all("a")[0].text == name)


class TestTree:
    def test_sums_lie_inside_one_another(self, shown, documents):
        response = envelope(shown(), "BC's COVID-19 response")
        assert "$10 billion" in words(response)
        plan = envelope(response, "StrongerBC: BC's Economic Recovery Plan")
        assert "Amount not stated" in words(plan)
        inside = [each.all("a")[0].text for each in plan.one("ul", cls="envelopes").all("li", cls="envelope")]
        assert inside == ["Investment to help people upskill or reskill", "Microcredentials investment"]

    def test_the_agreement_lies_inside_nothing(self, shown, documents):
        whole = shown()
        response = envelope(whole, "BC's COVID-19 response")
        assert "Canada-BC Workforce Development Agreement" not in [link.text for link in response.all("a")]
        assert "amount not stated" in words(envelope(whole, "Canada-BC Workforce Development Agreement"))

    def test_that_one_sum_lies_inside_another_is_our_reading_where_no_text_says_so(self, shown, documents):
        upskilling = envelope(shown(), "Investment to help people upskill or reskill")
        assert "That it lies inside: our reading" in words(upskilling)
        assert "our reading" not in words(envelope(shown(), "Microcredentials investment"))

    def test_the_table_says_the_same(self, shown, documents):
        cells = {
            row.one("th").text: [words(cell) for cell in row.all("td")]
            for row in shown().one("table", cls="money").one("tbody").all("tr")
        }
        assert cells["StrongerBC: BC's Economic Recovery Plan"] == [
            "Not stated",
            "BC's COVID-19 response",
            "Not stated",
            "Not stated",
        ]
        assert cells["Microcredentials investment"] == [
            "$4 million",
            "StrongerBC: BC's Economic Recovery Plan",
            "Government of British Columbia: $2 million "
            "Government of Canada: $2 million, through the Canada-BC Workforce Development Agreement",
            "February 2021",
        ]

    def test_nothing_is_added_up_or_averaged(self, shown, documents):
        text = " ".join(words(shown(slug)) for slug in ["", *FundingSource.objects.values_list("slug", flat=True)])
        amounts = set(re.findall(r"\$[\d.,]+(?: (?:million|billion))?", text))
        assert amounts == {"$10 billion", "$47.5 million", "$4 million", "$2 million"}
        assert "do not add them up" in text

    def test_sums_that_lie_in_each_other_in_a_circle_are_not_lost(self, shown):
        first = make_funding_source("First fund")
        second = make_funding_source("Second fund", part_of=first)
        first.part_of = second
        first.save()
        names = [each.all("a")[0].text for each in shown().all("li", cls="envelope")]
        assert names.count("First fund") == names.count("Second fund") == 1


class TestBriefing:
    def test_the_figures_of_the_four_million(self, shown, documents):
        assert figures(shown(FOUR_MILLION)) == {
            "in all": "$4 million",
            "institutions": "15",
            "microcredentials": "24",
            "people it is meant for": "more than 2,000",
        }

    def test_each_figure_says_who_says_it(self, shown, documents):
        boxes = {words(box.one(cls="figure-label")): box for box in shown(FOUR_MILLION).all(cls="figure")}
        assert "2021 news release: The minister speaks of a first wave of 24." in boxes["microcredentials"].text
        assert "2021 education guide: " in boxes["in all"].text

    def test_a_source_with_another_figure_is_not_said_to_give_this_one(self, shown, documents):
        boxes = {words(box.one(cls="figure-label")): box for box in shown(FOUR_MILLION).all(cls="figure")}
        assert "Ministry's web page" not in boxes["institutions"].one(cls="figure-words").text
        assert "Sources disagree" in boxes["institutions"].text

    def test_what_others_say_that_schools_got_is_left_to_the_page_of_coverage(self, shown, documents):
        assert "North Island College" not in words(shown(FOUR_MILLION))

    def test_when(self, shown, documents):
        facts = rows(section(shown(FOUR_MILLION), "facts"))
        assert facts["Announced"][0] == "February 2021"
        assert facts["Announced"][1].endswith("our reading")
        assert facts["Results due by"] == ["the end of March 2021"]

    def test_part_of_and_paid_in_stand_apart(self, shown, documents):
        whole = shown(FOUR_MILLION)
        assert rows(section(whole, "facts"))["Part of"] == ["StrongerBC: BC's Economic Recovery Plan"]
        assert rows(section(whole, "payers")) == {
            "Government of British Columbia": ["$2 million"],
            "Government of Canada": ["$2 million, through the Canada-BC Workforce Development Agreement"],
        }
        assert "These payments make up the whole amount." in section(whole, "payers").text

    def test_payments_that_do_not_make_up_the_whole_are_not_said_to(self, shown):
        fund = make_funding_source("Fund", slug="fund", amount=10)
        for amount in (4, 5):
            FundingFlow.objects.create(into=fund, payer=make_institution(f"Payer {amount}"), amount=amount)
        assert "These payments" not in section(shown("fund"), "payers").text

    def test_what_is_part_of_it(self, shown, documents):
        assert lines(section(shown("strongerbc"), "inside")) == {
            "Investment to help people upskill or reskill": ["$47.5 million", "Part of it our reading"],
            "Microcredentials investment": ["$4 million", "Part of it"],
        }

    def test_where_money_through_an_agreement_goes(self, shown, documents):
        assert lines(section(shown("workforce-development-agreement"), "onward")) == {
            "Microcredentials investment": ["$2 million"]
        }

    def test_programs_are_linked_as_our_reading(self, shown, documents):
        entries = lines(section(shown(FOUR_MILLION), "entries"))
        assert len(entries) == 3
        assert all(claim.endswith("our reading") for (claim,) in entries.values())
        assert list(lines(section(shown("government-not-named"), "entries"))) == [
            "Langara College Advanced Administrative Assistant (AAA) certificate"
        ]

    def test_the_first_wave_is_told_of_here(self, shown, documents):
        group = shown(FOUR_MILLION).one("section", id="first-wave-of-24")
        assert len(rows(group)["Likely belongs to it"]) == 3
        assert (
            "University Canada West Learning4Success workshop badges outside the two documents"
            in (rows(group)["Does not belong to it"])
        )

    def test_what_the_documents_do_not_say_is_written_out(self, shown, documents):
        silences = [line.text for line in shown(FOUR_MILLION).one(cls="silent").all("li")]
        assert silences == [
            "The names of the 15 institutions.",
            "How much each institution got.",
            "The titles of the 24 microcredentials.",
            "How much went to each microcredential.",
            "How much there is for each learner, and how many learners came in the end.",
            "What a learner pays. Funded does not mean free.",
        ]
        plan = [line.text for line in shown("strongerbc").one(cls="silent").all("li")]
        assert plan[:2] == ["How much money it is.", "Who pays it."]

    def test_what_is_only_implied_is_marked(self, shown, documents):
        said = [words(each) for each in section(shown(FOUR_MILLION), "said").all(cls="statement")]
        (implied,) = [each for each in said if "47.5 million" in each]
        assert "our reading" in implied

    def test_drafts_do_not_show(self, shown):
        fund = make_funding_source("Quiet fund", slug="quiet")
        FundingLink.objects.create(microcredential=make_draft("Hidden program"), funding_source=fund)
        assert "Hidden program" not in shown("quiet").text


def test_every_page_is_whole_and_names_its_sources(shown, documents):
    for slug in ["", *FundingSource.objects.values_list("slug", flat=True)]:
        whole = shown(slug)
        assert len(whole.all("h1")) == 1
        assert without_source(whole) == [], slug
        assert broken(whole) == [], slug
        assert prose_grade(whole) <= 8, slug


@pytest.mark.parametrize("slug", ["nothing", "-", "STRONGERBC", "a" * 300])
def test_an_unknown_fund_is_not_found(client, documents, slug):
    assert client.get(f"/funding/{slug}/").status_code == 404


def _fill(fund: FundingSource, agreement: FundingSource, number: int) -> None:
    """One more of everything that a briefing shows."""
    source = make_source()
    group, offering = make_group(f"Group {number}"), make_offering(f"Offering {number}")
    payer = make_institution(f"Payer {number}")
    for record in (
        FundingLink.objects.create(funding_source=fund, group=group),
        FundingLink.objects.create(funding_source=fund, microcredential=offering),
        FundingFlow.objects.create(into=fund, payer=payer, through=agreement),
        FundingFlow.objects.create(into=make_funding_source(f"Next {number}"), through=fund),
        offering.memberships.create(group=group, standing="likely"),
    ):
        cite(record, source)
    cite(make_funding_source(f"Part {number}", part_of=fund), source, "part_of")
    make_statement(source, f"Statement {number}.", fund)
    make_statement(source, f"Group statement {number}.", group)


def test_queries_stay_the_same_however_much_there_is(client, assert_page_queries, documents, sizes):
    fund, agreement = make_funding_source("Large", slug="large"), make_funding_source("Agreement")
    done = 0
    for many in sizes(40):  # of each of eight kinds of rows
        while done < many:
            _fill(fund, agreement, done)
            done += 1
        with assert_page_queries(30):
            client.get("/funding/large/")
        with assert_page_queries(9):
            client.get("/funding/")
