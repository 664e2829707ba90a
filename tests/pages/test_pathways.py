"""The pages of pathways: picture and list hold the same facts, counts keep their promise, a no stands as such."""

from __future__ import annotations

from itertools import takewhile
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from catalogue.models import Microcredential, Participation, Recognition, Source
from catalogue.models.vocabulary import Target
from catalogue.search import Search
from catalogue.views.pathway_claims import Answers
from catalogue.views.pathway_query import parse
from institutions.models import Institution
from tests.pages.elements import Element, page
from tests.pages.other_pages import broken, cite, prose_grade, section, without_source, words

pytestmark = pytest.mark.django_db
FILTERS = [{"target": "bachelors-degree"}, {"institution": "rru"}, {"run": "others"}, {"institution": "ubc"}]


@pytest.fixture
def shown(client):
    return lambda of="", /, **query: page(client.get(f"/pathways/{of}/" if of else "/pathways/", query))


def drawn(whole: Element) -> set[str]:
    """What each line of the picture says."""
    return {line.one("title").text for line in whole.all("g", cls="picture-line") if line.all("title")}


def rows(whole: Element) -> list[Element]:
    return [row for lines in whole.all(cls="claim-lines") for row in lines.all("li")]


def listed(whole: Element) -> set[str]:
    """What each row of the list says, part by part."""
    facts = set()
    for row in rows(whole):
        title = row.one(cls="claim-title").text
        value = row.one(cls="pathway-claim").one(cls="value")
        claim = takewhile(lambda piece: isinstance(piece, str) or "term" in piece.classes, value.children)
        facts.add(f"{title}: {''.join(getattr(piece, 'text', piece) for piece in claim).strip()}")
        facts |= {f"{title}: part of {part.text}" for part in row.all(cls="pathway-whole")}
    return facts


def boxed(whole: Element) -> set[str]:
    """Which parts a box of the picture names the whole of, because the whole has no box of its own."""
    names = [link.attributes["aria-label"].split(", ") for link in whole.one("svg", cls="picture-drawing").all("a")]
    return {f"{title}: {note}" for title, *notes in names for note in notes if note.startswith("part of ")}


def counts(whole: Element, name: str) -> dict[str, int]:
    return {
        option.attributes["value"]: int(option.text.rsplit("(", 1)[1].rstrip(")"))
        for option in whole.one("select", name=name).all("option")
    }


@pytest.mark.parametrize("query", [{}, *FILTERS])
def test_the_picture_and_the_list_say_the_same(shown, documents, query):
    whole = shown(**query)
    assert len(drawn(whole)) >= 2
    assert drawn(whole) | boxed(whole) == listed(whole)


@pytest.mark.parametrize("target", Target.values)
def test_so_they_do_on_the_page_of_each_target(shown, documents, target):
    whole = shown(target)
    assert drawn(whole) | boxed(whole) == listed(whole)
    assert len(rows(whole)) == Recognition.objects.public().filter(target=target).count()


def test_every_public_answer_stands_on_the_page_once(shown, documents):
    assert len(rows(shown())) == Recognition.objects.public().count()
    assert shown().one(cls="pathway-count").text == f"{Recognition.objects.public().count()} answers"


def test_each_line_carries_its_word(shown, documents):
    whole = shown()
    in_lines = sorted(word.text for word in whole.all("text", cls="picture-word") if word.text != "part of")
    in_rows = sorted(row.one(cls="strength").text for row in rows(whole))
    assert in_lines == in_rows
    key = {word.rsplit(" ", 1)[0]: word for word in (each.text for each in whole.one(cls="keys").all("li"))}
    assert all(key[word] == f"{word} ({in_rows.count(word)})" for word in in_rows)


@pytest.mark.parametrize("query", [{}, {"target": "degree", "institution": "tru", "run": "others"}])
def test_a_count_is_what_choosing_it_finds(shown, documents, query):
    whole = shown(**query)
    assert whole.one(cls="pathway-count").text.split(" answer")[0] == str(len(rows(whole)))
    answers = Answers()
    for name in ("target", "institution"):
        for choice, count in counts(whole, name).items():
            asked, problems = parse(QueryDict(urlencode({**query, name: choice})))
            assert not problems
            assert len(answers.read(asked)) == answers.total(asked) == count


def test_a_page_of_a_target_counts_what_it_shows(shown, documents):
    links = shown().one(cls="counted-list").all("a", cls="counted-link")
    assert len(links) == len(set(Recognition.objects.public().values_list("target", flat=True)))
    for link in links:
        target = link.attributes["href"].split("/")[2]
        assert int(link.one(cls="counted-link-count").text.split()[0]) == len(rows(shown(target)))


