"""The fields of an entry's text, and what a word found in each of them weighs. Not what stands in them."""

from __future__ import annotations

# Heaviest first. The title outweighs all others together.
WEIGHTS = {
    "title": 64,
    "other_titles": 8,
    "institutions": 6,
    "skills": 4,
    "parts": 4,
    "sectors": 3,
    "summary": 2,
    "kind": 2,
    "places": 3,
    "delivery": 2,
    "credit": 2,
    "cost": 2,
    "length": 2,
    "level": 2,
    "possible_credit": 1,
    "funding": 1,
    "audience": 1,
    "region": 1,
    "part_summaries": 1,
}
NAMES = tuple(WEIGHTS)
# A field that is told to visitors under the name of another one.
TOLD_AS = {"possible_credit": "credit", "part_summaries": "parts"}
PLACES = {name: place for place, name in enumerate(NAMES)}
