"""The text of an entry by the fields that search weighs. Not how it is cut into words or matched."""

from __future__ import annotations

from .reading import Facts


def document_of(facts: Facts) -> dict[str, str]:
    """The text of an entry by the fields that search weighs; a part's words stand for its parent."""
    offering = facts.offering
    places = [place for _, place in facts.involved if place]
    texts = {
        "title": [offering.title],
        "other_titles": [offering.other_titles],
        "institutions": [name for place in places for name in (place.name, place.short_name, place.other_names)],
        "skills": [offering.skills],
        "parts": [text for part in facts.parts for text in (part.title, part.other_titles, part.skills)],
        "sectors": [sector.name for sector in facts.sectors],
        "summary": [offering.summary],
        "audience": [offering.audience, *(audience.name for audience in facts.audiences)],
    }
    return {field: "\n".join(filter(None, said)) for field, said in texts.items() if any(said)}