def test_what_royal_roads_recognises_and_does_not_teach(shown, documents):
    titles = [row.one(cls="claim-title").text for row in rows(shown(institution="rru", run="others"))]
    assert titles == [
        "MITx MicroMasters/Royal Roads University MBA",
        "MITx MicroMasters in supply-chain management",
        "MIT courses in principles of manufacturing",
    ]


def test_no_and_not_yet_stand_apart_and_as_such(shown, documents):
    whole = shown("degree")
    refused = section(whole, "refused")
    assert {row.one(cls="claim-title").text: row.one(cls="strength").text for row in rows(refused)} == {
        "UBC Extended Learning professional development programs": "not yet",
        "UBCx courses on edX": "does not count",
    }
    counting = section(whole, "counting")
    assert [row.one(cls="strength").text for row in rows(counting)] == ["counts"]
    assert len(whole.one("svg", cls="picture-drawing").all(cls="picture-bar")) == 2  # one for no, one for not yet


def test_a_hedge_and_a_general_claim_are_not_firm(shown, documents):
    by_title = {row.one(cls="claim-title").text: row.one(cls="strength").text for row in rows(shown())}
    assert by_title["MITx MicroMasters/Royal Roads University MBA"] == "may count"
    assert by_title["BCIT's microcredentials"] == "said in general"
    firm = shown().one("svg", cls="picture-drawing").all("g", cls="picture-firm")
    assert {line.one("title").text.split(": ")[-1].split(" ")[0] for line in firm} <= {"Credit", "Academic"}


def test_wider_words_and_the_list_of_programs_are_one_link_away(shown, documents):
    whole = shown("bachelors-degree")
    wider = section(whole, "wider")
    assert [link.attributes["href"] for link in wider.all("a")] == [
        "/pathways/degree/",
        "/pathways/certificate-diploma-or-degree/",
    ]
    offerings = Search("credit_toward=bachelors-degree").total
    (link,) = whole.all("a", href="/microcredentials/?credit_toward=bachelors-degree")
    assert f" {offerings} offerings" in link.text


def test_what_cannot_be_used_is_named_and_left_out(client, documents):
    everything = client.get("/pathways/")
    strange = {"target": ["phd", "degree"], "institution": "hogwarts", "run": "me", "page": "9", "colour": "red"}
    response = client.get("/pathways/", strange)
    whole = page(response)
    problems = [problem.text for problem in whole.one(cls="problems").all("li")]
    assert len(problems) == 6
    assert all(any(word in each for each in problems) for word in ("phd", "hogwarts", "“me”", "“9”", "colour"))
    assert listed(whole) == listed(page(everything))
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get("/pathways/", {"page": "0"}).status_code == 200


def test_on_the_page_of_a_target_the_address_says_the_target(client, documents):
    whole = page(client.get("/pathways/degree/", {"target": "diploma"}))
    assert "target" in whole.one(cls="problems").text
    assert not whole.all("select", name="target")
    assert client.get("/pathways/phd/").status_code == 404


@pytest.mark.parametrize("address", ["/pathways/", *(f"/pathways/{target}/" for target in Target.values)])
def test_every_fact_has_a_source_and_every_link_an_end(client, documents, address):
    whole = page(client.get(address))
    assert without_source(whole) == []
    assert broken(whole) == []
    assert prose_grade(whole) <= 8


def test_the_title_says_what_is_chosen(shown, documents):
    title = shown(target="degree", institution="ubc").one("head").one("title").text
    assert title.startswith("Pathways: A degree, UBC")


def test_what_is_chosen_stands_on_paper_too(shown, documents):
    found = shown(target="degree", institution="ubc", run="others").one(id="found").text
    assert "Counts toward: A degree. School that gives the credit: University of British Columbia." in found
    assert "Only what that school does not run itself." in found
    assert "screen-only" in shown().one("form", cls="pathway-form").classes


def test_credit_without_a_target_is_no_answer_and_stands_apart(shown, documents):
    """Also where a school is chosen, and not where a credential is."""
    given = Participation.objects.create(
        key="camosun-gives-credit",
        microcredential=Microcredential.objects.get(slug="bcit-mass-timber"),
        institution=Institution.objects.get(slug="camosun"),
        role="credit",
        since="2022",
    )
    cite(given, Source.objects.first())
    claim = "Camosun College gives credit, since 2022; toward what is not stated"
    for query in ({}, {"institution": "camosun"}, {"institution": "camosun", "run": "others"}):
        (row,) = rows(section(shown(**query), "without-target"))
        assert row.one(cls="claim-title").attributes["href"] == "/microcredentials/bcit-mass-timber/"
        assert words(row.one(cls="value")) == claim
    for query in ({"institution": "tru"}, {"target": "certificate"}):
        assert claim not in shown(**query).text
    assert claim not in shown("certificate").text
    assert shown().one(cls="pathway-count").text == f"{Recognition.objects.public().count()} answers"
