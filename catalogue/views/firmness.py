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


# Each with a line of its own: solid where the whole counts, long dashes for some of its courses, short ones for a
# hedge, dash and dot for a general claim, dots for what is to come, dots with a bar for not yet, a bar alone for no.
FIRMNESS = {
    Force.COUNTS: Firmness(gettext_lazy("counts"), gettext_lazy("Counts toward"), Stroke.FIRM),
    Force.SOME_COURSES: Firmness(gettext_lazy("some courses"), gettext_lazy("Some courses count toward"), Stroke.SOME),
    Force.MAY_COUNT: Firmness(gettext_lazy("may count"), gettext_lazy("May count toward"), Stroke.MAY),
    Force.GENERAL_CLAIM: Firmness(
        gettext_lazy("said in general"), gettext_lazy("Said in general to count toward"), Stroke.GENERAL
    ),
    Force.FUTURE: Firmness(
        gettext_lazy("in future"), gettext_lazy("Expected to count in future toward"), Stroke.FUTURE
    ),
    Force.NOT_YET: Firmness(gettext_lazy("not yet"), gettext_lazy("Does not count yet toward"), Stroke.NOT_YET),
    Force.NO: Firmness(gettext_lazy("does not count"), gettext_lazy("Does not count toward"), Stroke.NO),
}
