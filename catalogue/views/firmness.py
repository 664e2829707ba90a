"""How firmly a claim of credit speaks: in a word, in a phrase, and as the style of a line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from catalogue.models.vocabulary import Force
from catalogue.pictures import Stroke


@dataclass(frozen=True)
class Firmness:
    """`word` stands on a line, `toward` before the name of a credential."""

    word: str | Promise
    toward: str | Promise
    stroke: Stroke


# Solid where the whole counts, dashed where it may or only a part does, dotted where it does not yet, barred for no.
FIRMNESS = {
    Force.COUNTS: Firmness(gettext_lazy("counts"), gettext_lazy("Counts toward"), Stroke.FIRM),
    Force.SOME_COURSES: Firmness(gettext_lazy("some courses"), gettext_lazy("Some courses count toward"), Stroke.MAY),
    Force.MAY_COUNT: Firmness(gettext_lazy("may count"), gettext_lazy("May count toward"), Stroke.MAY),
    Force.GENERAL_CLAIM: Firmness(
        gettext_lazy("said in general"), gettext_lazy("Said in general to count toward"), Stroke.MAY
    ),
    Force.FUTURE: Firmness(
        gettext_lazy("in future"), gettext_lazy("Expected to count in future toward"), Stroke.NOT_YET
    ),
    Force.NOT_YET: Firmness(gettext_lazy("not yet"), gettext_lazy("Does not count yet toward"), Stroke.NOT_YET),
    Force.NO: Firmness(gettext_lazy("does not count"), gettext_lazy("Does not count toward"), Stroke.NO),
}
