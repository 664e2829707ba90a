"""What the list promises, over random queries on made-up entries: counts, order and canonical addresses hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from catalogue.models import Measure, Microcredential
from catalogue.models.vocabulary import Availability, Force, Quantity, Scope
from catalogue.search import Search
from catalogue.search.filters import MicrocredentialFilter
from catalogue.search.query import Query
from catalogue.search.text import fold, sort_key


def found_by_orm(query: Query) -> list[Microcredential]:
    """The same facets asked of the database, in the order that the list promises."""
    filtered = MicrocredentialFilter(dict(query.chosen), Microcredential.objects.public().results())
    assert filtered.form.is_valid(), filtered.form.errors
    return sorted(filtered.qs, key=ORDERS[query.sort])


def by_title(entry: Microcredential) -> tuple[Any, ...]:
    return entry.availability == Availability.ENDED, sort_key(entry.title), entry.slug


def by_check(entry: Microcredential) -> tuple[Any, ...]:
    ended, *title = by_title(entry)
    days = entry.last_verified.toordinal() if entry.last_verified else 0
    return ended, -days, *title


def by_length(entry: Microcredential) -> tuple[Any, ...]:
    ended, *title = by_title(entry)
    lengths = Measure.objects.filter(
        microcredential=entry, quantity=Quantity.DURATION, measures=Scope.PROGRAM, minimum__isnull=False
    )
    return ended, min((length.days for length in lengths), default=float("inf")), *title


ORDERS: dict[str, Callable] = {"": by_title, "title": by_title, "checked": by_check, "shortest": by_length}


def test_the_made_up_entries_can_tell_right_from_wrong(snapshot, queries):
    totals = {Search(query.canonical, snapshot).total for query in queries}
    assert snapshot.size > 100
    assert len(totals) > 10
    assert snapshot.ended.bit_count() > 2


def test_a_count_is_the_number_of_results_with_that_value_alone_in_its_facet(snapshot, queries):
    for query in queries:
        for facet, counts in Search(query.canonical, snapshot).counts.items():
            for value, count in counts.items():
                alone = query.choosing(facet, [value])
                assert count == Search(alone.canonical, snapshot).total, (query.canonical, facet, value)


def test_index_and_database_agree_on_entries_and_order(snapshot, queries):
    for query in queries:
        without_text = query.without_text()
        found = Search(without_text.canonical, snapshot)
        expected = [entry.slug for entry in found_by_orm(without_text)]
        assert [entry.slug for entry in found.all_entries()] == expected, without_text.canonical


def test_words_are_found_in_exactly_the_entries_that_hold_them(snapshot):
    """Against the plainest reading of the rule: every word of the query begins or is a word of the entry's text."""
    for asked in ("management", "data design", "cafe", "welding basics"):
        words = asked.split()
        expected = {slug for slug, text in plain_texts().items() if all(word in text for word in words)}
        found = {entry.slug for entry in Search(f"q={asked}", snapshot).all_entries()}
        assert found == expected, asked
        assert found


def plain_texts() -> dict[str, set[str]]:
    texts = {}
    for entry in Microcredential.objects.public().results():
        parts = [
            f"{part.title} {part.other_titles} {part.skills} {part.summary}"
            for part in entry.parts.all()
            if part.state == "published"
        ]
        names = [
            f"{p.institution.name} {p.institution.short_name}" for p in entry.participations.all() if p.institution
        ]
        tags = [tag.sector.name for tag in entry.sectortags.all()]
        tags += [tag.audience.name for tag in entry.audiencetags.all()]
        tags += [link.funding_source.name for link in entry.fundinglinks.all()]
        counting = entry.recognitions.exclude(force__in=Force.negative()).filter(institution__isnull=False)
        names += [f"{claim.institution.name} {claim.institution.short_name}" for claim in counting]
        own = [entry.title, entry.other_titles, entry.skills, entry.summary, entry.audience]
        texts[entry.slug] = set(fold(" ".join([*own, *parts, *names, *tags])).replace(".", " ").split())
    return texts


def test_the_best_match_holds_more_of_the_words_in_weightier_fields(snapshot):
    found = list(Search("q=management", snapshot).all_entries())
    current = [entry for entry in found if not entry.ended]
    in_title = ["management" in fold(entry.title) for entry in current]
    assert found[len(current) :] == [entry for entry in found if entry.ended]
    assert True in in_title
    assert False in in_title
    assert in_title == sorted(in_title, reverse=True)


def test_pages_in_a_row_hold_every_entry_once(snapshot, queries):
    for query in [Query(), *queries]:
        first = Search(query.canonical, snapshot)
        pages = [Search(query.on_page(n).canonical, snapshot) for n in range(1, first.page.count + 1)]
        paged = [entry.slug for page in pages for entry in page.entries]
        assert paged == [entry.slug for entry in first.all_entries()]
        assert len(paged) == first.total == len(set(paged))


def test_a_canonical_query_is_its_own_canonical_query(snapshot, queries):
    for query in queries:
        once = Search(query.canonical, snapshot)
        assert once.problems == []
        assert Search(once.query, snapshot).query == once.query


def test_every_offered_query_leads_where_it_says(snapshot, queries):
    for query in queries:
        search = Search(query.canonical, snapshot)
        links = [*search.relaxations, *filter(None, map(search.widening, search.counts))]
        for link in links:
            instead = link in search.relaxations
            led_to = Search(link.query, snapshot)
            assert led_to.total == link.count + (0 if instead else search.total)
            assert led_to.ended == link.ended or not instead
        for chip in search.chips:
            assert len(Search(chip.query, snapshot).chips) == len(search.chips) - 1


@pytest.mark.parametrize("query", ["", "delivery=online", "q=data&sort=shortest"])
def test_a_search_asks_the_database_once(snapshot, query, django_assert_num_queries):
    with django_assert_num_queries(1):
        search = Search(query)
        assert all([search.counts, search.entries, search.sorts, search.page, search.headline])
        assert search.relaxations == search.notes == []
