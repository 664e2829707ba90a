"""What an offering leads to: the claims about credit as rows, and a drawing of the same rows.

How firmly a claim holds is said in words and by the kind of line, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue.models import Recognition
from catalogue.models.vocabulary import Force
from catalogue.pictures import Box, Drawing, English, Picture, Point, Stroke, stroke_key
from institutions.dates import in_words

from .facts import FactSheet, Value, by_force, capital
from .firmness import FIRMNESS

# Units of the drawing. It is as wide as the narrowest phone; each line runs down in a lane of its own.
_WIDTH, _LANE, _REACH, _GAP, _WORDS = 272, 14, 26, 22, 20


@dataclass(frozen=True)
class CreditRow:
    """One claim: `firmness` and `stroke` say how firmly, `target` what it counts toward, `at` where and since when.

    `url` leads to all that counts toward the same.
    """

    firmness: str
    stroke: Stroke
    target: str
    at: str
    value: Value
    url: str

    @property
    def key(self) -> SafeString:
        """A sample of its line, to stand beside its words."""
        return stroke_key(self.stroke)


def credit_rows(sheet: FactSheet) -> list[CreditRow]:
    return [_row(sheet, claim) for claim in by_force(sheet.subject.recognitions)]


def credit_picture(title: str, rows: list[CreditRow]) -> Picture:
    """The offering on top, what it counts toward below it."""
    drawing = Drawing("credit", _("What this program leads to"), _("The list beside the picture says the same."))
    top = drawing.box(Box.around([English(title)], x=0, y=0, width=_WIDTH))
    x = _LANE * len(rows) + _REACH
    y = top.height + _GAP
    for lane, row in zip(reversed(range(len(rows))), rows, strict=True):
        drawing.text(row.firmness, x, y + _WORDS / 2, look="picture-word")
        words = [row.target, row.at, str(row.value.cited.basis.label)]
        box = Box.around([word for word in words if word], x=x, y=y + _WORDS, width=_WIDTH - x, look="target")
        start = Point(_LANE * (lane + 0.5), top.height)
        drawing.line(start, box.left, row.stroke, via=[Point(start.x, box.left.y)])
        drawing.box(box)
        y += _WORDS + box.height + _GAP
    return drawing.picture(_("Picture: what this program leads to"))


def _row(sheet: FactSheet, claim: Recognition) -> CreditRow:
    firmness = FIRMNESS[Force(claim.force)]
    target = capital(" ".join(_target(claim)))
    at = claim.institution.name if claim.institution else _("School not stated")
    if claim.since:
        at = _("%(school)s, since %(date)s") % {"school": at, "date": in_words(claim.since)}
    value = sheet.claim(_("Counts toward"), claim, None, at)
    return CreditRow(str(firmness.toward), firmness.stroke, target, at, value, reverse("pathway", args=[claim.target]))


def _target(claim: Recognition) -> Iterator[str]:
    yield claim.get_target_display()
    if claim.target_name:
        yield f"({claim.target_name})"
